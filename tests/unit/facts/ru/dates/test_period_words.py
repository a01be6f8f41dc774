"""The words of periods in Russian."""

from datetime import date

import pytest

from baqylau.facts.ru.dates import period_words

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("word", "number"),
    [("пять", 5), ("двух", 2), ("двенадцать", 12), ("7", 7), ("полтора", None),
     ("несколько", None)],
)  # fmt: skip
def test_a_small_number_in_any_case(word: str, number: int | None) -> None:
    assert period_words.small_number(word) == number


@pytest.mark.parametrize(
    ("unit", "shift", "first", "last"),
    [
        ("месяц", -1, date(2026, 2, 1), date(2026, 2, 28)),
        ("неделя", 1, date(2026, 3, 16), date(2026, 3, 22)),
        ("квартал", -1, date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_around_today(unit: str, shift: int, first: date, last: date) -> None:
    assert period_words.around(TODAY, unit, shift) == (first, last)


def test_years_lie_whole_behind_and_ahead() -> None:
    assert period_words.back(TODAY, "года", 2)[0] == (date(2024, 1, 1), date(2024, 12, 31))
    assert period_words.back(TODAY, "года", -2)[0] == (date(2028, 1, 1), date(2028, 12, 31))
    assert period_words.back(TODAY, "десятилетие", 1)[0] is None


def test_the_last_years_end_today() -> None:
    assert period_words.lately(TODAY, "года", 3)[0] == (date(2023, 3, 11), TODAY)
    assert period_words.lately(date(2024, 2, 29), "года", 1)[0] == (
        date(2023, 3, 1),
        date(2024, 2, 29),
    )
