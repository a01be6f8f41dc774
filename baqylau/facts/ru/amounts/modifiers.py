"""The words around an amount in Russian: lemmas with their tense. Comes in: an `Analysis` and a
`MeasuredAmount`. Goes out: its `Modifiers`, by the shared cue lists.
"""

import re
from collections.abc import Collection
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts import modifiers as shared
from baqylau.facts.grammar.amounts.foreseen import comparison
from baqylau.facts.grammar.quantity import MeasuredAmount, Modifiers
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


def modifiers(a: Analysis, made: MeasuredAmount) -> Modifiers:
    cues = _cues()
    direction = shared.direction_of(a, cues, made.start, made.end, made.unit.quantity)
    if direction and _is_ungoverned(a, made):
        direction = None
    ends = (made.number.end, made.end)
    bound = shared.bound_of(a, cues, made.start, ends, direction is not None)
    compared = is_compared(a, made.start)
    modality = "actual" if compared else shared.modality_of(a, cues, made.start, made.start)
    return Modifiers(bound, direction, modality)


def _is_ungoverned(a: Analysis, made: MeasuredAmount) -> bool:
    """`потерял контроль над семью районами`: the verb of change does not govern the number."""
    lead = a.text[max(0, made.start - 12) : made.start].lower().split()[-1:]
    return any(x in wordlist("amounts")["direction"]["ungoverned"] for x in lead)


@cache
def _cues() -> shared.Cues:
    return shared.Cues(wordlist("amounts"), _is_cue, is_verb, tells_future, _no_case)


def _is_cue(token: Token, cues: Collection[str]) -> bool:
    if token.lemma not in cues:
        return False
    modality = wordlist("amounts")["modality"]
    if cues is not modality["planned"] and cues is not modality["forecast"]:
        return True
    return token.lemma not in modality["not_past"] or token.feats.get("Tense") != "Past"


def is_verb(token: Token) -> bool:
    return token.pos in ("VERB", "AUX")


def _no_case(_text: str) -> None:
    return None


def is_compared(a: Analysis, start: int) -> bool:
    """A figure given for comparison (`против 70,2 млн`) and the terms of a loan are actual."""
    return _compared().search(a.text[max(0, start - 12) : start]) is not None


@cache
def _compared() -> re.Pattern[str]:
    return comparison(wordlist("amounts")["modality"]["compared"])
