"""Roles in a Kazakh text."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "position", "organization", "place"),
    [
        ("Арман қаласының әкімі Ерлан Сатаев келді.", "әкім", None, "Арман қаласы"),
        ("Облыс әкімі Ерлан Сатаев келді.", "облыс әкімі", None, None),
        ("«Дала» ЖШС директоры Асқар Нұрланов айтты.", "директор", "Дала", None),
        (
            "Компанияның баспасөз хатшысы Дана Ержанова айтты.",
            "баспасөз хатшысы",
            "компания",
            None,
        ),
        ("Ауыл шаруашылығы министрі Асқар Оразов айтты.", "ауыл шаруашылығы министрі", None, None),
        ("Белгілі әнші Мадина Омарова келді.", "әнші", None, None),
        ("Бас санитар дәрігер Гүлнар Омарова айтты.", "бас санитар дәрігер", None, None),
    ],
)
def test_a_position_before_a_name_with_whom_it_belongs_to(
    sentence: str, position: str, organization: str | None, place: str | None
) -> None:
    found = summary(facts(sentence, "role", "kk"), "position", "organization", "place")
    assert [x[2:] for x in found] == [(position, organization, place)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Жазушының ұлы Ерлан Оразбаев келді.",
        "Мұхтар Әуезов атындағы театр ашық.",
        "Иран әскері шекараға жақындады.",
        "Көршісі Самат Ешімов көмектесті.",
    ],
)
def test_a_relative_or_a_thing_is_no_position(sentence: str) -> None:
    assert facts(sentence, "role", "kk") == []
