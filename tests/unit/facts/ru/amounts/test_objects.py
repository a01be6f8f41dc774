"""What an amount measures."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ввезли 84% лекарств.", [("ru.percent", "84%", "лекарств")]),
    ],
)
def test_the_genitive_behind_a_percentage(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "of") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Товарооборот между странами превысил 3 млрд долларов.",
            [("ru.money", "3 млрд долларов", "Товарооборот между странами")],
        ),
    ],
)
def test_the_subject_before_the_number(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount"), "of") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Выделили 3 млрд долларов.", [("ru.money", "3 млрд долларов", None)]),
    ],
)
def test_nothing_is_named(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount"), "of") == expected
