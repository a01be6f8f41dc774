"""Dates that depend on another date of the text."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "В 2024 году – 7 аварий, годом ранее – 5.",
            [
                ("ru.year", "2024 году", "2024-01-01", "2024-12-31"),
                ("ru.earlier", "годом ранее", "2023-01-01", "2023-12-31"),
            ],
        ),
    ],
)
def test_a_year_earlier_than_the_one_named_before(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "to") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "В понедельник, 9 марта, дорогу закрыли.",
            [
                ("ru.weekday", "понедельник", "2026-03-09", "2026-03-09"),
                ("ru.day_month", "9 марта", "2026-03-09", "2026-03-09"),
            ],
        ),
        (
            "В понедельник, 16 февраля, дорогу закрыли.",
            [
                ("ru.weekday", "понедельник", "2026-02-16", "2026-02-16"),
                ("ru.day_month", "16 февраля", "2026-02-16", "2026-02-16"),
            ],
        ),
    ],
)
def test_a_weekday_is_the_day_named_beside_it(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "to") == expected
