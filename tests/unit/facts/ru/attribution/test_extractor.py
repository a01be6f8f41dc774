"""Where a text says its news comes from."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Об этом передает Tengrinews.kz.",
            [("ru.relay", "Об этом передает Tengrinews.kz", "cited", "Tengrinews.kz")],
        ),
        (
            "Дорогу закрыли, сообщает пресс-служба акимата Костаная.",
            [
                (
                    "ru.relay",
                    "сообщает пресс-служба акимата Костаная",
                    "official",
                    "пресс-служба акимата Костаная",
                )
            ],
        ),
        (
            "По данным полиции, дорога закрыта.",
            [("ru.data_of", "По данным полиции", "official", "полиция")],
        ),
        (
            "Он рассказал об этом на своей странице в Facebook.",
            [("ru.network", "странице в Facebook", "social", "Facebook")],
        ),
    ],
)
def test_a_source_has_its_layer(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "attribution"), "layer", "source") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Мост открыт.", []),
    ],
)
def test_news_without_a_source(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "attribution"), "layer", "source") == expected


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Как сообщают турецкие СМИ, мост закрыт.", [("cited", "турецкие СМИ")]),
        (
            "Пожар начался утром. Об этом сообщили в городском департаменте полиции.",
            [("official", "департамент полиции")],
        ),
        ("«Это странно, — цитирует газета высказывания Чепина. — Очень».", [("cited", "газета")]),
    ],
)
def test_the_press_is_cited_and_a_source_is_named_once(
    text: str, sources: list[tuple[str, str]]
) -> None:
    assert [(x["layer"], x["source"]["name"]) for x in facts(text, "attribution")] == sources
