"""Periods that lie a number of units away from the day of printing."""

from datetime import date

import pytest

from baqylau.facts.grammar.dates.relatives import around, away, lately

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("unit", "shift", "first", "last"),
    [
        ("month", -1, date(2026, 2, 1), date(2026, 2, 28)),
        ("week", 1, date(2026, 3, 16), date(2026, 3, 22)),
        ("quarter", -1, date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_around_today(unit: str, shift: int, first: date, last: date) -> None:
    assert around(TODAY, unit, shift) == (first, last)


def test_years_lie_whole_behind_and_ahead() -> None:
    assert away(TODAY, "year", -2) == ((date(2024, 1, 1), date(2024, 12, 31)), "year", True)
    assert away(TODAY, "year", 2) == ((date(2028, 1, 1), date(2028, 12, 31)), "year", True)
    assert away(TODAY, "decade", -1) == (None, "vague", True)


@pytest.mark.parametrize("shift", [-2_026, -99_999, 99_999])
def test_a_year_outside_the_calendar_has_no_days(shift: int) -> None:
    assert away(TODAY, "year", shift) == (None, "year", True)


def test_the_last_years_end_today() -> None:
    assert lately(TODAY, "year", 3) == ((date(2023, 3, 11), TODAY), "range", True)
    assert lately(date(2024, 2, 29), "year", 1) == (
        (date(2023, 3, 1), date(2024, 2, 29)),
        "range",
        True,
    )
