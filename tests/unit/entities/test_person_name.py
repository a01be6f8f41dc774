"""The parts of names in several orders, scripts and forms."""

import pytest

from baqylau.entities.family_name import is_common_family
from baqylau.entities.person_name import parse


@pytest.mark.parametrize(
    ("name", "given", "father", "family"),
    [
        ("Асхат Болатович Дуйсенов", "Асхат", "Болат", "Дуйсенов"),
        ("Дуйсенов Асхат Болатович", "Асхат", "Болат", "Дуйсенов"),
        ("Асхат Болатұлы Дүйсенов", "Асхат", "Болат", "Дүйсенов"),
        ("Askhat Bolatuly Duisenov", "Askhat", "Bolat", "Duisenov"),
        ("Гейдар Самат оглы Мамедов", "Гейдар", "Самат", "Мамедов"),
        ("Дуйсенова Асель", "Асель", "", "Дуйсенова"),
        ("Асель Дуйсенова", "Асель", "", "Дуйсенова"),
        ("Роман Лисевич", "Роман", "", "Лисевич"),
        ("Болат Маратұлы", "Болат", "Марат", "Маратұлы"),
        ("Урсула фон дер Лейен", "Урсула", "", "фондерЛейен"),
        ("Константин Вуд", "Константин", "", "Вуд"),
    ],
)
def test_whole_names(name: str, given: str, father: str, family: str) -> None:
    read = parse(name)
    assert (read.given, read.father, read.families[0]) == (given, father, family)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("А. Дуйсенов", "А", ""),
        ("А.Б. Дуйсенов", "А", "Б"),
        ("А. Б. Дуйсенов", "А", "Б"),
        ("Дуйсенов А.Б.", "А", "Б"),
        ("А.Б.Дуйсенов", "А", "Б"),
        ("К.-Ж. Дуйсенов", "К-Ж", ""),
        ("Zh. Duisenov", "Zh", ""),
    ],
)
def test_initials(name: str, first: str, second: str) -> None:
    read = parse(name)
    assert (read.initial, read.father_initial) == (first, second)
    assert len(read.families) == 1


@pytest.mark.parametrize(
    "name",
    ["Асель Ким (Дуйсенова)", "Асель Ким (урожд. Дуйсенова)", "Асель Ким (в девичестве Дуйсенова)",
     "Асель Ким, урождённая Дуйсенова", "Assel Kim née Duisenova", "Assel Kim (born Duisenova)"],
)  # fmt: skip
def test_maiden_names(name: str) -> None:
    assert len(parse(name).families) == 2


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Асель Дуйсенова", "f"), ("А. Дуйсенов", "m"), ("Айжан Болатқызы", "f"), ("Ли", ""),
     ("Мұхтар Тілеуберді", "m"), ("Жанат Оспан", ""), ("Николай Щербина", "m")],
)  # fmt: skip
def test_genders(name: str, gender: str) -> None:
    assert parse(name).gender == gender


@pytest.mark.parametrize("name", ["Ольга", "Анастасия Е.", "", "...", "(", "- -", "  "])
def test_nobodys_surname(name: str) -> None:
    assert parse(name).families in ((), ("-",))


def test_common_surnames_in_any_spelling() -> None:
    assert all(map(is_common_family, ("Ахметов", "Ахметова", "Akhmetov", "Ким", "Kim")))
    assert not any(map(is_common_family, ("Цой", "Токаев", "Тілеуберді")))
