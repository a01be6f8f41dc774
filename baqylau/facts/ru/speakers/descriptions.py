"""The name behind a long description: `начальник управления полковник полиции X`, `эксперт, который
много лет изучает тарифы, X`.

Comes in: the words of a clause, and the index behind the first position. Goes out: the index of the
name, or None.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.speakers.agreement import stands_in_nominative
from baqylau.facts.ru.speakers.phrase_ends import covered, mentions_by_start, phrase_end
from baqylau.lang.ru.positions import is_position
from baqylau.model.words import Token

_JOINING = frozenset({",", "–", "—", "-"})
_LONGEST_DESCRIPTION = 40
"""Words between a position and the name that it leads to."""


def name_behind(a: Analysis, words: Sequence[Token], last: int, case: str) -> int | None:
    """The index of the name that a longer description leads to: further positions behind a
    comma, a dash or nothing, words in brackets, a clause with `который`.
    """
    end = min(len(words), last + _LONGEST_DESCRIPTION)
    listed_more = False
    while last < end:
        token = words[last]
        mention = mentions_by_start(a).get(token.start)
        if mention and mention.type == "person":
            name = covered(words, last, mention.end)
            return last if stands_in_nominative(mention, name) == (case == "Nom") else None
        after = last + (token.text in _JOINING)
        if token.text == "(":
            last = _index_behind(words, last, ")", end)
        elif token.text == "," and after < end and words[after].lemma == "который":
            named = _name_behind_clause(a, words, after, end)
            if named is None:
                return None
            last = named
        elif after < end and _describes(words[after], case):
            listed_more = listed_more or token.text == ","
            last = phrase_end(a, words, _head_at(words, after, case))
        elif listed_more and token.text == "," and after < end:
            last = after
        else:
            return None
    return None


def name_at_end(a: Analysis, words: Sequence[Token], last: int) -> int | None:
    """`следователь по особо важным делам управления на транспорте X`: the name to which only
    prepositions, adjectives and nouns lead that stand in other cases.
    """
    for i in range(last, min(len(words), last + _LONGEST_DUTY)):
        mention = mentions_by_start(a).get(words[i].start)
        if mention and mention.type == "person":
            name = covered(words, i, mention.end)
            return i if i > last and stands_in_nominative(mention, name) else None
        between = words[i].pos in ("ADP", "ADJ", "NOUN", "PROPN", "ADV", "NUM", "CCONJ")
        named = a.mention_at(words[i].start) is not None
        if not named and (not between or words[i].feats.get("Case") == "Nom"):
            return None
    return None


_LONGEST_DUTY = 16  # words of a duty between a position and the name


def _head_at(words: Sequence[Token], at: int, case: str) -> int:
    """The noun behind the adjectives at `at`: `генеральный директор`."""
    while at + 1 < len(words) and words[at].pos == "ADJ" and _describes(words[at + 1], case):
        at += 1
    return at


def _name_behind_clause(a: Analysis, words: Sequence[Token], at: int, end: int) -> int | None:
    """`эксперт, который много лет изучает тарифы, X`: the name right behind the next comma."""
    comma = next((j for j in range(at, end) if words[j].text == ","), None)
    if comma is None or comma + 1 >= end:
        return None
    mention = mentions_by_start(a).get(words[comma + 1].start)
    return comma + 1 if mention and mention.type == "person" else None


def _index_behind(words: Sequence[Token], at: int, mark: str, end: int) -> int:
    return next((j + 1 for j in range(at, end) if words[j].text == mark), end)


def _describes(token: Token, case: str) -> bool:
    """Whether the word may be a further position of the same person: in the same case."""
    if token.feats.get("Case") not in (case, None):
        return False
    return (token.pos == "ADJ" and token.text.islower()) or (
        token.pos == "NOUN"
        and (
            is_position(token.lemma)
            or token.lemma in ("автор", "кандидат", "член", "мастер")
            or token.feats.get("Animacy") == "Anim"
        )
    )
