"""The name that a speaker mention resolves to."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Приехал аким Ерлан Сатаев. Он сказал, что мост открыт.",
            [("ru.verb_that", "Он сказал, что мост открыт", "Ерлан Сатаев", "аким")],
        ),
        (
            "Приехал министр Ерлан Сатаев. Министр подчеркнул, что мост открыт.",
            [("ru.verb_that", "Министр подчеркнул, что мост открыт", "Ерлан Сатаев", "министр")],
        ),
    ],
)
def test_a_pronoun_and_a_role_noun_mean_a_person_named_before(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "speaker_name", "speaker_role") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Приехала Айгуль Сатаева. Он сказал, что мост открыт.",
            [("ru.verb_that", "Он сказал, что мост открыт", None, None)],
        ),
    ],
)
def test_nobody_of_that_gender_was_named(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote"), "speaker_name", "speaker_role") == expected
