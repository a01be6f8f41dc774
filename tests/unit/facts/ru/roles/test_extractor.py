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


@pytest.mark.parametrize(
    "sentence",
    [
        "Представитель Лусии Гомес опоздал.",
        "Сменивший на этом посту А. Третьякова чиновник уехал.",
        "Роман Филин — приятель Джамала Царева — был выпущен под залог.",
        "Наследником назван Антон Вегер, пасынок Павла Дорина.",
        "Тренер Олега Сухова доволен.",
        "Серик Туленов никогда не был министром.",
    ],
)
def test_a_relation_is_no_role(sentence: str) -> None:
    assert facts(sentence, "role") == []


@pytest.mark.parametrize(
    ("sentence", "person", "position"),
    [
        ("Мади Отаров числился главой комитета.", "Мади Отаров", "глава комитета"),
        (
            "В то время Сауле Оспанова занимала должность первого советника.",
            "Сауле Оспанова",
            "первый советник",
        ),
        ("Александр Самборин руководит ТОО «Нива».", "Александр Самборин", "руководитель"),
        (
            "Министр принял президента и генерального директора банка Роберта Йылмаза.",
            "Роберт Йылмаз",
            "президент и генеральный директор банка",
        ),
        (
            "Награду вручили заместителю министра культуры Дане Ким.",
            "Дана Ким",
            "заместитель министра культуры",
        ),
        ("Сын актрисы Завьяловой уехал.", "Завьялова", "актриса"),
    ],
)
def test_a_position_that_a_verb_or_a_longer_phrase_gives(
    sentence: str, person: str, position: str
) -> None:
    found = [(x["person"]["name"], x["position"]["name"]) for x in facts(sentence, "role")]
    assert found == [(person, position)]
