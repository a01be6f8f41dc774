"""Documents and agreements, by their noun and the words that must stand with it."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Подписан меморандум о сотрудничестве.",
            [
                (
                    "ru.document_about",
                    "меморандум о сотрудничестве",
                    "меморандум",
                    "меморандум о сотрудничестве",
                )
            ],
        ),
        (
            "Указом от 4 сентября 2023 года он награждён.",
            [
                (
                    "ru.document_dated",
                    "Указом от 4 сентября 2023 года",
                    "указ",
                    "указ от 4 сентября 2023 года",
                )
            ],
        ),
        (
            "Статья 5 Налогового кодекса изменена.",
            [("ru.document_adjective", "Налогового кодекса", "кодекс", "налоговый кодекс")],
        ),
    ],
)
def test_a_noun_with_its_complement_is_a_document(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "document"), "kind", "name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("УК РК изменили.", [("ru.code", "УК РК", "кодекс", "УК РК")]),
    ],
)
def test_a_code_by_its_letters(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "document"), "kind", "name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Он нарушил закон.", []),
    ],
)
def test_a_bare_noun_is_no_document(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "document"), "kind", "name") == expected
