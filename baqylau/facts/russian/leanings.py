"""What the words around a number say of it: at least or at most, up or down, planned or foreseen.

Comes in: an `Analysis` and where the number stands. Goes out: bound, direction, modality in the contract's words.
"""

import re
from functools import cache
from typing import Any, Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.tenses import tells_future
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

Bound = Literal["exact", "over", "under", "about"]
Direction = Literal["up", "down", "level"]
Modality = Literal["actual", "planned", "forecast"]
_DIRECTIONS: tuple[Direction, ...] = ("up", "down", "level")
_WINDOW = 9  # words of the clause around the number


@cache
def _data() -> dict[str, Any]:
    return wordlist("amounts")


@cache
def _before() -> tuple[tuple[Bound, re.Pattern[str]], ...]:
    bounds: tuple[Bound, ...] = ("about", "over", "under")
    return tuple(
        (name, re.compile(r"(?:^|[\s(])(?:" + "|".join(sorted(_data()["bound"][name], key=len, reverse=True)) + r")\s+(?:чем\s+)?(?:на\s+|в\s+)?$"))
        for name in bounds
    )


def bound_of(a: Analysis, start: int) -> Bound:
    """From the words right before the number, then from the verb that governs it."""
    lead = a.text[max(0, start - 24) : start].lower()
    for name, pattern in _before():
        found = pattern.search(lead)
        if found and found[0].strip() != "за":
            return name
    words = _clause_before(a, start)
    for i, token in enumerate(words[-3:]):
        if token.lemma in _data()["bound"]["over_verbs"]:
            negated = any(t.lemma == "не" for t in words[max(0, len(words) - 3 + i - 2) : len(words) - 3 + i])
            return "under" if negated else "over"
    return "exact"


def direction_of(a: Analysis, start: int, end: int, quantity: str) -> Direction | None:
    """The nearest word of change before the number in its clause, or right behind it (`на 9 % больше`), or a sign."""
    if a.text[start] in "+-–−" or (quantity == "percent" and start and a.text[start - 1] in "+-−"):
        return "up" if "+" in a.text[max(0, start - 1) : start + 1] else "down"
    behind = a.tokens_in(end, end + 14)[:1]
    for token in (*behind, *reversed(_clause_before(a, start))):
        for name in _DIRECTIONS:
            if token.lemma in _data()["direction"][name] and (token not in behind or token.pos in ("ADV", "ADJ")):
                return name
    return None


def modality_of(a: Analysis, start: int) -> Modality:
    """From the clause's own words; a future verb is a plan."""
    words = (*_clause_before(a, start), *_clause_after(a, start))
    if any(t.lemma in _data()["modality"]["forecast"] for t in words):
        return "forecast"
    planned = any(t.lemma in _data()["modality"]["planned"] or tells_future(t) for t in words)
    return "planned" if planned else "actual"


def _clause_before(a: Analysis, start: int) -> list[Token]:
    """Up to nine words back, to a semicolon, a clause's comma or the sentence's beginning."""
    words = [t for t in a.words(a.sentence_at(start)) if t.end <= start][-_WINDOW:]
    stop = max((i for i, t in enumerate(words) if t.text in (",", ";", ":", "(", "–", "—") and not _short_step(words, i)), default=-1)
    return words[stop + 1 :]


def _short_step(words: list[Token], comma: int) -> bool:
    """A comma before the last words only lists; the verb stands before it."""
    return not any(t.pos in ("VERB", "ADJ") for t in words[comma + 1 :])


def _clause_after(a: Analysis, start: int) -> list[Token]:
    words = [t for t in a.words(a.sentence_at(start)) if t.start >= start][:_WINDOW]
    stop = next((i for i, t in enumerate(words) if t.text in (",", ";", ".") and i), len(words))
    return words[:stop]
