"""Nouns for people in the plural are no first names."""

import pytest

from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("noun", "surname"),
    [
        ("Журналистер", "Дүйсеновтен"),
        ("Сарапшылар", "Дүйсеновті"),
        ("Дәрігерлер", "Дүйсеновке"),
        ("Қызметкерлер", "Дүйсеновпен"),
        ("Студенттер", "Дүйсеновтің"),
        ("Спортшылар", "Дүйсеновті"),
        ("Тұрғындар", "Дүйсеновке"),
    ],
)
def test_the_surname_behind_it_is_the_person(noun: str, surname: str) -> None:
    text = f"Әкім Самат Дүйсенов есеп берді. {noun} {surname} байланысты сұрақ қойды."
    people = [(m.text, m.name) for m in analysis(text, "kk").mentions if m.type == "person"]
    assert people == [("Самат Дүйсенов", "Самат Дүйсенов"), (surname, "Самат Дүйсенов")]


@pytest.mark.parametrize("name", ["Айдар Дүйсенов", "Мұхтар Дүйсенов", "Искандер Дүйсенов"])
def test_a_first_name_that_ends_like_a_plural_stays(name: str) -> None:
    text = f"{name} есеп берді."
    assert [m.name for m in analysis(text, "kk").mentions] == [name]
