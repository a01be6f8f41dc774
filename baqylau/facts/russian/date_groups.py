"""What the readings of date forms share: the day of printing, the groups of a match, the year they name, and what is found."""

import re
from dataclasses import dataclass
from datetime import date

from baqylau.facts.russian import periods
from baqylau.facts.russian.periods import Days, Grain
from baqylau.lang.ru.date_forms import shift

Reading = tuple[Days | None, Grain, bool] | None
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Day:
    """The day of printing in the article's own zone (None where unknown), and whether the words around look ahead or back."""

    today: date | None
    ahead: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One date expression before it becomes a fact."""

    start: int
    end: int
    days: Days | None
    grain: Grain
    relative: bool
    rule: str


def group(match: Match, name: str) -> str | None:
    return match.groupdict().get(name)


def year_of(match: Match, day: Day) -> int | None:
    """The year a form names, by number or by "прошлого года"; this year where it names none."""
    number, which = group(match, "year"), group(match, "which")
    if number:
        return int(number)
    return None if day.today is None else day.today.year + (shift(which, "which") if which else 0)


def names_year(match: Match) -> bool:
    return bool(group(match, "year") or group(match, "which"))


def relative(match: Match) -> bool:
    return bool(group(match, "which"))


def year_of_month(match: Match, day: Day, month: int) -> int | None:
    year = year_of(match, day)
    return year if names_year(match) or day.today is None else periods.nearest_year(day.today, month, day.ahead, day.past)


def edge(word: str, first: date, last: date, middle: date) -> Days:
    low = word.lower()
    found = first if low.startswith("нач") else middle if low.startswith("сер") else last
    return found, found
