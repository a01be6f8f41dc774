"""Calendar arithmetic: months, quarters, weeks and what lies before or after a day; every pair is inclusive.

Comes in: dates and small numbers. Goes out: pairs of days. No language but the numbers up to twelve that dates are told with.
"""

from datetime import date, timedelta
from typing import Literal

Days = tuple[date, date]
Grain = Literal["day", "week", "month", "quarter", "year", "range", "vague"]
_SMALL = {
    "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11,
}  # fmt: skip


def small_number(word: str) -> int | None:
    return int(word) if word.isdigit() else _SMALL.get(word.lower())


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
    """The nearest such day: today or before it, or strictly after it."""
    if ahead:
        return today + timedelta(days=(number - today.isoweekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.isoweekday() - number) % 7)


def nearest_year(today: date, number: int, ahead: bool, past: bool) -> int:
    """A month without a year: this year's, unless the sentence tells of the past and the month is still to come, or the reverse."""
    if past and not ahead and number > today.month + 1:
        return today.year - 1
    if ahead and not past and number < today.month - 1:
        return today.year + 1
    return today.year


def back(today: date, unit: str, count: int) -> tuple[Days | None, Grain, bool]:
    """`год назад`, `месяцем ранее`, `три дня назад`"""
    if unit.startswith(("год", "лет")):
        return year(today.year - count), "year", True
    if unit.startswith("месяц"):
        return month_of(today, -count), "month", True
    if unit.startswith("недел"):
        return week_of(today, -count), "week", True
    found = today - timedelta(days=count)
    return (found, found), "day", True


def lately(today: date, unit: str, count: int) -> tuple[Days | None, Grain, bool]:
    """`за последние три года`: from that day so long ago to today."""
    if unit.startswith(("год", "лет")):
        start = day(today.year - count, today.month, today.day) or date(today.year - count, 3, 1)
        return (start, today), "range", True
    if unit.startswith("месяц"):
        first = month_of(today, -count)[0]
        return (min(first.replace(day=min(today.day, 28)), today), today), "range", True
    if unit.startswith("недел"):
        return (today - timedelta(weeks=count), today), "week" if count == 1 else "range", True
    return (today - timedelta(days=count), today), "range", True
