"""trafilatura and htmldate are changed once, by whichever thread comes first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import htmldate.extractors
import pytest
from trafilatura import xpaths

from baqylau.clean import trafilatura_adapter
from baqylau.clean.xpath_cache import CachedXPath


def _lists() -> list[tuple[int, ...]]:
    return [tuple(id(x) for x in getattr(xpaths, name)) for name in trafilatura_adapter.LISTS]


def test_a_second_call_changes_nothing() -> None:
    trafilatura_adapter.apply()
    before = _lists()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: trafilatura_adapter.apply(), range(64)))
    assert _lists() == before


@pytest.mark.parametrize("name", trafilatura_adapter.LISTS)
def test_a_list_keeps_its_length_and_its_expressions(name: str) -> None:
    originals, now = trafilatura_adapter.original(name), getattr(xpaths, name)
    assert [x.path for x in now] == [x.path for x in originals]
    assert not any(isinstance(x, CachedXPath) for x in originals)


def test_dateparser_is_not_called() -> None:
    trafilatura_adapter.apply()
    since, until = datetime(1995, 1, 1), datetime(2026, 1, 1)
    assert not htmldate.extractors.has_date_cue("12 мая 2025", since, until)
