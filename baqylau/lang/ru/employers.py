"""Words that the tagger takes for a person although they say where the person behind them works:
`аналитик Уралсиба Алексей Кокин`, `главы Сахалина Валерия Лимаренко`.

Comes in: candidates and tokens. Goes out: the candidates, with the word before the person as an
organization or a place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.full_names import PATRONYMIC, is_given
from baqylau.lang.ru.lemmas import readings
from baqylau.lang.ru.places import is_known
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_FULL = 2  # words of a name that needs no word before it


def parted(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """All candidates in their order."""
    persons = {c.first: c for c in found if c.kind == "person"}
    return [part for c in found for part in _parts(c, persons, tokens)]


def _parts(
    candidate: Candidate, persons: dict[int, Candidate], tokens: Sequence[Token]
) -> Iterator[Candidate]:
    first = candidate.first
    if _lives_there(candidate, tokens):
        yield replace(candidate, kind="place", last=first + 1)
        yield replace(candidate, first=first + 1)
        return
    if candidate.kind != "person" or not first or not _is_office(tokens[first - 1]):
        yield candidate
        return
    size, behind = candidate.last - first, persons.get(candidate.last)
    if (
        size == 1
        and behind
        and behind.last - behind.first >= _FULL
        and not _is_given(tokens, first)
    ):
        yield replace(candidate, kind="organization")
    elif _begins_with_place(tokens[first : candidate.last]):
        yield replace(candidate, kind="place", last=first + 1)
        yield replace(candidate, first=first + 1)
    else:
        yield candidate


def _begins_with_place(words: Sequence[Token]) -> bool:
    """`аким | Алматы Ерболат Досаев`: a place and behind it a first name, or a name of two words
    that no list knows.
    """
    if len(words) < _FULL:
        return False
    given = _is_given(words, 1)
    return (given and _is_place(words[0])) or (
        len(words) > _FULL and is_known(words[0]) and words[0].text.istitle()
    )


def _lives_there(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    """`житель микрорайона Куаныш Заманбек Ахметов`: behind the noun for a place stands its name,
    and then a first name with a surname.
    """
    first = candidate.first
    return (
        candidate.kind == "person"
        and candidate.last - first > _FULL
        and first > 0
        and tokens[first - 1].lemma in wordlist("places")["before"]
        and _is_given(tokens, first + 1)
        and not any(t.text.lower().endswith(PATRONYMIC) for t in tokens[first : candidate.last])
    )


def _is_office(token: Token) -> bool:
    return token.pos == "NOUN" and is_position(token.lemma)


def _is_place(token: Token) -> bool:
    """A place in the genitive, and no surname."""
    found = readings(token.text.lower())
    named = any(mark in r.tag for r in found for mark in ("Surn", "Name", "Patr"))
    return not named and any("Geox" in r.tag and r.tag.case == "gent" for r in found)


def _is_given(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_given(tokens[at])
