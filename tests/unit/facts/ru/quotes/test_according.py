"""Speech that a phrase reports."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "По словам Ерлана Сатаева, мост открыт.",
            [("ru.according", "По словам Ерлана Сатаева, мост открыт", "indirect", "Ерлан Сатаев")],
        ),
    ],
)
def test_the_phrase_names_its_speaker(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("По данным полиции, дорога закрыта.", []),
    ],
)
def test_an_office_that_gives_data_is_no_speaker(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected
