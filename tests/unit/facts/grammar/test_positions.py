"""Roles and appointments put together of their slots."""

from baqylau.facts.grammar.positions import appointment, person_slot, role
from baqylau.model.span import Span
from tests.unit.facts.reading import analysis


def test_a_fact_reaches_from_its_first_word_to_its_last() -> None:
    a = analysis("Вчера Олег Ким назначен министром труда.")
    person = next(m for m in a.mentions if m.type == "person")
    position = a.slot(24, 39, "министр труда")
    made = appointment(
        a,
        "appointed",
        person_slot(person),
        "x",
        0.9,
        words=[Span(15, 23), Span(24, 39)],
        position=position,
    )
    assert made.text == "Олег Ким назначен министром труда"
    assert role(a, person, position, "x", 0.9).text == made.text
