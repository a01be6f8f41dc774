"""Kazakh calendar dates. Comes in: a matched date form and the day of printing. Goes out: the days
that it covers.

Every reading returns `(first and last day or None, grain, relative)`, or None where the words turn
out to be no date.
"""

import re
from collections.abc import Callable
from datetime import date

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import DateReading, Match, PrintedDay, group
from baqylau.facts.kk.dates.groups import (
    count_of,
    edge,
    figure,
    names_year,
    near_year,
    relative,
    year_of,
)
from baqylau.lang.kk.date_forms import month_number, shift
from baqylau.lang.kk.wordlists import wordlist


def _one_day(match: Match, day: PrintedDay) -> DateReading:
    month, number = month_number(match["month"]), figure(match["day"])
    if not 1 <= number <= 31 or _is_season(match):
        return None
    if names_year(match) or day.today is None:
        year = year_of(match, day)
        found = periods.day(year, month, number) if year else None
    else:
        year, found = (
            day.today.year,
            periods.nearest_day(day.today, month, number, day.ahead, day.past),
        )
    return (
        (((found, found) if found else None), "day", relative(match))
        if found or year is None
        else None
    )


def _is_season(match: Match) -> bool:
    """`телехикаяның 2-нші маусымы`: a season of a series, with an ordinal and without a year, is no
    month.
    """
    doubtful = (
        match["month"].lower() == "маусым" and not match["day"].isdigit() and not names_year(match)
    )
    return doubtful and match.string[match.end("month") : match.end("month") + 1] == "ы"


def _days(match: Match, day: PrintedDay) -> DateReading:
    last_month = month_number(match["month"])
    month = month_number(match["from_month"]) if group(match, "from_month") else last_month
    year = near_year(match, day, last_month)
    if year is None:
        return None, "range", False
    first, last = (
        periods.day(year - (month > last_month), month, figure(match["day"])),
        periods.day(year, last_month, figure(match["last"])),
    )
    return ((first, last), "range", relative(match)) if first and last and first < last else None


def _digits(match: Match, _day: PrintedDay) -> DateReading:
    found = periods.day(figure(match["year"]), int(match["number"]), figure(match["day"]))
    return ((found, found), "day", False) if found else None


def _day_alone(match: Match, day: PrintedDay) -> DateReading:
    """`10-ы күні`: a day of this month, the month before or the month after, in the direction in
    which the sentence looks.
    """
    if day.today is None:
        return None, "day", False
    number = int(match["day"])
    moved = (
        -1
        if day.past and number > day.today.day
        else 1
        if day.ahead and number < day.today.day
        else 0
    )
    first = periods.month_of(day.today, moved)[0]
    found = periods.day(first.year, first.month, number)
    return ((found, found), "day", False) if found else None


def _months(match: Match, day: PrintedDay) -> DateReading:
    first, last = month_number(match["from_month"]), month_number(match["month"])
    year = near_year(match, day, last)
    if year is None:
        return None, "range", False
    return (
        (date(year - (first > last), first, 1), periods.month(year, last)[1]),
        "range",
        relative(match),
    )


def _first_months(match: Match, day: PrintedDay) -> DateReading:
    """`2025 жылдың 9 айында`: that many first months of the year."""
    count, year = count_of(match), year_of(match, day)
    if not count or not 1 <= count <= 12:
        return None
    return (
        ((date(year, 1, 1), periods.month(year, count)[1]) if year else None),
        "range",
        relative(match),
    )


def _month(match: Match, day: PrintedDay) -> DateReading:
    year = near_year(match, day, month_number(match["month"]))
    if not _is_month(match):
        return None
    return (
        (periods.month(year, month_number(match["month"])) if year else None),
        "month",
        relative(match),
    )


def _is_month(match: Match) -> bool:
    """Whether the word is a date: a bare nominative without a year, and words that also mean
    something else, are not read.
    """
    ending = group(match, "ending")
    if ending is None or group(match, "year"):
        return True
    lists = wordlist("dates")["months"]
    named = relative(match)
    if match["month"].lower() in lists["doubtful"]:
        before = match.string[max(0, match.start() - 12) : match.start()].lower().split()
        season = bool(before) and before[-1] in lists["of_season"]
        return (
            ending in lists["doubtful_endings"]
            and not season
            and (named or match["month"][0].islower())
        )
    if (
        match["month"][0].isupper()
        and not named
        and not re.search(
            r"(?:^|[.!?:»”\"–—-])\s*$", match.string[max(0, match.start() - 4) : match.start()]
        )
    ):
        return False  # with a capital letter inside a sentence it is a name
    return bool(ending) or named


def _month_edge(match: Match, day: PrintedDay) -> DateReading:
    number = month_number(match["month"])
    year = near_year(match, day, number)
    return (
        (edge(match["edge"], *periods.month(year, number)) if year else None),
        "day",
        relative(match),
    )


def _quarter(match: Match, day: PrintedDay) -> DateReading:
    number = shift(match["ordinal"], "ordinals")
    year = near_year(match, day, 3 * number - 2, 3)
    return (periods.quarter(year, number) if year else None), "quarter", relative(match)


def _half(match: Match, day: PrintedDay) -> DateReading:
    number = shift(match["ordinal"], "ordinals")
    if number > _HALVES:
        return None
    year = near_year(match, day, 6 * number - 5, 6)
    return (periods.half(year, number) if year else None), "range", relative(match)


_HALVES = 2


def _whole_year(match: Match, day: PrintedDay) -> DateReading:
    year = year_of(match, day)
    return (periods.year(year) if year else None), "year", not group(match, "year")


def _short_year(match: Match, _day: PrintedDay) -> DateReading:
    """`91-інші жылы`: a year of the last century."""
    return periods.year(1900 + figure(match["short"])), "year", False


def _school_year(match: Match, _day: PrintedDay) -> DateReading:
    first = figure(match["year"])
    last = periods.full_year(first, match["last_year"])
    return ((date(first, 9, 1), date(last, 5, 31)), "range", False) if last == first + 1 else None


def _years(match: Match, _day: PrintedDay) -> DateReading:
    first, last = figure(match["year"]), int(match["last_year"])
    return ((date(first, 1, 1), date(last, 12, 31)), "range", False) if first < last else None


def _decade(match: Match, _day: PrintedDay) -> DateReading:
    number = int(match["decade"])
    first = number if number > _CENTURY else 1900 + number if number >= _LONG_AGO else 2000 + number
    return (date(first, 1, 1), date(first + 9, 12, 31)), "range", False


_CENTURY = 99


_LONG_AGO = 30  # "20-жылдар" are of this century, "30-жылдар" of the last


def _century(match: Match, _day: PrintedDay) -> DateReading:
    number = periods.roman(match["century"].upper().translate(_LATIN))
    if not number or not 1 <= number <= _LAST_CENTURY:
        return None
    return (date(100 * number - 99, 1, 1), date(100 * number, 12, 31)), "range", False


_LATIN = str.maketrans("ІХ", "IX")
"""Kazakh editors write Roman numerals with the letters of the Kazakh keyboard."""


_LAST_CENTURY = 22


CALENDAR: dict[str, Callable[[Match, PrintedDay], DateReading]] = {
    "day": _one_day,
    "days": _days,
    "digits": _digits,
    "months": _months,
    "month": _month,
    "month_edge": _month_edge,
    "quarter": _quarter,
    "half": _half,
    "school_year": _school_year,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "first_months": _first_months,
    "year": _whole_year,
    "short_year": _short_year,
    "day_alone": _day_alone,
}
