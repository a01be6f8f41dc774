"""Who was appointed to what."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Серик Нурланов назначен акимом Уральска.",
            [
                (
                    "ru.appointed",
                    "Серик Нурланов назначен акимом Уральска",
                    "appointed",
                    "Серик Нурланов",
                    "аким Уральска",
                    None,
                )
            ],
        ),
        (
            "Министром энергетики стал Ержан Сатаев.",
            [
                (
                    "ru.appointed",
                    "Министром энергетики стал Ержан Сатаев",
                    "appointed",
                    "Ержан Сатаев",
                    "министр энергетики",
                    None,
                )
            ],
        ),
        (
            "Обязанности акима возложены на Марата Ахметова.",
            [
                (
                    "ru.entrusted",
                    "акима возложены на Марата Ахметова",
                    "appointed",
                    "Марат Ахметов",
                    "аким",
                    None,
                )
            ],
        ),
    ],
)
def test_an_appointment_has_its_person_and_position(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "appointment"), "action", "person", "position", "organization")
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ерлан Сатаев возглавил департамент полиции.",
            [
                (
                    "ru.headed",
                    "Ерлан Сатаев возглавил департамент полиции",
                    "appointed",
                    "Ерлан Сатаев",
                    None,
                    "департамент полиции",
                )
            ],
        ),
    ],
)
def test_leading_an_institution_is_no_position(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "appointment"), "action", "person", "position", "organization")
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Назначен новый аким Уральска.", []),
    ],
)
def test_without_a_person_there_is_no_appointment(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "appointment"), "action", "person", "position", "organization")
        == expected
    )
