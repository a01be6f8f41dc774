"""The people of a text in the order they are named, and the genders their names allow."""

import pytest

from baqylau.facts.ru.words import people
from tests.unit.facts.reading import analysis

TEXT = "Приехал Ерлан Сатаев. Его встретила Айгуль Сатаева. Потом все ушли."


@pytest.mark.parametrize(
    ("name", "genders"), [("Ерлан Сатаев", "m"), ("Айгуль Сатаева", "f"), ("Шевченко", "fm")]
)
def test_a_name_allows_its_genders(name: str, genders: str) -> None:
    assert people.genders(name) == genders


def test_people_before_a_place_latest_first() -> None:
    a = analysis(TEXT)
    before = [x.name for x in people.named_before(a, len(TEXT))]
    assert before == ["Айгуль Сатаева", "Ерлан Сатаев"]
    assert [x.name for x in people.named_before(a, TEXT.index("Его"))] == ["Ерлан Сатаев"]
