"""The files that are started first are there."""

from pathlib import Path

from tests import conftest


def test_every_long_file_exists() -> None:
    tests = Path(conftest.__file__).parent
    assert [x for x in conftest._LONG if not (tests / x).is_file()] == []
