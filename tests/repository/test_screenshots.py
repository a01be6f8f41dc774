"""The picture in the documentation is no older than the templates that it shows."""

import zlib

import pytest

from tests.screenshots import PICTURE, hash_in, hash_of_templates, with_hash


def test_the_picture_shows_the_templates_as_they_are() -> None:
    assert hash_in(PICTURE.read_bytes()) == hash_of_templates(), (
        "docs/article.png is older than the templates: run make screenshots and look at it"
    )


@pytest.mark.parametrize("value", ["", "0" * 64])
def test_a_hash_is_read_back_and_the_picture_stays_whole(value: str) -> None:
    before = PICTURE.read_bytes()
    marked = with_hash(before, value)
    assert hash_in(marked) == value
    assert len(marked) == len(before) + 12 + len("baqylau-templates") + 1 + len(value)
    header = marked[12:29]
    assert zlib.crc32(header) == int.from_bytes(marked[29:33], "big")
