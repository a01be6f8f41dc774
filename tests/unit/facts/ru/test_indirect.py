"""Indirect and partly quoted speech around a reporting verb."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ерлан Сатаев отметил, что мост открыт.",
            [("ru.verb_that", "Ерлан Сатаев отметил, что мост открыт", "indirect", "Ерлан Сатаев")],
        ),
        (
            "Как сообщил Ерлан Сатаев, мост открыт.",
            [("ru.as_said", "сообщил Ерлан Сатаев, мост открыт", "indirect", "Ерлан Сатаев")],
        ),
        (
            "Мост открыт, сообщил Ерлан Сатаев.",
            [("ru.trailing_verb", "Мост открыт, сообщил Ерлан Сатаев", "indirect", "Ерлан Сатаев")],
        ),
        (
            "Ерлан Сатаев рекомендовал поднять зарплаты.",
            [
                (
                    "ru.infinitive",
                    "Ерлан Сатаев рекомендовал поднять зарплаты",
                    "indirect",
                    "Ерлан Сатаев",
                )
            ],
        ),
    ],
)
def test_the_verb_stands_before_behind_or_around(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ерлан Сатаев построил мост.", []),
    ],
)
def test_a_verb_of_no_speech_reports_nothing(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected
