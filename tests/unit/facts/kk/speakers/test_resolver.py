"""Who speaks in a Kazakh text."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Министр Ерлан Сатаев келді. Ол көпір ашылғанын айтты.",
            [("kk.accusative_clause", "Ол көпір ашылғанын айтты", "Ерлан Сатаев", "министр")],
        ),
    ],
)
def test_a_pronoun_means_a_person_named_before(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote", "kk"), "speaker_name", "speaker_role") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Министр көпір ашылғанын айтты.",
            [("kk.accusative_clause", "Министр көпір ашылғанын айтты", "министр", "министр")],
        ),
    ],
)
def test_a_role_noun_is_the_name_where_nobody_is_named(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote", "kk"), "speaker_name", "speaker_role") == expected
