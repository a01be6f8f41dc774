"""The table of nouns that name events or documents."""

import pytest

from baqylau.facts.grammar.event_table import NounTable, by_word
from tests.unit.facts.reading import analysis

ROWS = [{"lemmas": ["съезд"], "when": ["big"]}, {"lemmas": ["съезд", "слёт"], "when": ["bare"]}]


def table(**conditions: object) -> NounTable:
    rules = {"big": lambda p: p.last - p.first > 1, "bare": lambda p: True}
    return NounTable(
        "nouns.toml",
        by_word(ROWS),
        lambda token: (token.lemma,),
        lambda a, words, at, row: (at, at + 1),
        {k: v for k, v in rules.items() if k not in conditions},
    )


def test_the_first_row_whose_condition_holds_makes_the_fact() -> None:
    a = analysis("Прошёл съезд.")
    found = list(table().phrases(a, a.tokens))
    assert [(p.head.text, rule) for p, rule in found] == [("съезд", "bare")]


def test_a_rule_that_the_language_does_not_know_is_reported_with_its_file() -> None:
    a = analysis("Прошёл съезд.")
    with pytest.raises(ValueError, match=r"nouns\.toml"):
        list(table(bare=None).phrases(a, a.tokens))
