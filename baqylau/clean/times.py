"""When an article was published and changed: every reading the page gives, and the one to believe.

Order: JSON-LD, meta, microdata, `<time>`, a visible date beside the headline, the address, htmldate. An exact instant beats a
day of the same date; what lies in the future is no reading; sidebars are not asked. Readings that disagree are all kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml import html

from baqylau.clean import prune, words
from baqylau.clean.declared import Declared
from baqylau.clean.moments import FIRST_YEAR, Moment, machine, printed
from baqylau.lang.calendar import calendar
from baqylau.model.article import Precision
from baqylau.text.normal import one_line

_SLACK = timedelta(hours=1)
"""How far a clock may be ahead of ours."""
_SHORT = 90
"""Characters of the longest visible date line: "Опубликовано: 15:00, 23 ноября 2025 года | GMT +5 | 1 240 просмотров"."""
_NEAR = 40
"""Elements before and after the headline among which an outlet prints its date."""
_IN_ADDRESS = re.compile(r"/(20\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|$)|/(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\D|$)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ZONES = {
    "kz": "Asia/Almaty",
    "kg": "Asia/Bishkek",
    "uz": "Asia/Tashkent",
    "tj": "Asia/Dushanbe",
    "tm": "Asia/Ashgabat",
    "ru": "Europe/Moscow",
    "by": "Europe/Minsk",
}
"""Zones of countries with one newsroom zone, for pages of outlets the registry does not know."""


@dataclass(frozen=True, slots=True)
class Found:
    """One reading: where it stood, what it said, when that was."""

    source: str
    said: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Times:
    """`readings` holds (source, ISO time) for every reading where two disagree, else nothing."""

    published: Moment | None
    modified: datetime | None
    readings: tuple[tuple[str, str], ...] = ()


def zone_of(url: str, timezone: str | None) -> tuple[tzinfo, bool]:
    """The zone naive times are read in, and whether it is known: the outlet's, or its country's, or UTC for want of one."""
    if timezone:
        return ZoneInfo(timezone), True
    ending = (urlsplit(url).hostname or "").rsplit(".", 1)[-1]
    return (_zone(_ZONES[ending]), True) if ending in _ZONES else (UTC, False)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def read(
    tree: html.HtmlElement,
    said: Declared,
    url: str,
    visit: datetime,
    zone: tzinfo,
    *,
    known: bool,
    selected: Sequence[str] = (),
    visible: bool = True,
) -> Times:
    """Every reading weighed. `selected` are the texts the outlet's layout points at; they come first."""
    found = [x for x in (*_selected(selected, zone, visit), *_declared(said, zone)) if _possible(x.moment, visit)]
    if visible and not any(x.moment.precision is not Precision.DAY for x in found):
        found += [x for x in _seen(tree, zone, visit) if _possible(x.moment, visit)]
    if all(x.source == "visible date" and not _CYRILLIC.search(x.said) and x.moment.precision is Precision.DAY for x in found):
        # a bare "14.08.2017" of no language we know may be anything's date: htmldate has seen more such pages
        found = [x for x in _last_resorts(tree, url, zone, visit) if _possible(x.moment, visit)] + found
    best = _best(found, known=known)
    return Times(best, _modified(said, zone, visit, best), _disagreeing(found))


def _possible(moment: Moment, visit: datetime) -> bool:
    try:
        return moment.at.year >= FIRST_YEAR and moment.at.astimezone(UTC) <= visit + (
            _SLACK if moment.precision is not Precision.DAY else timedelta(hours=14)
        )
    except OverflowError:
        return False


def _selected(texts: Sequence[str], zone: tzinfo, visit: datetime) -> Iterator[Found]:
    for text in texts:
        moment = machine(text, zone) or printed(text, zone, visit)
        if moment:
            yield Found("layout", text, moment)


def _declared(said: Declared, zone: tzinfo) -> Iterator[Found]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        text = said.ld_text(key)
        moment = _any_form(text, zone) if text else None
        if text and moment:
            yield Found(f"json-ld {key}", text, moment)
            break
    for name in words.metadata("published"):
        moment = _any_form(said.meta[name], zone) if name in said.meta else None
        if moment:
            yield Found(f"meta {name}", said.meta[name], moment)
    for text in said.items.get("datepublished", ())[:2]:
        moment = _any_form(text, zone)
        if moment:
            yield Found("microdata", text, moment)


def _any_form(text: str, zone: tzinfo) -> Moment | None:
    return machine(text, zone) or (
        printed(text, zone, datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)) if len(text) < _SHORT and re.search(r"(?:19|20)\d{2}|\.\d{2}\b", text) else None
    )


