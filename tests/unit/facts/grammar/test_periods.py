"""Calendar arithmetic: every pair of days is inclusive."""

from datetime import date

import pytest

from baqylau.facts.grammar import periods


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (periods.month(2024, 2), (date(2024, 2, 1), date(2024, 2, 29))),
        (periods.month_of(date(2026, 1, 31), -1), (date(2025, 12, 1), date(2025, 12, 31))),
        (periods.quarter(2025, 4), (date(2025, 10, 1), date(2025, 12, 31))),
        (periods.season(2025, 12), (date(2025, 12, 1), date(2026, 2, 28))),
        (periods.week_of(date(2026, 3, 11), -1), (date(2026, 3, 2), date(2026, 3, 8))),
    ],
)
def test_a_period_covers_its_first_and_last_day(
    found: tuple[date, date], expected: tuple[date, date]
) -> None:
    assert found == expected


def test_the_calendar_has_no_such_day() -> None:
    assert periods.day(2026, 2, 31) is None


@pytest.mark.parametrize(("word", "number"), [("XIX", 19), ("IV", 4), ("XXI", 21)])
def test_roman_numbers(word: str, number: int) -> None:
    assert periods.roman(word) == number


def test_a_weekday_lies_behind_today_or_strictly_ahead() -> None:
    wednesday = date(2026, 3, 11)
    assert periods.weekday(wednesday, 3, ahead=False) == wednesday
    assert periods.weekday(wednesday, 3, ahead=True) == date(2026, 3, 18)
