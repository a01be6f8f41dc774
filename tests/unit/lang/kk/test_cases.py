"""Kazakh case endings are removed only where the sound before them requires them."""

import pytest

from baqylau.lang.kk.cases import nominative, nominative_phrase

CASES = {
    "Сәрсенбек": [
        "Сәрсенбектің",
        "Сәрсенбекке",
        "Сәрсенбекті",
        "Сәрсенбекте",
        "Сәрсенбектен",
        "Сәрсенбекпен",
    ],
    "Әбдірахман": [
        "Әбдірахманның",
        "Әбдірахманға",
        "Әбдірахманды",
        "Әбдірахманда",
        "Әбдірахманнан",
        "Әбдірахманмен",
    ],
    "Тілеубаев": ["Тілеубаевтың", "Тілеубаевқа", "Тілеубаевты", "Тілеубаевтан", "Тілеубаевпен"],
    "Сейітова": ["Сейітованың", "Сейітоваға", "Сейітованы", "Сейітовадан", "Сейітовамен"],
    "Цой": ["Цойдың", "Цойға", "Цойды", "Цойдан", "Цоймен"],
    "Павлодар": ["Павлодардың", "Павлодарға", "Павлодарды", "Павлодарда", "Павлодардан"],
    "министрлігі": [
        "министрлігінің",
        "министрлігіне",
        "министрлігін",
        "министрлігінде",
        "министрлігінен",
        "министрлігімен",
    ],
}
WHOLE = [
    "Алматы",
    "Қызылорда",
    "Қостанай",
    "Қазақстан",
    "Өскемен",
    "Ақорда",
    "Ерлан",
    "Айгүл",
    "Мәди",
    "Нұрсұлтан",
    "Канада",
    "Гүлнәр",
]


@pytest.mark.parametrize(
    ("stem", "form"), [(stem, form) for stem, forms in CASES.items() for form in forms]
)
def test_an_inflected_form_gives_its_stem(stem: str, form: str) -> None:
    assert nominative(form) == stem


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_that_only_looks_inflected_stays_whole(name: str) -> None:
    assert nominative(name) == name


INFLECTED_WHOLE = {
    "Алматыда": "Алматы",
    "Қызылорданың": "Қызылорда",
    "Қазақстаннан": "Қазақстан",
    "Өскеменде": "Өскемен",
}


@pytest.mark.parametrize(("form", "whole"), INFLECTED_WHOLE.items())
def test_an_ending_on_such_a_name_still_comes_off(form: str, whole: str) -> None:
    assert nominative(form) == whole


def test_only_the_last_word_of_a_phrase_carries_the_case() -> None:
    assert nominative_phrase("Су шаруашылығы министрлігінің") == "Су шаруашылығы министрлігі"
