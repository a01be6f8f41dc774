"""Names in a Kazakh text, by rules: characters of persons, organizations and places, with a
nominative form.

Comes in: a text and the starts of its sentences. Goes out: `KazakhName`s in order, without
overlaps. The rules are simple on purpose: capital letters, the heads and lists of `names.toml`, and
the case endings of `cases.py`; there is no model.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from baqylau.lang.kk.cases import nominative, nominative_phrase
from baqylau.lang.kk.counting import ENDING
from baqylau.lang.kk.speech import words
from baqylau.lang.kk.wordlists import wordlist

_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІ"
_SMALL = "а-яёәғқңөұүһі"
_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}]?[{_SMALL}]+)?"
_PERSON = re.compile(rf"(?:[{_CAPITAL}]\.\s?){{1,2}}{_WORD}|{_WORD}(?:\s+{_WORD}){{1,2}}")
_ONE_WORD = re.compile(rf"\b{_WORD}")
_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{2,60})[»”\"]")
_AWAY = re.compile(
    rf"[{_SMALL}](?:да|де|та|те|дан|ден|тан|тен|нан|нен)\s"
)  # "Қостанайда … комбинаты": two phrases, not one name
_LATIN = re.compile(r"\b[A-Z][\w.]*[A-Za-z](?:\s+[A-Z][\w.]*[A-Za-z])*")


@dataclass(frozen=True, slots=True, order=True)
class KazakhName:
    start: int
    end: int
    type: Literal["person", "organization", "place"]
    name: str


@cache
def _institution() -> re.Pattern[str]:
    heads = "|".join(
        sorted(
            (h.removesuffix("і").removesuffix("ы") for h in wordlist("names")["heads"]),
            key=len,
            reverse=True,
        )
    )
    return re.compile(
        rf"\b[{_CAPITAL}][{_SMALL}-]+"
        rf"(?:,?\s+(?:және\s+)?[{_SMALL}{_CAPITAL}][{_SMALL}-]+){{0,5}}?"
        rf"\s+(?:{heads})(?:{ENDING})(?!\w)"
    )


@cache
def _listed(kind: str) -> re.Pattern[str]:
    names = "|".join(re.escape(x) for x in sorted(wordlist("names")[kind], key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?:-?[{_SMALL}]{{1,5}})?(?![\w-])")


def find(text: str) -> list[KazakhName]:
    """Every name, in reading order, none overlapping another; the surest rules choose their
    characters first.
    """
    taken: list[KazakhName] = []
    for rule in (_quoted_companies, _institutions, _latin, _abbreviations, _places, _persons):
        taken += [
            x for x in rule(text) if not any(x.start < y.end and y.start < x.end for y in taken)
        ]
    return sorted(_fullest([*taken, *_surnames_again(text, taken)]))


def _fullest(names: list[KazakhName]) -> list[KazakhName]:
    """Gives `Л. Омарғалиева` the full name where the text has exactly one such name, `Ләззат
    Омарғалиева`.
    """
    full = [x.name for x in names if x.type == "person" and "." not in x.name]
    return [
        replace(x, name=_match(x.name, full)) if x.type == "person" and "." in x.name else x
        for x in names
    ]


def _match(initials: str, full: list[str]) -> str:
    surname = initials.split()[-1]
    return next((x for x in full if x.endswith(f" {surname}") and x[0] == initials[0]), initials)


def _quoted_companies(text: str) -> Iterator[KazakhName]:
    legal = "|".join(wordlist("names")["legal"])
    for found in _QUOTED.finditer(text):
        before = re.search(rf"(?:{legal})\s+$", text[: found.start()])
        after = re.match(rf"\s+(?:{legal})(?:-[{_SMALL}]+)?(?!\w)", text[found.end() :])
        if before or after:
            start = found.start() - len(before[0]) if before else found.start()
            yield KazakhName(
                start, found.end() + (len(after[0]) if after else 0), "organization", found[1]
            )


def _institutions(text: str) -> Iterator[KazakhName]:
    for found in _institution().finditer(text):
        first = found[0].split()[0]
        start = found.start() + (len(first) + 1 if first in wordlist("names")["openers"] else 0)
        rest = text[start : found.end()]
        if rest[:1].isupper() and not _AWAY.search(rest):
            yield KazakhName(start, found.end(), "organization", _whole(rest))


def _whole(phrase: str) -> str:
    """The institution in the nominative: `министрлігінің` -> `министрлігі`, `банктің` -> `банк`."""
    return nominative_phrase(phrase)


def _latin(text: str) -> Iterator[KazakhName]:
    for found in _LATIN.finditer(text):
        yield KazakhName(found.start(), found.end(), "organization", found[0])


def _abbreviations(text: str) -> Iterator[KazakhName]:
    for kind in ("abbreviations", "single"):
        for found in _listed(kind).finditer(text):
            bare = found[0].split("-")[0]
            yield KazakhName(
                found.start(),
                found.end(),
                "organization",
                bare if kind == "abbreviations" else nominative(bare),
            )


def _places(text: str) -> Iterator[KazakhName]:
    heads = "|".join(wordlist("names")["place_heads"])
    for found in re.finditer(rf"{_WORD}(?:\s+{_WORD})?\s+(?:{heads})[{_SMALL}]*", text):
        yield KazakhName(found.start(), found.end(), "place", nominative_phrase(found[0]))
    known = {x.lower() for x in wordlist("names")["places"]}
    for found in _listed("places").finditer(text):
        name = nominative_phrase(found[0])
        if name.lower() in known:
            yield KazakhName(found.start(), found.end(), "place", name)


def _persons(text: str) -> Iterator[KazakhName]:
    for found in _PERSON.finditer(text):
        start, parts = found.start(), found[0].split()
        while parts and "." not in parts[0] and _is_opener(parts[0]):
            start += len(parts[0])
            start += len(text[start : found.end()]) - len(text[start : found.end()].lstrip())
            parts = parts[1:]
        if len(parts) > 1 or (parts and "." in parts[0]):
            yield KazakhName(
                start, found.end(), "person", _spaced(nominative_phrase(text[start : found.end()]))
            )


def _is_opener(word: str) -> bool:
    return (
        word in wordlist("names")["openers"]
        or word.lower() in words("role_nouns")
        or nominative(word).lower() in words("role_nouns")
        or _is_plural_of_people(nominative(word).lower())
    )


_PLURAL = re.compile(r"(?:лар|лер|дар|дер|тар|тер)(?:ы|і)?$")


def _is_plural_of_people(word: str) -> bool:
    """`Сарапшылар`, `Журналистер`: people by what they do, in the plural; Айдар and Мұхтар are
    names.
    """
    ending = _PLURAL.search(word)
    if ending is None:
        return False
    one = word[: ending.start()]
    return one in words("role_nouns") or one.endswith(tuple(wordlist("names")["agent_endings"]))


def _spaced(name: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\.(?=\w)", ". ", name))


def _surnames_again(text: str, taken: Iterable[KazakhName]) -> Iterator[KazakhName]:
    """A single capitalised word that is the last name of a person named in full elsewhere in the
    text.
    """
    full = {p.name.split()[-1]: p.name for p in taken if p.type == "person"}
    for found in _ONE_WORD.finditer(text):
        name = full.get(nominative(found[0]))
        if name and not any(found.start() < y.end and y.start < found.end() for y in taken):
            yield KazakhName(found.start(), found.end(), "person", name)
