"""Russian words for periods: "пять", "месяц назад", "за последние три года". Comes in: a word or a
unit with a count, and the day of printing. Goes out: a number, or days computed by `facts.periods`.
"""

from datetime import date, timedelta

from baqylau.facts.grammar import periods
from baqylau.facts.grammar.periods import Days, Grain

_SMALL = {
    "од": 1, "дв": 2, "па": 2, "тр": 3, "че": 4, "пя": 5, "ше": 6, "се": 7, "во": 8, "де": 9,
}  # fmt: skip
"""Numbers by the first two letters of their word; `small_number` distinguishes nine from ten and
eleven from twelve.
"""


def small_number(word: str) -> int | None:
    """The number up to twelve that a word in any case names; None for "несколько" and "полтора"."""
    low = word.lower()
    if low.isdigit():
        return int(low)
    if low.startswith("десят") or "надцат" in low:
        return 11 if low.startswith("один") else 12 if low.startswith("двен") else 10
    return None if low.startswith("пол") else _SMALL.get(low[:2])


_SEASONS = {"вес": 3, "лет": 6, "осе": 9, "зим": 12}


def around(today: date, unit: str, shift: int) -> Days | None:
    """The month, week, quarter, half-year or season that contains today, moved by `shift` such
    periods.
    """
    if unit.startswith("мес"):
        return periods.month_of(today, shift)
    if unit.startswith("нед"):
        return periods.week_of(today, shift)
    if unit.startswith("кв"):
        at = today.year * 4 + (today.month - 1) // 3 + shift
        return periods.quarter(at // 4, at % 4 + 1)
    if unit.startswith("полуг"):
        return periods.half(today.year, 1 + (today.month > 6))
    if unit[:3] in _SEASONS:
        first = _SEASONS[unit[:3]]
        return periods.season(today.year - (first == 12 and today.month < 6) + shift, first)
    return None


def back(today: date, unit: str, count: int) -> tuple[Days | None, Grain, bool]:
    """`год назад`, `месяцем ранее`, `три дня назад`; a negative count lies ahead (`через два
    года`).
    """
    if unit.startswith(("полгод", "полугод")):
        return periods.month_of(today, -6 * count), "month", True
    if unit.startswith("десятил"):
        return None, "vague", True
    if unit.startswith(("год", "лет")):
        return (
            (periods.year(today.year - count) if 0 < today.year - count < 9999 else None),
            "year",
            True,
        )
    if unit.startswith("месяц"):
        return periods.month_of(today, -count), "month", True
    if unit.startswith("недел"):
        return periods.week_of(today, -count), "week", True
    found = today - timedelta(days=count)
    return (found, found), "day", True


def lately(today: date, unit: str, count: int) -> tuple[Days | None, Grain, bool]:
    """`за последние три года`: from the day that long ago to today."""
    if unit.startswith(("год", "лет", "десятил")):
        start = periods.day(today.year - count, today.month, today.day) or date(
            today.year - count, 3, 1
        )
        return (start, today), "range", True
    if unit.startswith(("месяц", "полгод", "полугод")):
        first = periods.month_of(today, -count * (6 if unit.startswith("пол") else 1))[0]
        return (min(first.replace(day=min(today.day, 28)), today), today), "range", True
    if unit.startswith("недел"):
        return (today - timedelta(weeks=count), today), "week" if count == 1 else "range", True
    return (today - timedelta(days=count), today), "range", True
