"""Interviews: the guest speaks, the asker is nobody."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("language", "text", "answers"),
    [
        (
            "ru",
            "Гость студии – экономист Арман Бейсенов.\n– Что будет с курсом?\n– Курс останется"
            " стабильным.\n– А что с ценами?\n– Цены снизятся к осени.",
            ["Курс останется стабильным", "Цены снизятся к осени"],
        ),
        (
            "ru",
            "На вопросы ответил аким Арман Бейсенов.\nЧто будет с дорогами?\n– Дороги сделаем к"
            " лету.\nКогда начнётся ремонт?\n– Ремонт начнём в мае.",
            ["Дороги сделаем к лету", "Ремонт начнём в мае"],
        ),
        (
            "kk",
            "Қонағымыз – сарапшы Арман Бейсенов.\n– Баға өсе ме?\n– Баға биыл өспейді.\n– Ал жол"
            " бітті ме?\n– Жол күзге дейін бітеді.",
            ["Баға биыл өспейді", "Жол күзге дейін бітеді"],
        ),
    ],
)
def test_the_guest_answers(language: str, text: str, answers: list[str]) -> None:
    found = facts(text, "quote", language)
    assert [text[a:b] for q in found for a, b in q["content"]] == answers
    assert {q["speaker_name"] for q in found} == {"Арман Бейсенов"}


def test_answers_of_a_text_that_names_two_people_are_nobodys() -> None:
    text = (
        "Арман Бейсенов и Олег Дорин пришли в студию.\n– Что будет с курсом?\n– Курс останется"
        " стабильным.\n– А что с ценами?\n– Цены снизятся к осени."
    )
    assert facts(text, "quote") == []
