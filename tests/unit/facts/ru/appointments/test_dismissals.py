"""Who left a position."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Айгуль Сатаева освобождена от должности директора школы.",
            [
                (
                    "ru.dismissed_from",
                    "Айгуль Сатаева освобождена от должности директора школы",
                    "dismissed",
                    "Айгуль Сатаева",
                    "директор школы",
                )
            ],
        ),
        (
            "Ерлан Сатаев покинул пост министра культуры.",
            [
                (
                    "ru.dismissed_from",
                    "Ерлан Сатаев покинул пост министра культуры",
                    "dismissed",
                    "Ерлан Сатаев",
                    "министр культуры",
                )
            ],
        ),
    ],
)
def test_a_dismissal_has_its_person_and_position(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "appointment"), "action", "person", "position") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Глава района подал в отставку.", []),
    ],
)
def test_nobody_is_named(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "appointment"), "action", "person", "position") == expected
