"""Everything we change inside trafilatura and htmldate, in one place: nothing comes in, the two
libraries of this process are changed.

Importing this module (or any other of ours) changes nothing. `apply` does: a reading child process
calls it when it starts, and `baqylau.clean.pipeline` before the first page. The altered names are
listed below; `tests/repository/test_foreign_libraries.py` compares what stands there in the
installed releases with what it was when this was written, so that a new release is noticed.
"""

import logging
import threading
from datetime import datetime
from typing import Any

import htmldate.extractors
from trafilatura import xpaths

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

_applying = threading.Lock()
_originals: dict[str, tuple[Any, ...]] = {}


def apply() -> None:
    """Changes the two libraries in this process; the second call and every later one does nothing.

    What trafilatura answers stays the same. htmldate no longer hands to dateparser what its own
    patterns cannot read: that takes 2.5 s of CPU in each process and 50 ms a page, and found the
    day of 1 page in 151; we read the printed forms of our languages ourselves.
    """
    if _originals:
        return
    with _applying:
        if not _originals:
            _originals.update(_changed())


def original(name: str) -> tuple[Any, ...]:
    """The expressions that stood in one of `LISTS` before `apply`."""
    apply()
    return _originals[name]


def _changed() -> dict[str, tuple[Any, ...]]:
    before = {name: tuple(getattr(xpaths, name)) for name in LISTS}
    for name, first in LISTS.items():
        getattr(xpaths, name)[:] = [_asked_once(x, first) for x in before[name]]
    htmldate.extractors.has_date_cue = _no_date_cue
    # its warnings are about pages, and a page's outcome is said in the article record
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return before


def _asked_once(expression: Any, first: bool) -> Any:
    """A question in the place of an expression that tests nothing but an element's attributes."""
    if expression.path.count(".//") == 1 and "@" in expression.path:
        return CachedXPath(expression, first=first)
    return expression


def _no_date_cue(string: str, min_date: datetime, max_date: datetime) -> bool:  # noqa: ARG001  (htmldate's signature)
    return False
