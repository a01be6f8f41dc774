"""Names in a Kazakh text that rules know for sure: companies in quotation marks with their legal
form, institutions by their last word, abbreviations, listed places, addresses of sites.

Comes in: a text. Goes out: `KazakhName`s, rule by rule; they may overlap. `names.py` puts them
together with what the model finds.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from baqylau.lang.kk.cases import nominative, nominative_phrase
from baqylau.lang.kk.counting import ENDING
from baqylau.lang.kk.speech import words
from baqylau.lang.kk.wordlists import wordlist

_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІ"
_SMALL = "а-яёәғқңөұүһі"
NAME_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}]?[{_SMALL}]+)?"
_PERSON = re.compile(
    rf"(?:[{_CAPITAL}]\.\s?){{1,2}}{NAME_WORD}|{NAME_WORD}(?:\s+{NAME_WORD}){{1,2}}"
)
_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{2,60})[»”\"]")
_AWAY = re.compile(
    rf"[{_SMALL}](?:да|де|та|те|дан|ден|тан|тен|нан|нен)\s"
)  # "Қостанайда … комбинаты": two phrases, not one name
_LATIN = re.compile(r"\b[A-Z][\w.]*[A-Za-z](?:\s+[A-Z][\w.]*[A-Za-z])*")


Kind = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True, order=True)
class KazakhName:
    start: int
    end: int
    type: Kind
    name: str

    def text_of(self, text: str) -> str:
        return text[self.start : self.end]


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
    for found in re.finditer(rf"{NAME_WORD}(?:\s+{NAME_WORD})?\s+(?:{heads})[{_SMALL}]*", text):
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
                start, found.end(), "person", nominative_phrase(text[start : found.end()])
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


def without_title(text: str, start: int, end: int) -> int:
    """Where a person's name begins behind words that are no part of it."""
    return start


SURE: tuple[Callable[[str], Iterator[KazakhName]], ...] = (_quoted_companies, _abbreviations)
FURTHER: tuple[Callable[[str], Iterator[KazakhName]], ...] = (
    _institutions,
    _latin,
    _places,
    _persons,
)
