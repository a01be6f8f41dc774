"""Forecasts and who makes them."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "По прогнозу Нацбанка, рост составит 5–6%.",
            [("ru.by_forecast", "рост составит 5–6%", "Нацбанк")],
        ),
        (
            "Аналитик ожидает, что тенге укрепится.",
            [("ru.foreseen", "тенге укрепится", "аналитик")],
        ),
        (
            "Эксперты считают, что цены вырастут.",
            [("ru.thought_ahead", "цены вырастут", "эксперты")],
        ),
    ],
)
def test_a_forecast_has_its_speaker(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "forecast"), "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Завтра в Астане ожидается метель.",
            [("ru.expected", "Завтра в Астане ожидается метель", None)],
        ),
    ],
)
def test_a_weather_forecast_needs_no_speaker(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "forecast"), "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Завод откроют в сентябре.", []),
    ],
)
def test_a_plan_is_no_forecast(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "forecast"), "speaker_name") == expected
