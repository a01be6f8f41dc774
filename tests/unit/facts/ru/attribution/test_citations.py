"""Sources that a phrase names."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Фото опубликовано на сайте Акорды.",
            [("ru.published_at", "сайте Акорды", "official", "Акорда")],
        ),
        (
            "Как стало известно «Курсиву», завод закрыт.",
            [("ru.known_to", "Как стало известно «Курсиву", "cited", "Курсив")],
        ),
        ("Источник: Zakon.kz", [("ru.source_line", "Источник: Zakon.kz", "cited", "Zakon.kz")]),
    ],
)
def test_a_phrase_names_its_source(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "attribution"), "layer", "source") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Фото опубликовано на сайте.", []),
    ],
)
def test_a_site_without_an_owner_is_no_source(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "attribution"), "layer", "source") == expected
