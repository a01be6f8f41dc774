"""What a number measures, and which figures measure nothing."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("На ремонт выделили 12 млн тенге.", [("ru.money", "12 млн тенге", "money", 12000000.0)]),
        (
            "Ставка выросла на 2,5 процентного пункта.",
            [("ru.percent", "2,5 процентного пункта", "percent", 2.5)],
        ),
        ("Дорога длиной 45 км.", [("ru.measure", "45 км", "measure", 45.0)]),
        ("Девочке 7 лет.", [("ru.duration", "7 лет", "duration", 7.0)]),
    ],
)
def test_a_number_measures_what_its_unit_says(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "quantity", "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Матч закончился 3:2.", []),
        ("Телефон 8 (727) 250-11-22.", []),
        ("Статья 5 Налогового кодекса изменена.", []),
    ],
)
def test_figures_that_measure_nothing(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount"), "quantity", "value") == expected
