"""The table of events: its kinds are those of the public contract, and each of its rules has an
effect.

Every rule has a sentence in which it finds an event, and one that lacks what the rule requires.
"""

from typing import get_args, get_type_hints

import pytest

from baqylau.facts.analysis import Source, analyse
from baqylau.facts.grammar.event_table import Phrase
from baqylau.facts.ru.events import extractor as events
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Event
from baqylau.model.words import Token
from tests.unit.facts.reading import facts

ROWS = wordlist("events")["kind"]
WORD = Token(0, 5, "форум", "форум", "NOUN", {})
RULES = {
    "bare": ("Прошёл форум.", "Прошёл дождь."),
    "not_plural": ("Случилась авария.", "Случаются аварии."),
    "plural": ("Прошли выборы.", "Выбор был трудным."),
    "adjective": ("Прошёл круглый стол.", "Стоит большой стол."),
    "gen": ("Началась поездка министра.", "Началась поездка."),
    "title": ("Прошёл концерт «Новая степь».", "Прошёл концерт."),
    "after": ("Начался суд над грабителем.", "Начался суд."),
    "place": ("Прошло открытие школы.", "Прошло открытие."),
    "opened": ("Прошла церемония открытия.", "Прошла церемония."),
    "voted": ("Прошёл первый тур выборов.", "Прошёл первый тур."),
    "planned": ("Случился сход лавины.", "Случился сход."),
}


def test_every_kind_is_one_of_the_contract() -> None:
    known = get_args(get_type_hints(Event)["kind"])
    assert {row["kind"] for row in ROWS} <= set(known)


def test_every_rule_has_its_sentences() -> None:
    assert set(RULES) == {rule for row in ROWS for rule in row["when"]}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_an_event_only_where_its_condition_holds(rule: str) -> None:
    with_it, without = RULES[rule]
    assert len(facts(with_it, "event")) == 1
    assert facts(without, "event") == []


def test_an_unknown_rule_is_reported_with_its_file() -> None:
    with pytest.raises(ValueError, match=r"events\.toml"):
        events.table()._holds("sometimes", Phrase(analyse(Source("")), [WORD], 0, 0, 1, {}, ""))
