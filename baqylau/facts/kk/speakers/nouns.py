"""Nouns that name a speaker: an office, people, an institution; and the phrase before them.

Comes in: tokens and the index of a noun. Goes out: what it names, and where its phrase begins.
"""

from collections.abc import Sequence
from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import Kind
from baqylau.facts.kk.words.nominal import (
    attributes_start,
    case_of,
    is_possessed,
    readings,
)
from baqylau.facts.kk.words.positions import position_before
from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.positions import bare_position, unpossessed_forms
from baqylau.lang.kk.speakers import listed
from baqylau.model.words import Token

_PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")
_MOST = 5  # words of a phrase before its head


def head_kind(a: Analysis, tokens: Sequence[Token], i: int) -> Kind | None:
    """What the noun at this index names as the head of its phrase."""
    token = tokens[i]
    if not token.text[0].isalpha() or len(token.text) < _SHORTEST:
        return None
    name = a.mention_at(token.start)
    if name and name.type == "person":
        return None
    forms = readings(token)
    if any(f in listed("institutions") for f in forms):
        return "institution"
    if name:
        return None
    bare = _person_noun(token.text.lower())
    if bare is None:
        return None
    return "people" if any(f in listed("many") for f in forms) else "role"


_SHORTEST = 3


@lru_cache(maxsize=20_000)
def _person_noun(low: str) -> str | None:
    """The bare noun of an office or a person; `сарапшылардың` -> `сарапшы`."""
    base = nominative(low)
    for form in (base, *unpossessed_forms(base)):
        for ending in ("", *_PLURALS):
            stem = form.removesuffix(ending) if ending else form
            if (ending and stem == form) or len(stem) < _SHORTEST:
                continue
            if stem in listed("no_speakers"):
                return None
            if stem in listed("many"):
                return stem
            known = bare_position(stem)
            if known:
                return known
    return None


def bare_noun(token: Token) -> str:
    """The noun without case, possessive and plural endings."""
    return _person_noun(token.text.lower()) or nominative(token.text.lower())


def is_plural(token: Token) -> bool:
    """`сарапшылар`, `қонақтары`"""
    base = nominative(token.text.lower())
    return any(form.endswith(_PLURALS) for form in (base, *unpossessed_forms(base)))


def phrase_start(a: Analysis, tokens: Sequence[Token], head: int) -> int:
    """The index of the first word of the phrase: `Қызылорда облысының әкімі`, `қала қонақтары`."""
    position = position_before(a, tokens, head + 1)
    first = head
    if position is not None:
        start = position.start(tokens)
        first = next(i for i, t in enumerate(tokens) if t.end > start)
    low = tokens[head].text.lower()
    if any(f in listed("many") for f in readings(tokens[head])):
        first = min(first, attributes_start(a, tokens, head, 1))
    if is_possessed(low) or is_plural(tokens[head]):
        first = min(first, attributes_start(a, tokens, head, _MOST))
    first = _object_start(a, tokens, _of_region(a, tokens, first))
    while first and tokens[first - 1].text.lower() in listed("attributes"):
        first -= 1
    while first < head and (
        tokens[first].text.lower() in listed("openers") or case_of(tokens[first].text) == "locative"
    ):
        first += 1
    return first


def _of_region(a: Analysis, tokens: Sequence[Token], first: int) -> int:
    """`Төтенше жағдайлар министрлігінің Маңғыстау облысы бойынша | департаменті`: the region and
    the institution of which it is a part.
    """
    if not first or tokens[first - 1].text.lower() != _BY:
        return first
    place = a.mention_at(tokens[first - 2].start) if first > 1 else None
    if place is None or place.type != "place":
        return first
    start = next(i for i, t in enumerate(tokens) if t.end > place.start)
    owner = a.mention_at(tokens[start - 1].start) if start else None
    if owner is None or owner.type != "organization":
        return start
    return next(i for i, t in enumerate(tokens) if t.end > owner.start)


_BY = "бойынша"


def _object_start(a: Analysis, tokens: Sequence[Token], first: int) -> int:
    """`бала құқығын қорғаушы мамандар`: the object of an agent noun or a verbal noun belongs to the
    phrase.
    """
    if not first or not tokens[first].text.lower().endswith(_AGENT):
        return first
    if case_of(tokens[first - 1].text) != "accusative" or a.mention_at(tokens[first - 1].start):
        return first
    return attributes_start(a, tokens, first - 1, _MOST)


_AGENT = ("шы", "ші", "у", "ау", "еу")
