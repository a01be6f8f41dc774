"""Positions and persons around a verb of appointing."""

import pytest

from baqylau.facts.ru.roles import names, positions
from tests.unit.facts.reading import analysis

TEXT = "Указом президента Серик Нурланов сменил Ержана Сатаева."


@pytest.mark.parametrize(("word", "office"), [("аким", True), ("министр", True), ("мост", False)])
def test_an_office_is_a_noun_of_a_position(word: str, office: bool) -> None:
    assert names.is_office(analysis(f"Приехал {word}.").tokens[1]) is office


@pytest.mark.parametrize(("case", "person"), [("Nom", "Серик Нурланов"), ("Acc", "Ержан Сатаев")])
def test_the_nearest_person_whose_words_may_stand_in_the_case(case: str, person: str) -> None:
    a = analysis(TEXT)
    verb = next(x for x in a.tokens if x.text == "сменил")
    persons = [x for x in a.mentions if x.type == "person"]
    found = positions.nearest(a, verb, persons, {case})
    assert found
    assert found.name == person
