"""Dates that depend on the day of printing, Wednesday 11 March 2026."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Это было вчера.", [("ru.day", "вчера", "2026-03-10", "2026-03-10", "day")]),
        (
            "На прошлой неделе выпал снег.",
            [("ru.which_week", "прошлой неделе", "2026-03-02", "2026-03-08", "week")],
        ),
        (
            "До конца месяца уберут снег.",
            [("ru.part_edge", "конца месяца", "2026-03-31", "2026-03-31", "day")],
        ),
    ],
)
def test_days_and_weeks(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date"), "from", "to", "grain") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Два года назад здесь было поле.",
            [("ru.ago", "Два года назад", "2024-01-01", "2024-12-31", "year")],
        ),
        (
            "Школу сдадут через два года.",
            [("ru.hence", "через два года", "2028-01-01", "2028-12-31", "year")],
        ),
        (
            "За последние три года выросло многое.",
            [("ru.last_years", "последние три года", "2023-03-11", "2026-03-11", "range")],
        ),
    ],
)
def test_years_behind_and_ahead(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date"), "from", "to", "grain") == expected
