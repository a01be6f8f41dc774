"""Roles: the position before the name, behind a comma, behind a dash."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Министр здравоохранения Айгуль Сатаева приехала.",
            [
                (
                    "ru.before",
                    "Министр здравоохранения Айгуль Сатаева",
                    "Айгуль Сатаева",
                    "министр здравоохранения",
                )
            ],
        ),
        (
            "Айгуль Сатаева, директор школы, приехала.",
            [("ru.after", "Айгуль Сатаева, директор школы", "Айгуль Сатаева", "директор школы")],
        ),
        (
            "Айгуль Сатаева — директор школы.",
            [("ru.dash", "Айгуль Сатаева — директор школы", "Айгуль Сатаева", "директор школы")],
        ),
    ],
)
def test_the_position_stands_beside_the_name(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "role"), "person", "position") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Приехала Айгуль Сатаева.", []),
    ],
)
def test_a_name_alone_is_no_role(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "role"), "person", "position") == expected
