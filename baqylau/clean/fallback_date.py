"""The day of publication where neither structured data nor a printed date gives one: a tree and an
address come in, the day in the address or htmldate's guess goes out.
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import html

from baqylau.clean.date_parse import FIRST_YEAR, FoundTime, machine

_IN_ADDRESS = re.compile(
    r"/(20\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|$)"
    r"|/(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\D|$)"
)


def read(tree: html.HtmlElement, url: str, zone: tzinfo, visit: datetime) -> Iterator[FoundTime]:
    """The day in the address, else the day htmldate finds; it reads no time of day."""
    try:
        in_address = _IN_ADDRESS.search(urlsplit(url).path)
    except ValueError:
        in_address = None
    if in_address:
        parts = [x for x in in_address.groups() if x]
        moment = machine(f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}", zone)
        if moment:
            yield FoundTime("address", in_address[0], moment)
            return
    day = _htmldate(tree, url, visit)
    moment = machine(day, zone) if day else None
    if day and moment:
        yield FoundTime("htmldate", day, moment)


def _htmldate(tree: html.HtmlElement, url: str, visit: datetime) -> str | None:
    until, since = visit.date().isoformat(), f"{FIRST_YEAR}-01-01"
    try:
        return find_date(
            tree,
            original_date=True,
            extensive_search=True,
            url=url or None,
            max_date=until,
            min_date=since,
        )
    # htmldate fails in many ways on odd pages; it is the last resort, and a page without a date is
    # an article still
    except Exception:  # noqa: BLE001
        return None
