"""The words around an amount in English. Comes in: an `Analysis` and a `MeasuredAmount`. Goes out:
its `Modifiers`, by the shared cue lists.
"""

from collections.abc import Collection
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts import modifiers as shared
from baqylau.facts.grammar.quantity import MeasuredAmount, Modifiers
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.words import Token


def modifiers(a: Analysis, made: MeasuredAmount) -> Modifiers:
    cues = _cues()
    quantity = made.unit.quantity
    level = cues.tables["direction"]["level_words"]
    lead = next(
        (len(x) for x in level if a.text.endswith(x, 0, made.start)), 0
    )  # "up to 5" is no up
    direction = shared.direction_of(a, cues, made.start - lead, made.end, quantity)
    ends = (made.number.end, made.end)
    bound = shared.bound_of(a, cues, made.start, ends, direction is not None)
    if lead and _went_up(a, made.start - lead):
        bound = "exact"  # growth will pick up to 5.1 percent
    if quantity in ("count", "measure") and not _changes(a, made):
        direction = shared.sign_of(a.text, made.start, quantity)
    return Modifiers(bound, direction, shared.modality_of(a, cues, made.start, made.end))


def _went_up(a: Analysis, at: int) -> bool:
    before = a.text[max(0, at - _LONGEST_VERB) : at].lower().split()[-1:]
    return any(x in wordlist("amounts")["of"]["going"] for x in before)


_LONGEST_VERB = 12  # letters


def _changes(a: Analysis, made: MeasuredAmount) -> bool:
    """A count or a measure moves only behind "by" or "to", or before a word that compares: `the
    plan to reduce waste covers 40 towns` moves no town.
    """
    direction = wordlist("amounts")["direction"]
    lead = a.text[max(0, made.start - 24) : made.start].lower()
    behind = a.tokens_in(made.end, made.end + 14)[:1]
    compared = {x for words in direction["compared"].values() for x in words}
    return any(x in lead for x in direction["moved_before"]) or (
        bool(behind) and behind[0].text.lower() in compared
    )


@cache
def _cues() -> shared.Cues:
    return shared.Cues(wordlist("amounts"), _is_cue, is_verb, _never, lambda _text: None)


def _is_cue(token: Token, cues: Collection[str]) -> bool:
    return token.text.lower() in cues


def _never(_token: Token) -> bool:
    return False


def is_verb(token: Token) -> bool:
    """Whether the word can be the verb of a clause: a word of change, a link or an auxiliary."""
    tables, low = wordlist("amounts"), token.text.lower()
    return (
        low in tables["of"]["links"]
        or low in tables["of"]["auxiliaries"]
        or any(low in tables["direction"][x] for x in ("up", "down", "level"))
    )
