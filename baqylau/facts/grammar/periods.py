"""Calendar arithmetic: months, quarters, weeks and the days before or after a day; every pair of
days is inclusive.

Comes in: dates and small numbers. Goes out: pairs of days. This module knows no language: each
language has its own words for periods.
"""

from datetime import date, timedelta
from typing import Literal

Days = tuple[date, date]
Grain = Literal["day", "week", "month", "quarter", "year", "range", "vague"]


_ROMAN = {"I": 1, "V": 5, "X": 10}


def roman(word: str) -> int | None:
    """The number that the letters or digits of a word mean: `XIX` is 19, `21-го` is 21."""
    digits = "".join(c for c in word if c.isdigit())
    if digits:
        return int(digits)
    values = [_ROMAN[c] for c in word.upper()]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def full_year(first: int, last: str) -> int:
    """The year behind a dash: four digits, or the last two digits in the same century
    (`2024/25`).
    """
    number = int(last)
    return number if number > 99 else first // 100 * 100 + number


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month(year: int, number: int) -> Days:
    following = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), following - timedelta(days=1)


def month_of(today: date, shift: int) -> Days:
    number = today.year * 12 + today.month - 1 + shift
    return month(number // 12, number % 12 + 1)


def quarter(year: int, number: int) -> Days:
    return date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def half(year: int, number: int) -> Days:
    return date(year, 6 * number - 5, 1), month(year, 6 * number)[1]


def year(number: int) -> Days:
    return date(number, 1, 1), date(number, 12, 31)


def season(year: int, first_month: int) -> Days:
    """Three months; winter runs into the next year."""
    last = first_month + 2
    return date(year, first_month, 1), month(year + (last > 12), (last - 1) % 12 + 1)[1]


def week_of(today: date, shift: int) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def weekday(today: date, number: int, ahead: bool) -> date:
    """The nearest such weekday: today or before it; with `ahead` strictly after today."""
    if ahead:
        return today + timedelta(days=(number - today.isoweekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.isoweekday() - number) % 7)


_FAR = 9
"""A month without a year may be this many months away from the day of printing; farther away, the
neighbouring year is nearer.
"""


def nearest_year(today: date, number: int, ahead: bool, past: bool, span: int = 1) -> int:
    """The year of a month (the first of `span` months) that is printed without one: before today
    where the words speak of the past, after today where they speak of the future.
    """
    last = number + span - 1
    if past and number > today.month:
        return today.year - 1
    if ahead and last < today.month:
        return today.year + 1
    if not ahead and not past and number - today.month > _FAR:
        return today.year - 1
    if not ahead and not past and today.month - last > _FAR:
        return today.year + 1
    return today.year


def nearest_day(today: date, number: int, month_day: int, ahead: bool, past: bool) -> date | None:
    """A day that is printed without a year, as in `nearest_year`; a day of this month stays in this
    year.
    """
    year = nearest_year(today, number, ahead, past)
    return (
        day(year, number, month_day)
        or day(year + 1, number, month_day)
        or day(year - 1, number, month_day)
    )


def decade_of_month(first: date, last: date, number: int) -> Days:
    """`в первой декаде ноября`: ten days, the third to the month's end."""
    start = first.replace(day=(1, 11, 21, 21)[number - 1])
    return start, last if number > 2 else start + timedelta(days=9)
