"""What a name that the model found really names, where lists or the marks around it know better.

Comes in: a text and the span of a name. Goes out: another kind or end, or that it names nothing.
"""

import re
from collections.abc import Iterator

from baqylau.lang.kk.cases import case_of, nominative, nominative_phrase
from baqylau.lang.kk.institutions import CAPITAL, NEXT, SMALL, is_organization_head
from baqylau.lang.kk.name_forms import listed_places, nominative_of
from baqylau.lang.kk.name_rules import NAME_WORD, KazakhName, Kind, is_given, is_opener
from baqylau.lang.kk.positions import bare_position, unpossessed
from baqylau.lang.kk.wordlists import wordlist

_OPENING, _CLOSING = '«“„"', '»”"'
_DASH = re.compile(r"\s[–—-]\s")


def kind_of(text: str, start: int, end: int, kind: Kind) -> Kind:
    """The kind that the lists know: `БҚО` is a region, `Кеңес Одағы` a state, `ВКонтакте` a
    network.
    """
    name = nominative_of(text[start:end], kind)
    if kind != "place" and (name.isupper() or " " in name) and name in listed_places():
        return "place"
    if kind == "organization" and _stands_alone(text, start, end) and name in listed_places():
        return "place"
    if kind == "place" and name in wordlist("names")["networks"]:
        return "organization"
    return kind


def _stands_alone(text: str, start: int, end: int) -> bool:
    """`Қазақстан - ТМД-да бірінші`: a dash behind what is no part of a name in marks."""
    return _DASH.match(text, end) is not None and text[start - 1 : start] not in tuple(_OPENING)


def is_title(text: str, start: int, end: int) -> bool:
    """`"Еркін тақырыпта"`, `"Астана - жастар жүрегінде"`, `"Ғылым" атты модуль`: what stands in
    marks is a motto or a heading, and no word behind it says that it is an organization.
    """
    if not start or text[start - 1] not in _OPENING or text[end : end + 1] not in tuple(_CLOSING):
        return False
    behind = NEXT.match(text, end + 1)
    if behind and is_organization_head(behind[1]):
        return False
    motto = _DASH.search(text, start, end) and any(x.islower() for x in text[start:end].split())
    words = text[start:end].split()
    located = len(words) > 1 and words[-1].islower() and case_of(words[-1]) == "locative"
    return bool(motto) or located or _is_called(text, end + 1)


def _is_called(text: str, at: int) -> bool:
    """Whether `атты` stands behind the marks, or behind the last of a list of marks, and no
    organization behind it.
    """
    found = _CALLED.match(text, at)
    if found is None:
        return False
    end = found.end()
    for _ in range(_MOST_BEHIND):
        word = NEXT.match(text, end)
        if word is None or not word[1].islower():
            return True
        if is_organization_head(word[1]):
            return False
        end = word.end()
    return True


_MOST_BEHIND = 3  # words: `атты үш жаңа модуль`
_CALLED = re.compile(
    r'(?:,?\s(?:(?:және|мен|бен|пен)\s)?[«“"][^«»“”"\n]{1,60}[»”"]){0,6}\sатты(?!\w)'
)


def is_post(name: str) -> bool:
    """`Бас прокурор қызметі`, `Ішкі істер министрі қызметі`: a post, and no service."""
    *before, last = name.lower().split()
    post = unpossessed(last) in wordlist("appointments")["post"]
    return post and bool(before) and bare_position(before[-1]) is not None


def end_without_kind(text: str, start: int, end: int) -> int:
    """`Жамбыл | облыстық`: a place without the adjective that only says that it is a region."""
    head, space, last = text[start:end].rpartition(" ")
    return start + len(head) if space and last in wordlist("names")["areas"] else end


def with_particles(text: str) -> Iterator[KazakhName]:
    """`Урсула фон дер Ляйен`; with `де`, which is a Kazakh word too, only behind an office and a
    first name that no list knows: `өкілі Стефан де Мистура`.
    """
    for found in _PARTICLES.finditer(text):
        if found["particle"] in wordlist("names")["particles"]["words"]:
            before = text[max(0, found.start() - _OFFICE) : found.start()].split()[-1:]
            office = bool(before) and before[0].islower() and bare_position(before[0]) is not None
            if not office or is_given(found["first"]):
                continue
        if nominative(found["last"]) not in listed_places() and not is_opener(found["first"]):
            yield KazakhName(*found.span(), "person", nominative_phrase(found[0]))


_OFFICE = 30  # characters


def end_with_surname(text: str, end: int) -> int:
    """`Құсайын | Сәрсембай`: behind a first name a word with a capital letter, which begins no
    institution and is no place.
    """
    behind = _SURNAME.match(text, end)
    if behind is None or is_organization_head(behind[1]) or is_given(behind[1]):
        return end
    following = NEXT.match(text, behind.end())
    owns = following is not None and (
        is_organization_head(following[1]) or unpossessed(nominative(following[1])) is not None
    )
    place = nominative(behind[1]) in listed_places()
    return end if owns or place or case_of(behind[1]) != "nominative" else behind.end()


_PARTICLE_WORDS = "|".join(
    x for key in ("words", "foreign") for x in wordlist("names")["particles"][key]
)
_PARTICLES = re.compile(
    rf"(?<![\w«“„\"-])(?P<first>{NAME_WORD})\s(?P<particle>{_PARTICLE_WORDS})"
    rf"(?:\s(?:{_PARTICLE_WORDS}))?\s(?P<last>{NAME_WORD})"
)
_SURNAME = re.compile(rf"\s([{CAPITAL}][{SMALL}]{{2,20}})(?![\w-])")
