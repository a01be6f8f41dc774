"""When an article was published and last changed: a page and its structured data come in, the times
go out with the readings that disagree.

Sources in this order: the outlet's layout, JSON-LD, meta tags, microdata, `<time>`, a visible date
beside the headline, the address, htmldate. An exact instant is preferred to a day of the same date;
times in the future are dropped. Readings that disagree are all kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from lxml import html

from baqylau.clean import fallback_date, visible_dates, wordlists
from baqylau.clean.date_parse import FIRST_YEAR, FoundTime, ParsedTime, declared, machine, printed
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.zones import PageZone
from baqylau.lang.calendar import calendar
from baqylau.model.article import Precision
from baqylau.model.page import Page
from baqylau.text.language import script

_CLOCK_TOLERANCE = timedelta(hours=1)
"""How far an outlet's clock may be ahead of ours."""
_LATIN = re.compile(r"[^\W\d_\u0400-\u04ff]")
_YEAR = re.compile(r"(?:19|20)\d{2}|\.\d{2}\b")
"""A date with its year; "2 days ago" has none and is no better than a declared date."""
_UNMARKED = ("a line like a date", "a line below the headline")
"""Sources of lines that nothing marks as a date but their words."""
_QUARTER = timedelta(minutes=15)
"""Offsets from UTC are multiples of it."""
_DAY_CERTAIN_FROM, _DAY_CERTAIN_UNTIL = 9, 14
"""Hours in UTC between which the day is the same everywhere from UTC-9 to UTC+10. Before the first
and from the second on, the day may be another one where the outlet is.
"""


@dataclass(frozen=True, slots=True)
class PublicationTimes:
    """`readings` holds (source, ISO time) of every reading where two disagree; else it is empty."""

    published: ParsedTime | None
    modified: datetime | None
    readings: tuple[tuple[str, str], ...] = ()


def read(
    tree: html.HtmlElement,
    structured: StructuredData,
    page: Page,
    page_zone: PageZone,
    *,
    title: str | None = None,
    selected: Sequence[str] = (),
    visible: bool = True,
) -> PublicationTimes:
    """The times of the page. `selected` are the texts that the outlet's layout selects, which come
    first; without `visible`, printed dates are not read.
    """
    zone, visit = page_zone.zone, page.fetched
    found = _possible((*_selected(selected, zone, visit), *_declared(structured, zone)), visit)
    visible_times = (
        _possible(visible_dates.near(tree, title, zone, visit), visit)
        if visible and _visible_dates_needed(found, page_zone)
        else []
    )
    visible_times.sort(key=lambda x: x.source == "a line like a date")
    labelled = next((x for x in visible_times if _is_sure(x) and _YEAR.search(x.text)), None)
    if (
        labelled
        and found
        and found[0].source.startswith("meta")
        and found[0].moment.precision is Precision.DAY
    ):
        # a day without a time in a meta tag is often that of the last change; outlets take more
        # care of the date that readers see
        found = [labelled, *found]
    found = _outvoted(found, visible_times)
    best = (
        _best([*found, *visible_times], page_zone)
        if found or not _all_doubtful(visible_times)
        else None
    )
    if best is None:
        fallback = _fallback(tree, structured, page, page_zone, title)
        best = _best([*fallback, *visible_times], page_zone)
        found = [*found, *fallback]
    best = _as_outlet_prints(best, page_zone, visible_times) if best else None
    changed = _modified(structured, zone, visit, best)
    if changed is None and visible and page_zone.regional:
        printed_change = _possible(visible_dates.changed(tree, title, zone, visit), visit)
        changed = next(
            (x.moment.at for x in printed_change if best is None or x.moment.at >= best.at), None
        )
    return PublicationTimes(best, changed, _disagreeing([*found, *visible_times]))


def _fallback(
    tree: html.HtmlElement,
    structured: StructuredData,
    page: Page,
    page_zone: PageZone,
    title: str | None,
) -> list[FoundTime]:
    """The day in the address, else htmldate's. In a language we do not read, a line with a day may
    be the date of anything, and htmldate knows more such pages; on a page we read, what we did not
    find is unknown.
    """
    ours = page_zone.regional or script(f"{title or ''} {structured.title or ''}") == "Cyrl"
    found = fallback_date.read(tree, page.url, page_zone.zone, page.fetched, guess=not ours)
    return [x for x in _possible(found, page.fetched) if not _is_guess(x)]


