"""The tables the amounts of a Russian text are read by."""

from baqylau.facts.amounts.numbers import numbers
from baqylau.facts.russian import measured


def test_the_tables_are_read_once() -> None:
    assert measured.number_words() is measured.number_words()
    assert measured.known_units() is measured.known_units()


def test_number_words_are_russian() -> None:
    assert [x.value for x in numbers("тридцать семь", measured.number_words())] == [37]
    assert numbers("отыз жеті", measured.number_words()) == []
