"""The words that name a speaker."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Аким Ерлан Сатаев сообщил, что мост открыт.",
            [
                (
                    "ru.verb_that",
                    "Аким Ерлан Сатаев сообщил, что мост открыт",
                    "Ерлан Сатаев",
                    "Ерлан Сатаев",
                )
            ],
        ),
        (
            "Аким сообщил, что мост открыт.",
            [("ru.verb_that", "Аким сообщил, что мост открыт", "Аким", "аким")],
        ),
        (
            "В министерстве сообщили, что мост открыт.",
            [
                (
                    "ru.verb_that",
                    "министерстве сообщили, что мост открыт",
                    "министерстве",
                    "министерство",
                )
            ],
        ),
    ],
)
def test_a_person_a_role_and_an_institution(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "speaker", "speaker_name") == expected
