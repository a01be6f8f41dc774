"""When an article was published and changed: every reading the page gives, and the one to believe.

Order: the outlet's layout, JSON-LD, meta, microdata, `<time>`, a visible date beside the headline,
the address, htmldate. An exact instant beats a day of the same date; what lies in the future is no
reading. Readings that disagree are all kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from lxml import html

from baqylau.clean import fallback_date, visible_dates, wordlists
from baqylau.clean.date_parse import FIRST_YEAR, FoundTime, ParsedTime, machine, printed
from baqylau.clean.structured_data import StructuredData
from baqylau.clean.zones import Place
from baqylau.lang.calendar import calendar
from baqylau.model.article import Precision
from baqylau.model.page import Page

_SLACK = timedelta(hours=1)
"""How far a clock may be ahead of ours."""
_LONGEST = 90
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_YEAR = re.compile(r"(?:19|20)\d{2}|\.\d{2}\b")
"""A day that says its year: "2 days ago" is no better than a declared one."""
_QUARTER = timedelta(minutes=15)
"""Offsets from UTC are multiples of it."""
_EARLY, _LATE = 9, 14
"""Hours in UTC before and from which the day may be another one where the outlet is: UTC-9 to
UTC+10.
"""


@dataclass(frozen=True, slots=True)
class PublicationTimes:
    """`readings` holds (source, ISO time) for every reading where two disagree, else nothing."""

    published: ParsedTime | None
    modified: datetime | None
    readings: tuple[tuple[str, str], ...] = ()


def read(
    tree: html.HtmlElement,
    said: StructuredData,
    page: Page,
    place: Place,
    *,
    title: str | None = None,
    selected: Sequence[str] = (),
    visible: bool = True,
) -> PublicationTimes:
    """Every reading weighed. `selected` are the texts the outlet's layout points at; they come
    first.
    """
    zone, visit = place.zone, page.fetched
    found = _possible((*_selected(selected, zone, visit), *_declared(said, zone)), visit)
    seen = (
        _possible(visible_dates.near(tree, title, zone, visit), visit)
        if visible and _worth_a_look(found, place)
        else []
    )
    seen.sort(key=lambda x: x.source == "a line like a date")
    told = next((x for x in seen if _is_sure(x) and _YEAR.search(x.said)), None)
    if (
        told
        and found
        and found[0].source.startswith("meta")
        and found[0].moment.precision is Precision.DAY
    ):
        # a day without a time in a meta tag is often that of the last change; what readers are told
        # is looked after
        found = [told, *found]
    best = _best([*found, *seen], place) if found or not _doubtful(seen) else None
    if best is None:
        # a line with a day in it may be anything's date where we do not read the language: htmldate
        # has seen more such pages
        last = [
            x
            for x in _possible(fallback_date.read(tree, page.url, zone, visit), visit)
            if not _is_guess(x)
        ]
        best = _best([*last, *seen], place)
        found = [*found, *last]
    if (
        best is not None
        and best.zoned
        and best.at.utcoffset() == timedelta(0)
        and best.precision is not Precision.DAY
    ):
        best = replace(best, at=_told(best.at, place, seen))
    changed = _modified(said, zone, visit, best)
    if changed is None and visible and place.ours:
        printed_change = _possible(visible_dates.changed(tree, title, zone, visit), visit)
        changed = next(
            (x.moment.at for x in printed_change if best is None or x.moment.at >= best.at), None
        )
    return PublicationTimes(best, changed, _disagreeing([*found, *seen]))


def _worth_a_look(found: Sequence[FoundTime], place: Place) -> bool:
    """Whether visible dates can add anything: no instant is known, or it is told in UTC and may be
    another day where the outlet is.
    """
    if place.ours:
        return True  # two readings that disagree are told of the outlet's health
    exact = next((x.moment for x in found if x.moment.precision is not Precision.DAY), None)
    if exact is None:
        return True
    hour = exact.at.astimezone(UTC).hour
    return (
        not place.ours
        and exact.zoned
        and exact.at.utcoffset() == timedelta(0)
        and (hour < _EARLY or hour >= _LATE)
    )


def _told(at: datetime, place: Place, seen: Sequence[FoundTime]) -> datetime:
    """An instant given in UTC, in the zone the outlet prints: its own, or that in which a time
    printed beside the headline is the same instant.
    """
    there = at.astimezone(place.zone)
    if place.ours or (
        place.known and any(x.moment.at.date() == there.date() != at.date() for x in seen)
    ):
        return there
    for one in seen:
        if one.moment.zoned or one.moment.precision is Precision.DAY:
            continue
        apart = one.moment.at.replace(tzinfo=None, second=0) - at.replace(
            tzinfo=None, second=0, microsecond=0
        )
        if apart % _QUARTER == timedelta(0) and timedelta(hours=-12) <= apart <= timedelta(
            hours=14
        ):
            return at.astimezone(timezone(apart))
    return at


def _doubtful(seen: Sequence[FoundTime]) -> bool:
    """Whether what was seen may be anything's day: one in a line that nothing calls a date, in no
    script of ours.
    """
    return all(
        x.moment.precision is Precision.DAY and not _CYRILLIC.search(x.said) and not _is_sure(x)
        for x in seen
    )


def _is_guess(one: FoundTime) -> bool:
    """Whether htmldate made a day of a year: it says 1 January then."""
    return one.source == "htmldate" and (one.moment.at.month, one.moment.at.day) == (1, 1)


def _is_sure(one: FoundTime) -> bool:
    """Whether an element says that it is a date: by its tag, its class or its first word."""
    return _is_marked(one) or one.source != "a line like a date"


def _is_marked(one: FoundTime) -> bool:
    """Whether the line itself begins with "published"."""
    return any(one.said.lower().startswith(x) for x in calendar().published)


def _possible(found: Sequence[FoundTime] | Iterator[FoundTime], visit: datetime) -> list[FoundTime]:
    return [x for x in found if _is_possible(x.moment, visit)]


def _is_possible(moment: ParsedTime, visit: datetime) -> bool:
    slack = _SLACK if moment.precision is not Precision.DAY else timedelta(hours=14)
    try:
        return moment.at.year >= FIRST_YEAR and moment.at.astimezone(UTC) <= visit + slack
    except OverflowError:
        return False


def _selected(texts: Sequence[str], zone: tzinfo, visit: datetime) -> Iterator[FoundTime]:
    for text in texts:
        moment = machine(text, zone) or printed(text, zone, visit)
        if moment:
            yield FoundTime("layout", text, moment)


def _declared(said: StructuredData, zone: tzinfo) -> Iterator[FoundTime]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        text = said.ld_text(key)
        moment = _any_form(text, zone) if text else None
        if text and moment:
            yield FoundTime(f"json-ld {key}", text, moment)
            break
    for name in wordlists.metadata("published"):
        moment = _any_form(said.meta[name], zone) if name in said.meta else None
        if moment:
            yield FoundTime(f"meta {name}", said.meta[name], moment)
    for text in (*said.items.get("datepublished", ())[:2], *said.items.get("datecreated", ())[:1]):
        moment = _any_form(text, zone)
        if moment:
            yield FoundTime("microdata", text, moment)
    text = said.ld_page.get("datePublished")
    moment = _any_form(text, zone) if isinstance(text, str) else None
    if moment:
        yield FoundTime("json-ld WebPage", str(text), moment)


def _any_form(text: str, zone: tzinfo) -> ParsedTime | None:
    return machine(text, zone) or (
        printed(text, zone, datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
        if len(text) < _LONGEST and re.search(r"(?:19|20)\d{2}|\.\d{2}\b", text)
        else None
    )


def _best(found: Sequence[FoundTime], place: Place) -> ParsedTime | None:
    """The first reading, made exact by a later one of the same day that knows more."""
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
        return next((x for x in later if place.known or x.zoned), first)
    # the hour is known but not where: the instant is not, so only the day is claimed
    return first if place.known else ParsedTime(first.at, Precision.DAY, zoned=False)


def _disagreeing(given: Sequence[FoundTime]) -> tuple[tuple[str, str], ...]:
    """One reading a source, its first: what stands further down is the date of another article's
    card, as is a line that only looks like a date.
    """
    sure = [x for x in given if x.source != "a line like a date"] or given
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
    said: StructuredData, zone: tzinfo, visit: datetime, published: ParsedTime | None
) -> datetime | None:
    texts = [
        said.ld_text("dateModified"),
        *(said.meta.get(x) for x in wordlists.metadata("modified")),
        *said.items.get("datemodified", ()),
    ]
    for text in texts:
        moment = _any_form(text, zone) if text else None
        if (
            moment
            and _is_possible(moment, visit)
            and (published is None or moment.at >= published.at - _SLACK)
        ):
            return moment.at
    return None