def _as_outlet_prints(
    best: ParsedTime, page_zone: PageZone, visible_times: Sequence[FoundTime]
) -> ParsedTime:
    """The instant in the outlet's zone, where it was given in UTC or printed with another zone."""
    if not best.zoned or best.precision is Precision.DAY:
        return best
    if best.at.utcoffset() == timedelta(0):
        best = replace(best, at=_in_outlet_zone(best.at, page_zone, visible_times))
    if best.as_printed and page_zone.regional:
        # readers see one zone for all times of an outlet
        best = replace(best, at=best.at.astimezone(page_zone.zone))
    return best


def _outvoted(found: list[FoundTime], visible_times: Sequence[FoundTime]) -> list[FoundTime]:
    """The declared times, those of another day first where a meta tag and the date that readers see
    agree on it against JSON-LD.
    """
    if not found or not found[0].source.startswith("json-ld"):
        return found
    first = found[0].moment.at.date()
    seen = {x.moment.at.date() for x in visible_times if _is_sure(x)}
    others = [
        x for x in found if x.source.startswith("meta") and x.moment.at.date() in seen - {first}
    ]
    if first in seen or not others:
        return found
    return [*others, *(x for x in found if x not in others)]


def _visible_dates_needed(found: Sequence[FoundTime], page_zone: PageZone) -> bool:
    """Whether visible dates can add anything: no instant is known, or it is given in UTC and may be
    another day where the outlet is.
    """
    if page_zone.regional:
        return True  # monitoring needs the readings that disagree
    if len({x.moment.at.date() for x in found if not x.source.startswith("microdata")}) > 1:
        return True  # what readers see may decide between them
    exact = next((x.moment for x in found if x.moment.precision is not Precision.DAY), None)
    if exact is None:
        return True
    hour = exact.at.astimezone(UTC).hour
    return (
        not page_zone.regional
        and exact.zoned
        and exact.at.utcoffset() == timedelta(0)
        and (hour < _DAY_CERTAIN_FROM or hour >= _DAY_CERTAIN_UNTIL)
    )


def _in_outlet_zone(
    at: datetime, page_zone: PageZone, visible_times: Sequence[FoundTime]
) -> datetime:
    """An instant given in UTC, converted to the zone the outlet prints: its own, or the one in
    which the time printed beside the headline is the same instant.
    """
    local = at.astimezone(page_zone.zone)
    if page_zone.regional or (
        page_zone.zone_known
        and any(x.moment.at.date() == local.date() != at.date() for x in visible_times)
    ):
        return local
    for one in visible_times:
        if one.moment.zoned or one.moment.precision is Precision.DAY:
            continue
        offset = one.moment.at.replace(tzinfo=None, second=0) - at.replace(
            tzinfo=None, second=0, microsecond=0
        )
        if offset % _QUARTER == timedelta(0) and timedelta(hours=-12) <= offset <= timedelta(
            hours=14
        ):
            return at.astimezone(timezone(offset))
    return at


def _all_doubtful(visible_times: Sequence[FoundTime]) -> bool:
    """Whether each printed day may be the date of something else: nothing marks its line as a date,
    and the line has words that are not in Cyrillic.
    """
    return all(
        x.moment.precision is Precision.DAY and _LATIN.search(x.text) and not _is_sure(x)
        for x in visible_times
    )


def _is_guess(one: FoundTime) -> bool:
    """Whether htmldate knew only the year: it answers 1 January then."""
    return one.source == "htmldate" and (one.moment.at.month, one.moment.at.day) == (1, 1)


def _is_sure(one: FoundTime) -> bool:
    """Whether the element marks itself as a date: by its tag, its class or its first word."""
    return _is_marked(one) or one.source != "a line like a date"


def _is_marked(one: FoundTime) -> bool:
    """Whether the line itself begins with "published"."""
    return any(one.text.lower().startswith(x) for x in calendar().published)


def _possible(found: Sequence[FoundTime] | Iterator[FoundTime], visit: datetime) -> list[FoundTime]:
    return [x for x in found if _is_possible(x.moment, visit)]


