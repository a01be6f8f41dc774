"""Everything that we change inside trafilatura and htmldate, in one place: `apply` takes nothing
and changes the two libraries in this process.

Importing this module (or any other of ours) changes nothing. A sandbox process calls `apply` when
it starts, and `baqylau.clean.pipeline` before the first page. The altered names are listed below;
`tests/repository/test_foreign_libraries.py` compares their values in the installed releases with
those for which this was written, so that a new release is noticed.
"""

import logging
import threading
from datetime import datetime
from typing import Any

import htmldate.extractors
from trafilatura import htmlprocessing, xpaths

from baqylau.clean.xpath_cache import CachedXPath

LISTS = {
    "BODY_XPATH": True,
    "OVERALL_DISCARD_XPATH": False,
    "TEASER_DISCARD_XPATH": False,
    "DISCARD_IMAGE_ELEMENTS": False,
}
"""The lists of `trafilatura.xpaths` whose expressions become `CachedXPath`s, and whether
trafilatura looks at the first element found only. They are altered in place: other modules hold the
same list.
"""

_of_links = htmlprocessing.link_density_test
_applying = threading.Lock()
_originals: dict[str, tuple[Any, ...]] = {}


def apply() -> None:
    """Changes the two libraries in this process; the second call and every later one does nothing.

    The results of trafilatura stay the same. htmldate no longer calls dateparser for what its own
    patterns cannot read: dateparser takes 2.5 s of CPU in each process and 50 ms a page, and found
    the day of 1 page in 151; the printed forms of our languages are read by `date_parse`.
    """
    if _originals:
        return
    with _applying:
        if not _originals:
            _originals.update(_replace_lists())


def original(name: str) -> tuple[Any, ...]:
    """The expressions that stood in one of `LISTS` before `apply`."""
    apply()
    return _originals[name]


def _replace_lists() -> dict[str, tuple[Any, ...]]:
    before = {name: tuple(getattr(xpaths, name)) for name in LISTS}
    for name, first in LISTS.items():
        getattr(xpaths, name)[:] = [_cached(x, first) for x in before[name]]
    htmldate.extractors.has_date_cue = _no_date_cue
    htmlprocessing.link_density_test = _link_density_test
    # its warnings are about pages, and a page's outcome is already in the article's `kind`
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return before


def _cached(expression: Any, first: bool) -> Any:
    """A `CachedXPath` for an expression that tests only an element's attributes, else the same."""
    if expression.path.count(".//") == 1 and "@" in expression.path:
        return CachedXPath(expression, first=first)
    return expression


def _link_density_test(element: Any, favor_precision: bool = False) -> tuple[bool, bool]:
    """The same answer; most elements have no links, which is found out here in a third of the
    time.
    """
    if next(element.iterdescendants("ref"), None) is None:
        return False, False
    return _of_links(element, favor_precision)


def _no_date_cue(string: str, min_date: datetime, max_date: datetime) -> bool:  # noqa: ARG001  (htmldate's signature)
    return False
