"""The tables for reading the amounts of a Russian text."""

from baqylau.facts.grammar.numbers import numbers
from baqylau.facts.ru.words import quantities


def test_the_tables_are_read_once() -> None:
    assert quantities.number_words() is quantities.number_words()
    assert quantities.known_units() is quantities.known_units()


def test_number_words_are_russian() -> None:
    assert [x.value for x in numbers("тридцать семь", quantities.number_words())] == [37]
    assert numbers("отыз жеті", quantities.number_words()) == []
