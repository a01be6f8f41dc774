"""The table of events holds kinds of the public contract and rules that the reading knows."""

from typing import get_args, get_type_hints

import pytest

from baqylau.facts.russian import events
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Event
from baqylau.model.words import Token

ROWS = wordlist("events")["kind"]
WORD = Token(0, 5, "форум", "форум", "NOUN", {})


def test_every_kind_is_one_of_the_contract() -> None:
    known = get_args(get_type_hints(Event)["kind"])
    assert {row["kind"] for row in ROWS} <= set(known)


@pytest.mark.parametrize("rule", sorted({rule for row in ROWS for rule in row["when"]}))
def test_every_rule_is_known(rule: str) -> None:
    row = {"adjectives": [], "planned": []}
    assert events._made(rule, row, [WORD], (0, 0, 1)) in (True, False)


def test_a_rule_nobody_knows_is_told_with_its_file() -> None:
    with pytest.raises(ValueError, match=r"events\.toml"):
        events._made("sometimes", {}, [WORD], (0, 0, 1))
