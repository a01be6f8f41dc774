"""Phrases in the nominative: `Карагандинской области` -> `Карагандинская область`, `управления
транспорта` -> `управление транспорта`.

Comes in: the tokens of a phrase with their tags. Goes out: the phrase with its head, and the
adjectives that agree with it, in the nominative; words that depend on the head in another case stay
unchanged.
"""

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from baqylau.lang.ru.lemmas import readings
from baqylau.model.words import Token

_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}


def phrase(tokens: Sequence[Token], text: str) -> str:
    """The phrase of these tokens (`text` is the article); spaces and marks stay as printed."""
    head = _head(tokens)
    parts, at = [], tokens[0].start
    for i, token in enumerate(tokens):
        parts.append(text[at : token.start])
        parts.append(_word(token, tokens[head], i == head) if i <= head else token.text)
        at = token.end
    return "".join(parts)


def _head(tokens: Sequence[Token]) -> int:
    """The first noun; adjectives before it agree with it."""
    return next(
        (
            i
            for i, t in enumerate(tokens)
            if t.pos in ("NOUN", "PROPN") and t.text.replace("-", "").isalpha()
        ),
        len(tokens) - 1,
    )


def _ordinal(word: str, gender: str | None) -> str | None:
    """`53-го` before a noun of this gender: `53-е заседание`; None for any other word."""
    figure, hyphen, ending = word.partition("-")
    if not (figure.isdigit() and hyphen and ending in _ENDINGS_OF_ORDINALS):
        return None
    return f"{figure}-{_ORDINALS.get(gender or '', ending)}"


_ENDINGS_OF_ORDINALS = ("го", "му", "ом", "м", "ым", "им", "ой", "ую", "ю")
_ORDINALS = {"Masc": "й", "Fem": "я", "Neut": "е"}


def _word(token: Token, head: Token, is_head: bool) -> str:
    ordinal = _ordinal(token.text, head.feats.get("Gender"))
    if ordinal and head.feats.get("Number") != "Plur":
        return ordinal
    if (
        len(token.text) > 2
        and token.text[-1].isupper()
        and (not token.text.isupper() or len(token.text) <= _LONGEST_ABBREVIATION)
    ):
        return token.text  # КазНУ, НАБУ: an abbreviation stands still
    if token.feats.get("Case") in (None, "Nom") and not _oblique(token.text):
        return token.text
    if not is_head and head.feats.get("Case") == "Nom":
        return token.text  # `Торайгыров университет`: nothing before a nominative changes
    if not (is_head or token.pos in ("ADJ", "DET", "VERB", "NUM", "PROPN")):
        return token.text
    return (
        _like(
            token.text,
            inflected(
                token.text,
                token.feats.get("Gender") if is_head else head.feats.get("Gender"),
                token.feats.get("Number", "Sing"),
                token.pos,
            ),
        )
        or token.text
    )


_LONGEST_ABBREVIATION = 5  # letters; a longer word in capitals is a word of a headline


def _oblique(word: str) -> bool:
    """Whether no reading of the word is a nominative."""
    known = readings(word.lower())
    return bool(known) and all(r.tag.case not in ("nomn", None) for r in known)


@lru_cache(maxsize=20_000)
def inflected(word: str, gender: str | None, number: str, pos: str) -> str | None:
    """A noun, adjective or participle in the nominative of its number (and gender, where it
    agrees).
    """
    wanted = {"nomn", "plur" if number == "Plur" else "sing"}
    kinds = ("ADJF", "PRTF") if pos in ("ADJ", "DET", "VERB") else ("NOUN",)
    agreeing = wanted | (
        {_GENDERS[gender]}
        if pos in ("ADJ", "DET", "VERB") and gender in _GENDERS and number != "Plur"
        else set()
    )
    known = sorted(
        readings(word.lower()),
        key=lambda r: (
            r.tag.POS not in kinds,
            "NOUN" in kinds and r.tag.gender != _GENDERS.get(gender or ""),
        ),
    )
    for reading in known:
        if reading.tag.POS in kinds and ("plur" in wanted) != (reading.tag.number == "sing"):
            form = reading.inflect(agreeing)
            if form:
                return _same_degree(word.lower(), str(form.word), reading, agreeing)
    return next((str(f.word) for r in known if (f := r.inflect(wanted))), None)


def _same_degree(word: str, form: str, reading: Any, agreeing: set[str]) -> str:
    """`Высшего` is `высший`, no `высочайший`: of the forms with these grammatical features, the one
    that shares the longest beginning with the word.
    """
    if "Supr" not in reading.tag:
        return form
    forms = [str(f.word) for f in reading.lexeme if agreeing <= f.tag.grammemes]
    return max(forms, key=lambda f: _shared(f, word), default=form)


def _like(model: str, word: str | None) -> str | None:
    """The word with the capital letters of its model, part by part around a hyphen."""
    if word is None:
        return None
    if model.isupper() and len(model) > 1:
        return word.upper()
    if "-" in model and model.count("-") == word.count("-"):
        return "-".join(
            _like(m, w) or w for m, w in zip(model.split("-"), word.split("-"), strict=True)
        )
    same = _shared(model.lower(), word.lower())
    return model[:same] + word[same:] if model[:1].isupper() and same else word


def _shared(one: str, other: str) -> int:
    """The number of letters with which both words begin."""
    return sum(
        1
        for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