def _best(found: Sequence[Found], *, known: bool) -> Moment | None:
    """The first reading, made exact by a later one of the same day that knows more."""
    if not found:
        return None
    first = found[0].moment
    if first.precision is not Precision.DAY and first.zoned:
        return first
    for one in found[1:]:
        other = one.moment
        same = other.at.date() == first.at.date()
        if (
            same
            and other.precision is not Precision.DAY
            and other.zoned
            and (first.precision is Precision.DAY or other.at.replace(tzinfo=None) == first.at.replace(tzinfo=None))
        ):
            return other
    if first.precision is Precision.DAY:
        return next(
            (
                x.moment
                for x in found[1:]
                if x.moment.precision is not Precision.DAY and x.moment.at.date() == first.at.date() and (known or x.moment.zoned)
            ),
            first,
        )
    # the hour is known but not where: the instant is not, so only the day is claimed
    return first if known else Moment(first.at, Precision.DAY, zoned=False)


def _disagreeing(found: Sequence[Found]) -> tuple[tuple[str, str], ...]:
    days = {x.moment.at.astimezone(UTC).date() for x in found}
    instants = sorted(x.moment.at for x in found if x.moment.zoned and x.moment.precision is not Precision.DAY)
    apart = bool(instants) and instants[-1] - instants[0] > timedelta(minutes=1)
    if not apart and (len(days) < 2 or max(days) - min(days) <= timedelta(days=1)):
        return ()
    return tuple((x.source, x.moment.at.date().isoformat() if x.moment.precision is Precision.DAY else x.moment.at.isoformat()) for x in found)


def _modified(said: Declared, zone: tzinfo, visit: datetime, published: Moment | None) -> datetime | None:
    texts = [said.ld_text("dateModified"), *(said.meta.get(x) for x in words.metadata("modified")), *said.items.get("datemodified", ())]
    for text in texts:
        moment = _any_form(text, zone) if text else None
        if moment and _possible(moment, visit) and (published is None or moment.at >= published.at - _SLACK):
            return moment.at
    return None


def _seen(tree: html.HtmlElement, zone: tzinfo, visit: datetime) -> Iterator[Found]:
    """`<time>` and visible dates near the headline, in document order, none from a sidebar, a list or a link."""
    nodes = list(tree.iter("h1", "time", "span", "div", "p", "li", "small", "em", "i", "b", "td", "a", "dd"))
    at = next((n for n, x in enumerate(nodes) if x.tag == "h1"), None)
    for number, node in enumerate(nodes):
        near = at is None or abs(number - at) <= _NEAR
        named = node.tag == "time" or _named_date(node)
        if not near or prune.outside(node):
            continue
        if node.tag == "time" and node.get("datetime"):
            moment = machine(node.get("datetime", ""), zone) or printed(node.get("datetime", ""), zone, visit)
            exact = printed(one_line(node.text_content())[:_SHORT], zone, visit) if moment and moment.precision is Precision.DAY else None
            if moment:
                yield Found("time", node.get("datetime", ""), exact if exact and exact.at.date() == moment.at.date() else moment)
                continue
        text = _short(node)
        if text and any(x.isdigit() for x in text) and _published(text) and (named or (near and _only_date(text))):
            moment = printed(text, zone, visit)
            if moment:
                yield Found("visible date", text, moment)


def _short(node: html.HtmlElement) -> str:
    if len(node) > 4:
        return ""
    text = one_line(node.text_content()[:600])
    return text if len(text) <= _SHORT else ""


def _named_date(node: html.HtmlElement) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}".lower()
    return any(x in names for x in ("date", "time", "publish", "posted", "meta")) and not any(
        x in names for x in ("update", "modif", "comment", "sidebar", "timeline", "sometimes")
    )


def _published(text: str) -> bool:
    low = text.lower()
    return not any(x in low for x in calendar().modified) or any(x in low for x in calendar().published)


_LETTERS = re.compile(r"[^\W\d_]+")


def _only_date(text: str) -> bool:
    """Whether a line without a telling class is a date and little else: four words besides months at most."""
    return sum(1 for x in _LETTERS.findall(text) if calendar().month(x) is None) <= 4


def _last_resorts(tree: html.HtmlElement, url: str, zone: tzinfo, visit: datetime) -> Iterator[Found]:
    in_address = _IN_ADDRESS.search(urlsplit(url).path)
    if in_address:
        parts = [x for x in in_address.groups() if x]
        moment = machine(f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}", zone)
        if moment:
            yield Found("address", in_address[0], moment)
            return
    try:
        day = find_date(
            tree, original_date=True, extensive_search=True, url=url or None, max_date=visit.date().isoformat(), min_date=f"{FIRST_YEAR}-01-01"
        )
    except Exception:  # noqa: BLE001  (htmldate fails in many ways on odd pages; it is the last resort and a page without a date is an article still)
        day = None
    moment = machine(day, zone) if day else None
    if day and moment:
        yield Found("htmldate", day, moment)
