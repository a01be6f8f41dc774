"""Kazakh number words: hundreds multiply, tens add, endings are removed, and similar words are no
numbers.
"""

import pytest

from baqylau.facts.grammar.numbers import numbers
from baqylau.lang.kk.counting import known_units, number_words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("он жеті", 17),
        ("екі жүз елу мың", 250_000),
        ("жүз мың", 100_000),
        ("тоғыз жүз тоқсан тоғыз", 999),
        ("бір жарым миллион", 1_500_000),
        ("жарты миллион", 500_000),
        ("1 млн 200 мың", 1_200_000),
        ("мыңнан", 1_000),
        ("он жетісінің", 17),
        ("бесеуі", 5),
        ("сексен мыңдай", 80_000),
    ],
)
def test_a_number_in_words_has_its_value(text: str, value: float) -> None:
    found = numbers(text, number_words())
    assert [(n.value, n.end) for n in found] == [(value, len(text))]


def test_a_case_ending_closes_a_number() -> None:
    assert [n.value for n in numbers("30 мыңнан 24 мыңға", number_words())] == [30_000, 24_000]


@pytest.mark.parametrize(
    "text", ["бұл үшін", "алтын медаль", "бірге келді", "оның", "жүзінде", "онда"]
)
def test_a_look_alike_is_no_number(text: str) -> None:
    assert numbers(text, number_words()) == []


def test_a_range_has_two_ends() -> None:
    (found,) = numbers("5-6 млн", number_words())
    assert (found.value, found.high) == (5_000_000, 6_000_000)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("теңгеге", None),
        ("пайызының", "%"),
        ("пайыздық тармаққа", "п.п."),
        ("километрлік", "километр"),
        ("жылда", "жыл"),
        ("шаршы метрден", "шаршы метр"),
    ],
)
def test_a_unit_keeps_its_ending(text: str, name: str | None) -> None:
    found = known_units().after(text, 0)
    assert found is not None
    assert (found[0].name, found[1]) == (name, len(text))


@pytest.mark.parametrize("text", ["жылқы", "айырбас", "күнбағыс", "жас маман", "есеп"])
def test_a_longer_word_is_no_unit(text: str) -> None:
    assert known_units().after(text, 0) is None
