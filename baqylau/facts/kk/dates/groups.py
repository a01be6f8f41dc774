"""The named groups of a matched Kazakh date form. Comes in: a match and the day of printing. Goes
out: the number or year that the groups name, the first or last day of a period, the count of a
unit.
"""

import re
from datetime import date

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import Match, PrintedDay, group
from baqylau.facts.grammar.numbers import numbers
from baqylau.facts.grammar.periods import Days
from baqylau.lang.kk.counting import number_words
from baqylau.lang.kk.date_forms import shift

_TH = re.compile(r"н?ш[ыі]$")


def figure(written: str) -> int:
    """`2025`, `27-нші`, `екі мың жиырмасыншы`: the number, without the ending of an ordinal."""
    digits = re.match(r"\d+", written)
    if digits:
        return int(digits[0])
    bare = _TH.sub("", written.lower())
    for stem in (bare, bare[:-1]):  # алтыншы: алты; оныншы: он
        found = numbers(stem, number_words())
        if found and found[0].end == len(stem):
            return int(found[0].value or 0)
    return 0


def year_of(match: Match, day: PrintedDay) -> int | None:
    """The year that the match names, by number or by words such as "өткен жылғы"; the year of
    printing where it names none.
    """
    if group(match, "year"):
        return figure(match["year"])
    return None if day.today is None else day.today.year + moved(match)


def moved(match: Match) -> int:
    which, this = group(match, "which"), group(match, "this")
    return shift(which, "which") if which else shift(this, "this") if this else 0


def names_year(match: Match) -> bool:
    return any(group(match, name) for name in ("year", "which", "this"))


def relative(match: Match) -> bool:
    return bool(group(match, "which") or group(match, "this"))


def near_year(match: Match, day: PrintedDay, month: int, span: int = 1) -> int | None:
    """The year that the match names, else the nearest year in the direction in which its sentence
    looks (past or future).
    """
    if names_year(match) or day.today is None:
        return year_of(match, day)
    return periods.nearest_year(day.today, month, day.ahead, day.past, span)


def edge(word: str, first: date, last: date) -> Days:
    low = word.lower()
    middle = first.replace(day=15) if first.month == last.month else first + (last - first) // 2
    found = first if low.startswith("бас") else middle if low.startswith("орта") else last
    return found, found


def count_of(match: Match) -> int | None:
    """None for "бірнеше" and for "бес-алты"."""
    if group(match, "more"):
        return None
    found = numbers(match["count"].lower(), number_words())
    value = found[0].value if found else None
    return int(value) if value else None
