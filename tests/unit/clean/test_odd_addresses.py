"""No reader of a page's own address raises on one that cannot be read."""

import pytest
from lxml import html

from baqylau.clean import canonical, editions, kinds, telegram
from baqylau.clean.structured_data import StructuredData
from baqylau.model.hosts import parts_of
from baqylau.stories.moves import share_number

ODD = ("https://[::1", "//[", "http://[x]y/", "https://a\u2100b.kz/", "")


@pytest.mark.parametrize("url", ODD)
def test_an_address_that_cannot_be_read_has_no_parts(url: str) -> None:
    assert not any(parts_of(url))


@pytest.mark.parametrize("url", ODD)
def test_readers_of_an_odd_address_say_nothing(url: str) -> None:
    tree = html.fromstring("<html><body><a href='/kk/most' hreflang=kk>KZ</a></body></html>")
    structured = StructuredData()
    assert canonical.of(structured, url) == url
    assert not canonical.left_article(url, "https://vestnik.test/news/10001-most/")
    assert not canonical.left_article(url, url)
    assert editions.read(tree, url) == ()
    assert telegram.post(tree, structured, url) is None
    assert kinds.listing(url, frozenset(), structured, (), ()) is None
    assert not share_number(url, "https://vestnik.test/news/10001-most/")
