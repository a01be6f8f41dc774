"""Modifiers of an amount, from the words around a number: the bound (at least, at most), the
direction (up, down) and the modality (planned, forecast).

Comes in: an `Analysis` and where the number stands. Goes out: bound, direction and modality in the
words of the public contract.
"""

import re
from functools import cache, lru_cache
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import Bound, Direction, Modality
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_DIRECTIONS: tuple[Direction, ...] = ("up", "down", "level")
_WINDOW = 9  # words of the clause around the number
_REACH = 160  # characters in which they stand


@cache
def _data() -> dict[str, Any]:
    return wordlist("amounts")


@cache
def _before() -> tuple[re.Pattern[str], dict[str, Bound]]:
    """One pattern of all words for a bound, the longest first ("не более" before "более"), and the
    bound that each word means.
    """
    bounds: tuple[Bound, ...] = ("about", "over", "under")
    names = {words: name for name in bounds for words in _data()["bound"][name]}
    longest = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return (
        re.compile(
            rf"(?:^|[\s(–—-])(?P<words>{longest})\s{{1,2}}(?:чем\s{{1,2}})?(?P<by>на\s|в\s)?$"
        ),
        names,
    )


def bound_of(a: Analysis, start: int, moves: bool) -> Bound:
    """The bound, from the words right before the number, then from the verb that governs it. Behind
    a verb of change `до` gives the level reached and no bound.
    """
    lead = a.text[max(0, start - 28) : start].lower()
    pattern, names = _before()
    found = pattern.search(lead)
    if found:
        return "exact" if found["words"] == "до" and moves else names[found["words"]]
    if lead.endswith(" на "):
        return "exact"  # "превысил прошлогодний на 2 млн тонн" says by how much
    words = _clause_before(a, start)
    for i, token in enumerate(words[-3:]):
        if token.lemma in _data()["bound"]["over_verbs"]:
            negated = any(
                t.lemma == "не" for t in words[max(0, len(words) - 3 + i - 2) : len(words) - 3 + i]
            )
            return "under" if negated else "over"
    return "exact"


def direction_of(a: Analysis, start: int, end: int, quantity: str) -> Direction | None:
    """The direction, from the nearest word of change before the number in its clause, from a word
    right behind it (`на 9 % больше`), or from its sign.
    """
    if quantity != "duration" and (
        a.text[start] in "+-–−" or (quantity == "percent" and start and a.text[start - 1] in "+-−")
    ):
        return "up" if "+" in a.text[max(0, start - 1) : start + 1] else "down"
    behind = a.tokens_in(end, end + 14)[:1]
    if behind and behind[0].start - end <= 1:
        found = _direction(behind[0], compared=True)
        if found:
            return found
    if quantity == "duration" and not a.text[max(0, start - 4) : start].lower().endswith(
        (" на ", " до ")
    ):
        return None  # "максимума за 19 месяцев": the months do not grow
    words, level = _clause_before(a, start), quantity in ("percent", "money")
    for i, token in reversed(list(enumerate(words))):
        if token.lemma in _data()["direction"]["unchanged"] and i and words[i - 1].lemma == "не":
            return "level"
        found = _direction(token, compared=False)
        if found and (found != "level" or level or _LEVEL.search(a.text[token.end : start])):
            return found
    verbs = (t for t in _clause_after(a, end)[:_VERB_BEHIND] if t.pos == "VERB")
    return next(
        (d for t in verbs if (d := _direction(t, compared=False)) and (d != "level" or level)), None
    )


_LEVEL = re.compile(
    r"уровн|отметк|прежн|неизменн"
)  # `десятки домов остались без света` names no level
_VERB_BEHIND = 3  # words behind the number to its verb: "на 5% за год выросли цены"


def _direction(token: Token, *, compared: bool) -> Direction | None:
    """The direction that a word means: `вырос`, `снижение`; behind the number only words that
    compare count (`больше`, `ниже`).
    """
    for name in _DIRECTIONS:
        if compared and token.text.lower() in _data()["direction"]["compared"][name]:
            return name
        if not compared and (
            token.lemma in _data()["direction"][name]
            or token.text.lower() in _data()["direction"]["compared"][name]
        ):
            return name
    return None


def modality_of(a: Analysis, start: int) -> Modality:
    """The modality, from the words of the clause; a verb in the future means a plan."""
    words = (*_clause_before(a, start), *_clause_after(a, start))
    if any(
        t.lemma in _data()["modality"]["forecast"]
        and not (t.lemma == "мочь" and t.feats.get("Tense") == "Past")
        for t in words
    ):
        return "forecast"
    planned = any(t.lemma in _data()["modality"]["planned"] or tells_future(t) for t in words)
    return "planned" if planned else "actual"


@lru_cache(maxsize=8)
def _clause_before(a: Analysis, start: int) -> list[Token]:
    """The words of the clause before the number: up to nine, back to a semicolon, a comma between
    clauses or the beginning of the sentence.
    """
    words = [
        t
        for t in a.tokens_in(max(a.sentence_at(start).start, start - _REACH), start)
        if t.end <= start
    ][-_WINDOW:]
    stop = max(
        (
            i
            for i, t in enumerate(words)
            if t.text in (",", ";", ":", "(", "–", "—") and not _short_step(words, i)
        ),
        default=-1,
    )
    return words[stop + 1 :]


def _short_step(words: list[Token], comma: int) -> bool:
    """Whether the comma only separates the items of a list, so that the verb stands before it."""
    return not any(t.pos in ("VERB", "ADJ") for t in words[comma + 1 :])


def _clause_after(a: Analysis, start: int) -> tuple[Token, ...]:
    words = a.tokens_in(start, min(a.sentence_at(start).end, start + _REACH))[:_WINDOW]
    stop = next((i for i, t in enumerate(words) if t.text in (",", ";", ".")), len(words))
    return words[:stop]
