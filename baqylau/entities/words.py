"""Words of institutions, roles and places: a text in Russian, Kazakh or English comes in; its
stems, and the concepts that its words mean, go out.

>>> concepts("Денсаулық сақтау министрлігі") == concepts("Министерство здравоохранения")
True
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from baqylau.entities.wordlists import wordlist

_WORD = re.compile(r"[\w+]+(?:['’-][\w+]+)*")
_KAZAKH = r"(?:сы|сі|ы|і)?(?:ның|нің|тың|тің|дың|дің|на|не|нда|нде|нан|нен)?"
_SHORT = 5  # letters of a beginning after which only an ending may stand
SHORTEST_STEM = 4  # letters that an ending leaves


def words(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation; words with hyphens stay whole."""
    return [x.replace("’", "'") for x in _WORD.findall(text.lower())]


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(set(wordlist("concepts")["stems"]["endings"]), key=len, reverse=True))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its endings, as far as four letters are left. One form of a word and another
    have one stem; it is no dictionary form.
    """
    for _ in range(2):
        for ending in _endings():
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                word = word[: -len(ending)]
                break
        else:
            return word
    return word


@cache
def _concepts() -> tuple[re.Pattern[str], dict[str, str]]:
    table = wordlist("concepts")
    meaning = {
        begin: concept
        for group in ("head", "field")
        for concept, begins in table[group].items()
        for begin in begins
    }
    longest = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(beginning, longest))), meaning


def beginning(begin: str) -> str:
    """A long beginning may be followed by anything; a short one only by an ending of its own, since
    сот is a court and сотрудничество is none.
    """
    if len(begin) > _SHORT:
        return rf"\b{re.escape(begin)}[\w'-]*"
    return rf"\b{re.escape(begin)}(?:\w{{0,2}}|{_KAZAKH})\b"


def split_concepts(text: str) -> tuple[frozenset[str], str]:
    """The concepts that the words of a text in small letters mean, and the text without them."""
    pattern, _ = _concepts()
    found = frozenset(_meaning_of(x[0]) for x in pattern.finditer(text))
    return found, pattern.sub(" ", text) if found else text


@lru_cache(maxsize=20_000)
def _meaning_of(word: str) -> str:
    meaning = _concepts()[1]
    return meaning[max((x for x in meaning if word.startswith(x)), key=len)]


def concepts(text: str) -> frozenset[str]:
    """The concepts alone."""
    return split_concepts(text.lower())[0]


@cache
def dropped(*kinds: str) -> frozenset[str]:
    """Words of `[drop]` that say nothing about which organization is meant."""
    return frozenset(x for kind in kinds for x in wordlist("concepts")["drop"][kind])


def key_of(found: Iterable[str]) -> str:
    """One key for all forms of these words."""
    return " ".join(map(stem, found))
