"""Any case form of a name finds every other, and no word finds one that only looks like it; the
lists are search_names.toml and unlike_words.toml.
"""

import pytest

from baqylau.lang.stems import BOUNDARY, FIELD_END, stems
from baqylau.lang.tokens import runs, words
from benchmarks.search_forms import found, kazakh_names, merged, recall, russian_names


@pytest.mark.parametrize(("language", "names"), [("ru", russian_names), ("kk", kazakh_names)])
def test_every_form_of_a_name_finds_every_other(language: str, names: object) -> None:
    good, total, missed = recall(names(), language)  # type: ignore[operator]
    assert total > 5000
    assert good / total >= 0.999, missed[:20]


def test_no_word_finds_an_unlike_one() -> None:
    assert merged() == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Тоқаев", "Токаева"),
        ("Тоқаевтың", "Токаевым"),
        ("Қонаевқа", "Конаев"),
        ("Әлиевтен", "Алиеву"),
        ("Мұстафиннің", "Мустафина"),
    ],
)
def test_a_surname_is_found_in_both_spellings(query: str, text: str) -> None:
    assert found(query, text, "ru")


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("Дархановой", "Дарханов", "ru"),  # a woman's surname is the man's genitive
        ("Тлепбергенов", "Тлепбергеновым", "ru"),  # in no list
        ("Жанкелдіұлы", "Жанкелдіұлының", "kk"),
        ("Қайсарбекова", "Қайсарбековаға", "kk"),
        ("Сарысуск", "Сарысуском", "ru"),
        ("қазақстандағы", "Қазақстан", "kk"),
        ("бiлiм", "білімнің", "kk"),  # mixed-alphabets: allowed
        ("елка", "ёлки", "ru"),
        ("«Қазақстан»", "Қазақстанның", "ru"),  # a Kazakh word in a Russian text
        ("волков", "волки", "ru"),  # in small letters the animal or the man
        ("волков", "Волковым", "ru"),
        ("старый мост", "старого моста", "ru"),  # the dictionary has the noun «старое» too
        ("больших", "большой", "ru"),
        ("столовая", "столовой", "ru"),
        ("bus", "buses", "en"),
        ("child", "children", "en"),
        ("class", "classes", "en"),
        ("house", "houses", "en"),
    ],
)
def test_forms_meet(query: str, text: str, language: str) -> None:
    assert found(query, text, language)


@pytest.mark.parametrize(
    ("query", "text"),
    [("Волков", "волки"), ("Токаев", "токай"), ("Ахметов", "Ахмет"), ("волки", "Волков")],
)
def test_a_surname_finds_no_common_word(query: str, text: str) -> None:
    assert not found(query, text, "ru")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("водо\u00adпровод", "водопровод"),  # mixed-alphabets: allowed
        ("водо\u200bпро\u200dвод", "водопровод"),  # mixed-alphabets: allowed
        ("И\u0306ошкар", "Йошкар"),
        ("Е\u0308лкин", "Елкин"),
        ("Тока\u0301ев", "Токаев"),
        ("вoдoпрoвoд", "водопровод"),  # mixed-alphabets: allowed
        ("бiлiм", "білім"),  # mixed-alphabets: allowed
        ("Yкiмет", "Үкімет"),  # mixed-alphabets: allowed
        ("əкім", "әкім"),
        ("Каspi", "Kaspi"),  # mixed-alphabets: allowed
        ("iPhone", "iPhone"),
        ("Kaspiде", "Kaspiде"),  # mixed-alphabets: allowed
        ("é", "é"),
    ],
)
def test_what_a_reader_does_not_see_makes_no_other_word(typed: str, word: str) -> None:
    assert words(typed) == [word]
    assert [(start, end) for start, end, _ in runs(f" {typed}.")] == [(1, 1 + len(typed))]


def test_fields_are_apart_and_second_stems_stand_behind() -> None:
    assert stems(f"Мост{FIELD_END}города", "ru") == f"мост {BOUNDARY} город"
    assert stems("волков", "ru").split() == ["волков", BOUNDARY, "волк"]
