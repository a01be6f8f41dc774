"""The named groups of a matched Russian date form. Comes in: a match and the day of printing. Goes
out: the year the groups name, and the first, middle or last day of a period.
"""

from datetime import date

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import Match, PrintedDay, group
from baqylau.facts.grammar.periods import Days
from baqylau.lang.ru.date_forms import shift


def year_of(match: Match, day: PrintedDay) -> int | None:
    """The year that the match names, by number or by words such as "прошлого года"; the year of
    printing where it names none.
    """
    number, which = group(match, "year"), group(match, "which")
    if number:
        return int(number)
    return None if day.today is None else day.today.year + (shift(which, "which") if which else 0)


def names_year(match: Match) -> bool:
    return bool(group(match, "year") or group(match, "which"))


def relative(match: Match) -> bool:
    return bool(group(match, "which"))


def year_of_month(match: Match, day: PrintedDay, month: int) -> int | None:
    year = year_of(match, day)
    return (
        year
        if names_year(match) or day.today is None
        else periods.nearest_year(day.today, month, day.ahead, day.past)
    )


def edge(word: str, first: date, last: date, middle: date) -> Days:
    low = word.lower()
    found = first if low.startswith("нач") else middle if low.startswith("сер") else last
    return found, found
