"""Which words of a text are dates, and of which year."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Сев начнётся 5 мая.", [("ru.day_month", "5 мая", "2026-05-05", False)]),
        ("Сев начался 5 мая.", [("ru.day_month", "5 мая", "2025-05-05", False)]),
    ],
)
def test_a_date_without_a_year_follows_the_tense_of_its_verb(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "relative") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Это было вчера.", [("ru.day", "вчера", "2026-03-10", True)]),
    ],
)
def test_a_date_that_depends_on_the_day_of_printing_is_relative(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "relative") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Дорога длиной 45 км.", []),
    ],
)
def test_the_characters_of_an_amount_are_no_date(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "relative") == expected
