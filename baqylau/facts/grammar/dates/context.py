"""Dates that depend on another date of the text: "в понедельник, 10 ноября", "вечером того же дня",
"в 2024 году – 7, годом ранее – 5".

Comes in: an `Analysis` and the date mentions of its forms, in reading order. Goes out: the same
mentions, with the days that their neighbours give.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.dates.grammar import DateGrammar
from baqylau.facts.grammar.neighbours import joined
from baqylau.facts.grammar.periods import Days


def in_context(
    a: Analysis, grammar: DateGrammar, found: Sequence[DateMention]
) -> tuple[DateMention, ...]:
    one_day = list(joined(found, partial(_with_its_day, a, grammar)))
    resolved: list[DateMention] = []
    for one in one_day:
        if one.read == "same" and one.grain == "year" and resolved and _follows(a, resolved, one):
            resolved.append(_of_the_same_year(one, resolved.pop(), resolved))
        elif one.read == "same":
            resolved.append(_same(one, resolved))
        elif one.read == "earlier" and one.grain == "year":
            resolved.append(_year_before(a, one, resolved))
        else:
            resolved.append(one)
    return tuple(joined(resolved, partial(_span, a, grammar)))


def _follows(a: Analysis, before: Sequence[DateMention], one: DateMention) -> bool:
    return _gap(a, before[-1], one) == " "


_DASH = re.compile(r" ?[–—-] ?")


def _span(
    a: Analysis, grammar: DateGrammar, low: DateMention, high: DateMention
) -> DateMention | None:
    """`с 06.11.2012 по 9 мая 2022`, `01.12.2026–15.01.2027`: two days, in whatever form each is
    written, are the ends of one range.
    """
    if not (low.days and high.days and low.grain == high.grain == "day"):
        return None
    gap = _gap(a, low, high)
    opening, between = _range_words(grammar)
    opened = opening.search(a.text[max(0, low.start - 6) : low.start]) is not None
    in_digits = low.read == high.read == "digits"
    if not (opened and between.fullmatch(gap)) and not (in_digits and _DASH.fullmatch(gap)):
        return None
    if low.days[0] >= high.days[1]:
        return None
    days = low.days[0], high.days[1]
    relative = low.relative or high.relative
    return DateMention(low.start, high.end, days, "range", relative, "span", "span")


@cache
def _range_words(grammar: DateGrammar) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The word before a range ("с") and the words between its ends ("по", "до")."""
    opening, between = (_any(grammar.context[x]) for x in ("range_from", "range_to"))
    return (
        re.compile(rf"(?<!\w)(?:{opening}) {{1,2}}$", re.IGNORECASE),
        re.compile(rf" {{1,2}}(?:{between}) {{1,2}}"),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(words) or r"(?!)"


_CALENDAR = ("day", "digits")


def _with_its_day(
    a: Analysis, grammar: DateGrammar, one: DateMention, other: DateMention
) -> DateMention | None:
    """`в понедельник, 10 ноября`, `завтра, 26 мая`, `9 мая, в субботу`, `Tuesday (Nov 12)`: a
    weekday or a relative day beside a calendar day is one date with it.
    """
    day_behind = one.read in ("weekday", "word") and other.read in _CALENDAR
    day_before = one.read in _CALENDAR and other.read == "weekday"
    if not (day_behind or day_before) or one.grain != other.grain:
        return None
    gap = a.text[one.end : other.start]
    if gap not in grammar.context["beside"]:
        return None
    exact = one if one.read in _CALENDAR else other
    closes = "(" in gap and a.text[other.end : other.end + 1] == ")"
    return replace(exact, start=one.start, end=other.end + closes)


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
