"""Which words of a text are dates, and which year they lie in."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Сев начнётся 5 мая.", [("ru.day_month", "5 мая", "2026-05-05", False)]),
        ("Сев начался 5 мая.", [("ru.day_month", "5 мая", "2025-05-05", False)]),
    ],
)
def test_a_date_without_a_year_lies_where_its_verb_looks(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "relative") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Это было вчера.", [("ru.day", "вчера", "2026-03-10", True)]),
    ],
)
def test_what_is_told_from_the_day_of_printing_is_relative(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "relative") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Дорога длиной 45 км.", []),
    ],
)
def test_an_amount_leaves_its_characters_to_no_date(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "relative") == expected
