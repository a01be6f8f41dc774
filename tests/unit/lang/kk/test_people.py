"""Persons whom only the words beside them give away, and where a name ends."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("«Су келеді, күтіңіз», – деді Линдсей ханым.", "Линдсей"),
        ("«Су келеді, күтіңіз», – деді профессор Вильгельм.", "Вильгельм"),
        ("Ри Йон Су су келетінін айтты.", "Ри Йон Су"),
        ("Кездесуде Премьер-Министрі Юри Раннас мырза су келетінін айтты.", "Юри Раннас"),
    ],
)
def test_words_beside_a_name_say_that_it_is_a_person(text: str, name: str) -> None:
    assert [f["speaker_name"] for f in facts(text, "quote", "kk")] == [name]


def test_a_surname_of_two_people_stays_as_it_is() -> None:
    text = "Нұрлан Оспанов пен Ерлан Оспанов келді. «Су келеді, күтіңіз», – деді Оспанов."
    assert [f["speaker_name"] for f in facts(text, "quote", "kk")] == ["Оспанов"]
