"""The day of publication where neither structured data nor a printed date gives one: a tree and an
address come in, the day in the address or htmldate's guess goes out.
"""

import copy
import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree, html

from baqylau.clean import visible_dates
from baqylau.clean.date_parse import FIRST_YEAR, FoundTime, machine

_IN_ADDRESS = re.compile(
    r"/(20\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|$)"
    r"|/(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\D|$)"
)


def read(
    tree: html.HtmlElement, url: str, zone: tzinfo, visit: datetime, *, guess: bool
) -> Iterator[FoundTime]:
    """The day in the address, else, with `guess`, the day htmldate finds; it reads no time of
    day.
    """
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
    shown = _shown(tree) if guess else None
    day = _htmldate(shown, url, visit, extensive=False) if shown is not None else None
    moment = machine(day, zone) if day else None
    if shown is not None and moment is None and (days := visible_dates.alone(shown, zone, visit)):
        # its extensive search takes any date of the page, so it has to stand in a line of its own
        day = _htmldate(shown, url, visit, extensive=True)
        moment = machine(day, zone) if day else None
        if moment and moment.at.date() not in days:
            moment = None
    if day and moment:
        yield FoundTime("htmldate", day, moment)


def _shown(tree: html.HtmlElement) -> html.HtmlElement:
    """A copy of the page without scripts, styles and comments, whose numbers are no dates of the
    article: `style.css?v=20240115`, the end of a subscription.
    """
    copied = copy.deepcopy(tree)
    etree.strip_elements(copied, "script", "style", "noscript", etree.Comment, with_tail=False)
    for link in list(copied.iter("link")):
        if "stylesheet" in (link.get("rel") or "") or "preload" in (link.get("rel") or ""):
            link.drop_tree()
    return copied


def _htmldate(tree: html.HtmlElement, url: str, visit: datetime, *, extensive: bool) -> str | None:
    until, since = visit.date().isoformat(), f"{FIRST_YEAR}-01-01"
    try:
        return find_date(
            tree,
            original_date=True,
            extensive_search=extensive,
            url=url or None,
            max_date=until,
            min_date=since,
        )
    # htmldate fails in many ways on odd pages; it is the last resort, and a page without a date is
    # an article still
    except Exception:  # noqa: BLE001
        return None
