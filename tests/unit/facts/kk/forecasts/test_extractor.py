"""Forecasts in a Kazakh text."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "rule", "content"),
    [
        ("Жылу қымбаттайды деп күтілуде.", "kk.foreseen", "Жылу қымбаттайды"),
        ("Қазгидромет болжамынша, түнде аяз болады.", "kk.by_forecast", "түнде аяз болады"),
        ("Ертең боран соғады.", "kk.weather", "Ертең боран соғады"),
        ("Баға жазда өсуі мүмкін.", "kk.may", "Баға жазда өсуі мүмкін"),
        ("Нарықта өсім күтіледі.", "kk.expected", "Нарықта өсім күтіледі"),
        (
            "«Баға күзде 10 пайызға өседі», – деді сарапшы Асқар Оспанов.",
            "kk.will_change",
            "Баға күзде 10 пайызға өседі",
        ),
    ],
)
def test_what_is_foreseen(sentence: str, rule: str, content: str) -> None:
    assert [x[:2] for x in summary(facts(sentence, "forecast", "kk"))] == [(rule, content)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Тегін тамақ берілуі мүмкін.",
        "Кеше қар жауды.",
        "Жиын жоспарланған.",
        "Біз биыл 5 пайызға өсеміз.",
    ],
)
def test_a_permission_the_past_or_a_promise_is_none(sentence: str) -> None:
    assert facts(sentence, "forecast", "kk") == []
