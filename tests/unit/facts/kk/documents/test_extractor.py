"""Documents in a Kazakh text."""

import pytest

from baqylau.lang.kk.wordlists import wordlist
from tests.unit.facts.reading import facts, summary

RULES = {
    "title": ("«Су туралы» заң шықты.", "Заң шықты."),
    "about": ("Медиация туралы заң шықты.", "Заң шықты."),
    "adjective": ("Салық кодексі шықты.", "Кодекс шықты."),
    "number": ("Үкіметте №5 қаулы шықты.", "Қаулы шықты."),
    "owner": ("Үкіметтің қаулысы шықты.", "Қаулы шықты."),
    "signed": ("Шартқа қол қойылды.", "Шарт орындалды."),
    "between": ("Министрліктер арасындағы меморандум шықты.", "Меморандум шықты."),
    "bare": ("Конституция қабылданды.", "Киім қабылданды."),
    "field": ("Білім беру саласының стратегиясы шықты.", "Стратегия шықты."),
    "adjective_title": ("«Су» ұлттық жобасы басталды.", "Жоба басталды."),
    "capital": ("Биылғы Жолдауда салық айтылды.", "Бұл жолдауда салық айтылды."),
    "about_office": ("Мәслихаттың шешімі шықты.", "Шешім шықты."),
}


def test_every_rule_has_its_sentences() -> None:
    assert set(RULES) == {x for row in wordlist("documents")["kind"] for x in row["when"]}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_a_document_only_where_its_condition_holds(rule: str) -> None:
    with_it, without = RULES[rule]
    assert len(facts(with_it, "document", "kk")) == 1
    assert facts(without, "document", "kk") == []


def test_a_document_is_named_in_the_nominative_with_its_kind() -> None:
    found = facts("Ынтымақтастық туралы меморандумға қол қойылды.", "document", "kk")
    assert summary(found, "kind", "name") == [
        (
            "kk.document_about",
            "Ынтымақтастық туралы меморандумға",
            "меморандум",
            "ынтымақтастық туралы меморандум",
        )
    ]


@pytest.mark.parametrize(
    "sentence", ["«Тұлға» бағдарламасында әнші сөйледі.", "Мемлекеттік бағдарламаларды қарады."]
)
def test_a_broadcast_or_a_kind_of_documents_is_none(sentence: str) -> None:
    assert facts(sentence, "document", "kk") == []
