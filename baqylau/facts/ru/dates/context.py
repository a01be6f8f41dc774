"""Dates that depend on another date of the text: "в понедельник, 10 ноября", "вечером того же дня",
"в 2024 году – 7, годом ранее – 5".

Comes in: an `Analysis` and the date mentions of its forms, in reading order. Goes out: the same
mentions, with the days that their neighbours give.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.neighbours import joined
from baqylau.facts.grammar.periods import Days


def in_context(a: Analysis, found: Sequence[DateMention]) -> tuple[DateMention, ...]:
    resolved: list[DateMention] = []
    for i, one in enumerate(found):
        if one.rule.endswith("weekday") or one.rule == "day":
            resolved.append(_beside_its_day(a, one, found[max(0, i - 1) : i + 2]))
        elif (
            one.rule == "same"
            and one.grain == "year"
            and resolved
            and _gap(a, resolved[-1], one) == " "
        ):
            resolved.append(_of_the_same_year(one, resolved.pop(), resolved))
        elif one.rule == "same":
            resolved.append(_same(one, resolved))
        elif one.rule == "earlier" and one.grain == "year":
            resolved.append(_year_before(a, one, resolved))
        else:
            resolved.append(one)
    return tuple(joined(resolved, partial(_span, a)))


_TO = re.compile(r" {1,2}(?:по|до) {1,2}")
_DASH = re.compile(r" ?[–—-] ?")
_FROM = re.compile(r"(?<!\w)со? {1,2}$", re.IGNORECASE)


def _span(a: Analysis, low: DateMention, high: DateMention) -> DateMention | None:
    """`с 06.11.2012 по 9 мая 2022`, `01.12.2026–15.01.2027`: two days, in whatever form each is
    written, are the ends of one range.
    """
    if not (low.days and high.days and low.grain == high.grain == "day"):
        return None
    gap = _gap(a, low, high)
    opened = _FROM.search(a.text, max(0, low.start - 4), low.start) is not None
    in_digits = low.rule == high.rule == "digits"
    if not (opened and _TO.fullmatch(gap)) and not (in_digits and _DASH.fullmatch(gap)):
        return None
    if low.days[0] >= high.days[1]:
        return None
    days = low.days[0], high.days[1]
    return DateMention(low.start, high.end, days, "range", low.relative or high.relative, "span")


_BESIDE = frozenset({", ", " ", ", в ", " (", ", во "})


def _beside_its_day(a: Analysis, one: DateMention, around: Sequence[DateMention]) -> DateMention:
    """`в понедельник, 10 ноября`, `завтра, 26 мая`: a weekday or a relative day beside a calendar
    day is that day.
    """
    beside = [f for f in around if f.rule in ("day_month", "digits") and _gap(a, one, f) in _BESIDE]
    return replace(one, days=beside[0].days) if beside else one


def _gap(a: Analysis, one: DateMention, other: DateMention) -> str:
    return a.text[min(one.end, other.end) : max(one.start, other.start)]


_FINE = ("day", "month", "quarter", "year")


def _same(one: DateMention, before: Sequence[DateMention]) -> DateMention:
    """`в тот же день`, `того же года`: it takes the days of the nearest date before it that is at
    least as exact.
    """
    resolved = _FINE[: _FINE.index(one.grain) + 1]
    days = next((f.days for f in reversed(before) if f.days and f.grain in resolved), None)
    return replace(one, days=_around(days, one.grain)) if days else one


def _of_the_same_year(
    year: DateMention, part: DateMention, before: Sequence[DateMention]
) -> DateMention:
    """`в декабре того же года`, `12 декабря того же года`: both parts are one date, in the year of
    the date before them.
    """
    days = next((f.days for f in reversed(before) if f.days), None)
    if days and part.days:
        moved = (part.days[0].year + days[0].year - d.year for d in part.days)
        first, last = (
            periods.day(y, d.month, d.day) for y, d in zip(moved, part.days, strict=True)
        )
        days = (first, last) if first and last else None
    return replace(part, end=year.end, days=days, relative=True)


def _around(days: Days, grain: str) -> Days:
    first = days[0]
    if grain == "year":
        return periods.year(first.year)
    return periods.month(first.year, first.month) if grain == "month" else days


def _year_before(a: Analysis, one: DateMention, before: Sequence[DateMention]) -> DateMention:
    """`годом ранее` counts from the year that its sentence names, not from the year of printing."""
    sentence, today = a.sentence_at(one.start), a.source.published
    base = next(
        (
            f.days
            for f in reversed(before)
            if f.days and not f.relative and f.start >= sentence.start
        ),
        None,
    )
    if base is None or one.days is None or today is None:
        return one
    return replace(one, days=periods.year(one.days[0].year + base[0].year - today.date().year))
