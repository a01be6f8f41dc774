"""Organizations that the word lists and quotation marks show and the tagger misses.

Comes in: tokens, sentences and the tagger's candidates. Goes out: candidates, surest first.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.descriptors import is_kind
from baqylau.lang.ru.gazetteer import several
from baqylau.lang.ru.institutions import institutions, is_lot
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.hosts import TOP_LEVEL
from baqylau.model.words import Sentence, Token

_OPEN, _CLOSE = frozenset('«“"„'), frozenset('»”"“')
_DOMAIN = re.compile(rf"(?<![\w-])[\w-]+\.(?:{TOP_LEVEL})$", re.IGNORECASE)
_LONGEST_QUOTED = 7  # words of a quoted company name


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(wordlist("organizations")[key])


def find(
    text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], tagged: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Quoted companies, domains, institutions with their genitive tail, listed names; surest
    first.
    """
    persons = {i for c in tagged if c.kind == "person" for i in range(c.first, c.last)}
    yield from _quoted(text, tokens)
    yield from _domains(tokens)
    yield from (
        Candidate("organization", first, last)
        for first, last, _ in several(tokens, "organizations", "several")
    )
    for sentence in sentences:
        yield from institutions(tokens, sentence, persons)
    yield from _single(tokens)


def _quoted(text: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    for i, token in enumerate(tokens):
        if token.text not in _OPEN or i == 0 or i + 1 >= len(tokens):
            continue
        close = next(
            (
                j
                for j in range(i + 2, min(i + 2 + _LONGEST_QUOTED, len(tokens)))
                if tokens[j].text in _CLOSE
            ),
            None,
        )
        if close is None or not tokens[i + 1].text[:1].isupper():
            continue
        inner = _inner(tokens, i + 1)
        if inner and tokens[i - 1].text in _list("legal"):
            name = text[tokens[i + 3].start : tokens[inner - 1].end]
            yield Candidate("organization", i - 1, inner + 1, name)
            continue
        inside = text[tokens[i + 1].start : tokens[close - 1].end]
        before = tokens[i - 1]
        if before.text in _list("legal"):
            yield Candidate("organization", i - 1, close + 1, inside)
        elif is_kind(before.lemma) or before.lemma in _list("heads"):
            yield Candidate("organization", i + 1, close, inside)


def _inner(tokens: Sequence[Token], form: int) -> int | None:
    """`АО "НК "Дала"`: the index of the mark that closes the name, where a second form of a firm
    stands at `form` before marks of its own.
    """
    if form + 2 >= len(tokens) or tokens[form].text not in _list("legal"):
        return None
    if tokens[form + 1].text not in _OPEN or tokens[form + 1].end != tokens[form + 2].start:
        return None
    end = min(form + 3 + _LONGEST_QUOTED, len(tokens))
    return next((j for j in range(form + 3, end) if tokens[j].text in _CLOSE), None)


def _domains(tokens: Sequence[Token]) -> Iterator[Candidate]:
    for i, token in enumerate(tokens):
        if _DOMAIN.fullmatch(token.text):
            yield Candidate("organization", i, i + 1, token.text)
        elif (
            token.text == "."
            and 0 < i < len(tokens) - 1
            and token.start == tokens[i - 1].end
            and token.end == tokens[i + 1].start
        ):
            whole = tokens[i - 1].text + "." + tokens[i + 1].text
            if _DOMAIN.fullmatch(whole):
                first = _domain_start(tokens, i - 1)
                whole = "".join(t.text for t in tokens[first : i + 2])
                yield Candidate("organization", first, i + 2, whole)


def _domain_start(tokens: Sequence[Token], at: int) -> int:
    """The index of the first part of `News.Ykt.Ru`, whose last but one stands at `at`."""
    while (
        at > 1
        and tokens[at - 1].text == "."
        and tokens[at - 2].end == tokens[at - 1].start
        and tokens[at - 1].end == tokens[at].start
        and tokens[at - 2].text.isascii()
        and tokens[at - 2].text[0].isalnum()
    ):
        at -= 2
    return at


@cache
def _stems() -> dict[str, str]:
    """The listed names of one word, by the stem that all their cases share."""
    return {(n if n.isupper() else n.lower().rstrip("аоеь")): n for n in _list("single")}


_ENDINGS = frozenset(
    {"", "а", "у", "ом", "е", "ы", "и", "о", "ой", "ю", "ем", "я", "ью", "ей", "ь"}
)  # Сенатом, not Сенатор


def _single(tokens: Sequence[Token]) -> Iterator[Candidate]:
    lower = _list("lower")
    for i, token in enumerate(tokens):
        if token.text in _stems():
            yield Candidate("organization", i, i + 1, token.text)
        elif (token.text[0].isupper() or token.lemma in lower) and not token.text.isupper():
            low = token.text.lower()
            cuts = (
                cut for cut in (0, 1, 2) if len(low) - cut > 3 and low[len(low) - cut :] in _ENDINGS
            )
            name = next((n for cut in cuts if (n := _stems().get(low[: len(low) - cut]))), None)
            if name:
                yield Candidate("organization", i, i + 1, _as_printed(token.text, name))


def _as_printed(word: str, name: str) -> str:
    """The listed name with the capital letters of the text: КазАвтоЖоле -> КазАвтоЖол."""
    same = sum(
        1
        for _ in itertools.takewhile(
            lambda pair: pair[0].lower() == pair[1].lower(), zip(word, name, strict=False)
        )
    )
    return word[:same] + name[same:] if any(c.isupper() for c in word[1:same]) else name


def retyped(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """`руководитель Казводхоза`, tagged a person or a place, in a text about РГП «Казводхоз»: the
    name that stands in marks elsewhere is an organization in any case.
    """
    named = {c.name.lower(): c.name for c in found if c.kind == "organization" and c.name}
    return [_as_named(c, tokens, named) for c in found]


def _as_named(candidate: Candidate, tokens: Sequence[Token], named: Mapping[str, str]) -> Candidate:
    if candidate.name or candidate.last - candidate.first != 1:
        return candidate
    low = tokens[candidate.first].text.lower()
    cuts = (low[: len(low) - n] for n in range(_ENDING + 1) if len(low) - n >= _SHORTEST)
    name = next((named[x + e] for x in cuts for e in ("", "а") if x + e in named), None)
    if name is None or not any(
        low == name.lower()[:-1] + e or low == name.lower() + e for e in _ENDINGS
    ):
        return candidate
    return replace(candidate, kind="organization", name=name)


_ENDING, _SHORTEST = 2, 6  # letters of an ending, and of a name that nobody bears


def is_no_name(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    """`СМИ`, `ВВП`, a lone `ТОО`: words in capital letters that are no name; nor is a lot of goods:
    `Пробная партия вакцины`.
    """
    word = tokens[candidate.first]
    if is_lot(tokens, candidate.first) or is_lot(tokens, candidate.first + 1):
        return True
    return candidate.last - candidate.first == 1 and (
        word.text in _list("not_organizations") or word.text in _list("forms")
    )


def in_marks(candidate: Candidate, tokens: Sequence[Token]) -> Candidate:
    """A candidate in marks of its own (`«Улытау»`) becomes an organization: a club or a firm, and
    no place or person.
    """
    return replace(candidate, kind="organization") if is_marked(candidate, tokens) else candidate


def is_marked(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    first, last = candidate.first, candidate.last
    return (
        first > 0
        and last < len(tokens)
        and tokens[first - 1].text in _OPEN
        and tokens[last].text in _CLOSE
    )


def without_things(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """The candidates without names of things: `корабля «Союз»` is no organization, and then no
    other «Союз» of the document is one; `акции «Союза»` belong to an organization.
    """
    marked = [
        c for c in found if c.kind == "organization" and c.name is None and is_marked(c, tokens)
    ]
    behind = (
        c.first for c in marked if c.first > 1 and tokens[c.first - 2].lemma in _list("things")
    )
    things = {tokens[i].lemma for i in behind if _is_nominative(tokens[i])}
    return [c for c in found if c not in marked or tokens[c.first].lemma not in things]


def _is_nominative(token: Token) -> bool:
    return token.text.lower().replace("ё", "е") == token.lemma


def with_country(
    candidate: Candidate, places: Mapping[int, Candidate], tokens: Sequence[Token]
) -> Candidate:
    """`Минэнерго Казахстана`, `Правительство РК`: a listed office takes the place in the genitive
    right behind it; `places` by their first token. An embassy also takes where it is.
    """
    owned = _with_owner(_with_branch(candidate, tokens), places, tokens)
    return _with_seat(_with_region(owned, places, tokens), places, tokens)


def _with_region(
    candidate: Candidate, places: Mapping[int, Candidate], tokens: Sequence[Token]
) -> Candidate:
    """`ДЧС по Алматинской области`: the region of an office that has one in every region."""
    at = candidate.last
    first = next((i for i in (at + 1, at + 2) if i in places), None)
    if (
        candidate.kind != "organization"
        or first is None
        or tokens[at].text != "по"
        or not any(t.text in _list("regional") for t in tokens[candidate.first : at])
        or any(t.text[0].isupper() for t in tokens[at + 1 : first])
    ):
        return candidate
    last = places[first].last
    region = " ".join(t.text for t in tokens[at:last])
    name = f"{candidate.name} {region}" if candidate.name else None
    return replace(candidate, last=last, name=name)


def _with_branch(candidate: Candidate, tokens: Sequence[Token]) -> Candidate:
    """`ГУ МВД`: the letters of the branch belong to the abbreviation of the office."""
    first = candidate.first
    if (
        candidate.kind != "organization"
        or not first
        or tokens[first - 1].text not in _list("branches")
        or not tokens[first].text.isupper()
        or tokens[first].start - tokens[first - 1].end != 1
    ):
        return candidate
    name = f"{tokens[first - 1].text} {candidate.name}" if candidate.name else None
    return replace(candidate, first=first - 1, name=name)


def _with_seat(
    candidate: Candidate, places: Mapping[int, Candidate], tokens: Sequence[Token]
) -> Candidate:
    """`посольство Казахстана в Турции`"""
    at = candidate.last
    seat = places.get(at + 1)
    if (
        candidate.kind != "organization"
        or candidate.name is not None
        or seat is None
        or tokens[candidate.first].lemma not in _list("seated")
        or tokens[candidate.first].feats.get("Number") == "Plur"
        or tokens[at].text != "в"
        or tokens[seat.first].feats.get("Case") == "Acc"
    ):
        return candidate
    return replace(candidate, last=seat.last)


def _with_owner(
    candidate: Candidate, places: Mapping[int, Candidate], tokens: Sequence[Token]
) -> Candidate:
    if candidate.kind != "organization" or candidate.last >= len(tokens):
        return candidate
    place = places.get(candidate.last)
    words = tokens[candidate.first : candidate.last]
    named = words[-1] if words[0].text in _list("branches") else words[0]
    office = named.text in _list("offices") or words[0].text.startswith(
        ("Мин", "Нац", "Прав", "Ген", "прав")
    )
    office = office or any(
        w.lemma in _list("heads") or w.lemma in _list("lower") for w in words[:3]
    )
    if (
        place is None
        or not office
        or tokens[place.first].start - tokens[candidate.last - 1].end != 1
    ):
        return candidate
    if (
        tokens[place.first].feats.get("Case", "Gen") != "Gen"
        and not tokens[place.first].text.isupper()
    ):
        return candidate
    name = (
        f"{candidate.name} {' '.join(t.text for t in tokens[place.first : place.last])}"
        if candidate.name
        else None
    )
    return Candidate("organization", candidate.first, place.last, name)
