"""Dates of the calendar, with the days they cover."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Мост открыли 3 сентября 2025 года.",
            [("ru.day_month", "3 сентября 2025 года", "2025-09-03", "2025-09-03", "day")],
        ),
        (
            "С 1 по 3 мая пройдёт ярмарка.",
            [("ru.days_of_month", "С 1 по 3 мая", "2026-05-01", "2026-05-03", "range")],
        ),
        (
            "Завод построили в первом квартале 2025 года.",
            [("ru.quarter", "первом квартале 2025 года", "2025-01-01", "2025-03-31", "quarter")],
        ),
        (
            "В 2024/25 учебном году открыли школу.",
            [("ru.school_year", "2024/25 учебном году", "2024-09-01", "2025-05-31", "range")],
        ),
        (
            "В XIX веке тут стоял караван-сарай.",
            [("ru.century", "XIX веке", "1801-01-01", "1900-12-31", "range")],
        ),
    ],
)
def test_a_form_covers_its_days(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date"), "from", "to", "grain") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("31 февраля собрание.", []),
    ],
)
def test_a_day_missing_in_the_calendar_is_no_date(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "to", "grain") == expected