def _is_possible(moment: ParsedTime, visit: datetime) -> bool:
    slack = _CLOCK_TOLERANCE if moment.precision is not Precision.DAY else timedelta(hours=14)
    try:
        return moment.at.year >= FIRST_YEAR and moment.at.astimezone(UTC) <= visit + slack
    except OverflowError:
        return False


def _selected(texts: Sequence[str], zone: tzinfo, visit: datetime) -> Iterator[FoundTime]:
    for text in texts:
        moment = machine(text, zone) or printed(text, zone, visit)
        if moment:
            yield FoundTime("layout", text, moment)


def _declared(structured: StructuredData, zone: tzinfo) -> Iterator[FoundTime]:
    yield from _json_ld(structured, zone, ("datePublished", "dateCreated"))
    for name in wordlists.metadata("published"):
        moment = declared(structured.meta[name], zone) if name in structured.meta else None
        if moment:
            yield FoundTime(f"meta {name}", structured.meta[name], moment)
    for text in (
        *structured.items.get("datepublished", ())[:2],
        *structured.items.get("datecreated", ())[:1],
    ):
        moment = declared(text, zone)
        if moment:
            yield FoundTime("microdata", text, moment)
    of_page = structured.ld_page.get("datePublished")
    moment = declared(of_page, zone) if isinstance(of_page, str) else None
    if moment:
        yield FoundTime("json-ld WebPage", str(of_page), moment)
    yield from _json_ld(structured, zone, ("uploadDate",))


def _json_ld(structured: StructuredData, zone: tzinfo, keys: Sequence[str]) -> Iterator[FoundTime]:
    for key in keys:
        text = structured.ld_time(key)
        moment = declared(text, zone) if text else None
        if text and moment:
            yield FoundTime(f"json-ld {key}", text, moment)
            return


def _best(found: Sequence[FoundTime], page_zone: PageZone) -> ParsedTime | None:
    """The first reading, or a later one of the same day that is more exact."""
    if not found:
        return None
    first = found[0].moment
    if first.precision is not Precision.DAY and first.zoned:
        return first
    later = [
        x.moment
        for x in found[1:]
        if x.moment.precision is not Precision.DAY and x.moment.at.date() == first.at.date()
    ]
    for other in later:
        if other.zoned and (
            first.precision is Precision.DAY
            or other.at.replace(tzinfo=None) == first.at.replace(tzinfo=None)
        ):
            return other
    if first.precision is Precision.DAY:
        return next((x for x in later if page_zone.zone_known or x.zoned), first)
    # the hour is known but not its zone, so the instant is unknown and only the day is given
    return first if page_zone.zone_known else ParsedTime(first.at, Precision.DAY, zoned=False)


def _disagreeing(given: Sequence[FoundTime]) -> tuple[tuple[str, str], ...]:
    """The first reading of each source, where two of them disagree; else (). Further readings of a
    source, and lines that only look like a date, belong to cards of other articles.
    """
    sure = [x for x in given if x.source not in _UNMARKED] or given
    found = list({x.source: x for x in reversed(sure)}.values())[::-1]
    days = {x.moment.at.astimezone(UTC).date() for x in found}
    instants = sorted(
        x.moment.at for x in found if x.moment.zoned and x.moment.precision is not Precision.DAY
    )
    apart = bool(instants) and instants[-1] - instants[0] > timedelta(minutes=1)
    if not apart and (len(days) < 2 or max(days) - min(days) <= timedelta(days=1)):
        return ()
    return tuple(
        (
            x.source,
            x.moment.at.date().isoformat()
            if x.moment.precision is Precision.DAY
            else x.moment.at.isoformat(),
        )
        for x in found
    )


def _modified(
    structured: StructuredData, zone: tzinfo, visit: datetime, published: ParsedTime | None
) -> datetime | None:
    texts = [
        structured.ld_time("dateModified"),
        *(structured.meta.get(x) for x in wordlists.metadata("modified")),
        *structured.items.get("datemodified", ()),
    ]
    for text in texts:
        moment = declared(text, zone) if text else None
        if (
            moment
            and _is_possible(moment, visit)
            and (published is None or moment.at >= published.at - _CLOCK_TOLERANCE)
        ):
            return moment.at
    return None
