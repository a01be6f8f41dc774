"""Amounts inside a forecast are forecasts, whichever extractor ran first."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("По прогнозу банка, рост экспорта составит 5% в 2027 году.", ["forecast"]),
        (
            "По прогнозу банка, экспорт достигнет 66 млн тонн против 70 млн тонн годом ранее.",
            ["forecast", "actual"],
        ),
        ("Экспорт достиг 66 млн тонн.", ["actual"]),
    ],
)
def test_an_amount_takes_the_modality_of_its_forecast(sentence: str, modality: list[str]) -> None:
    assert [x["modality"] for x in facts(sentence, "amount")] == modality
