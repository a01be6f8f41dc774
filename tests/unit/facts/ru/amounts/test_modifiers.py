"""What the words around a number say about it: bound, direction, modality."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Не менее 40 домов затопило.", [("ru.count", "40 домов", "over", None, "actual")]),
        ("Около 15 тонн угля сгорело.", [("ru.measure", "15 тонн", "about", None, "actual")]),
        ("На складе 40 домов.", [("ru.count", "40 домов", "exact", None, "actual")]),
    ],
)
def test_the_bound_stands_before_the_number(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "bound", "direction", "modality") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Инфляция снизилась до 8,4%.", [("ru.percent", "8,4%", "exact", "down", "actual")]),
    ],
)
def test_behind_a_verb_of_change_a_limit_is_a_level(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "bound", "direction", "modality") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Добыча вырастет на 5%.", [("ru.percent", "5%", "exact", "up", "planned")]),
        (
            "По прогнозу банка, инфляция составит 9%.",
            [("ru.percent", "9%", "exact", None, "forecast")],
        ),
    ],
)
def test_a_future_verb_is_a_plan_and_a_forecast_is_a_forecast(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "bound", "direction", "modality") == expected
