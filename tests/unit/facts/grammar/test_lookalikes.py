"""Words typed with letters of two alphabets, or with soft hyphens inside."""

import pytest

from baqylau.facts import Source, extract
from baqylau.facts.grammar import lookalikes


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        # mixed-alphabets: allowed
        ("Мектеп бiтiрдi, үлкен iшкi жүлде.", "Мектеп бітірді, үлкен ішкі жүлде."),
        # mixed-alphabets: allowed
        ("Caпа жақсы, Cовет ашылды.", "Сапа жақсы, Совет ашылды."),
        ("Компания Microsoft и iPhone.", "Компания Microsoft и iPhone."),
        ("ҚазМұнайГаз, KazMunayGas", "ҚазМұнайГаз, KazMunayGas"),
    ],
)
def test_a_word_of_two_alphabets_gets_one(printed: str, folded: str) -> None:
    assert lookalikes.folded(printed) == folded
    assert len(folded) == len(printed)


def test_facts_are_read_through_the_letters_and_quote_them_as_printed() -> None:
    text = (
        # mixed-alphabets: allowed
        "Бiлiм министрi Самат Дүйсенов: «Жаңа мектеп келесi айда ашылады», – дедi. "
        # mixed-alphabets: allowed
        "Құрылысқа үш миллиард теңге бөлiндi."
    )
    found = extract(Source(text, language="kk"))
    amounts = [x for x in found.facts if x.type == "amount"]
    assert [x.text for x in amounts] == ["үш миллиард теңге"]
    roles = [x for x in found.facts if x.type == "role"]
    # mixed-alphabets: allowed
    assert [x.position.text for x in roles] == ["Бiлiм министрi"]
    assert [x.position.name for x in roles] == ["білім министрі"]
    for one in (*found.mentions, *found.facts):
        assert text[one.start : one.end] == one.text


def test_facts_are_read_without_soft_hyphens_and_quote_them_as_printed() -> None:
    text = "Қала-ға Мәжі-ліс Төра-ғасы Са-мат Дүй-сенов келді-.".replace("-", "\u00ad")
    found = extract(Source(text, language="kk"))
    role = next(x for x in found.facts if x.type == "role")
    assert (role.person.name, role.position.name) == ("Самат Дүйсенов", "төраға")
    assert role.organization is not None
    assert role.organization.text == "\u00ad".join(("Мәжі", "ліс"))
    assert role.organization.name == "Мәжіліс"
    for one in (*found.mentions, *found.facts):
        assert text[one.start : one.end] == one.text


def test_a_text_of_nothing_but_soft_hyphens_has_no_facts() -> None:
    assert extract(Source("\u00ad\u00ad", language="kk")).facts == ()
