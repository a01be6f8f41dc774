"""The name of an institution that speaks."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Министерство юстиции провело проверку. В министерстве сообщили, что мост открыт.",
            "Министерство юстиции",
        ),
        ("В министерстве сообщили, что мост открыт.", "министерство"),
        (
            "В региональной службе коммуникаций сообщили, что мост открыт.",
            "региональная служба коммуникаций",
        ),
    ],
)
def test_a_common_noun_is_the_institution_named_before(text: str, name: str) -> None:
    assert summary(facts(text, "quote"), "speaker_name")[-1][-1] == name
