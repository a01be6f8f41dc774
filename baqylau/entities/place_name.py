"""Which place a name means, in Russian, Kazakh or English: a name comes in; the number of its line
in `places.toml`, or its own words and what kind of place it is, go out.

>>> known("Усть-Каменогорск") == known("Өскемен") != None
True
>>> parse("Аягозский район").kind
'district'
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.entities.skeleton import likeness
from baqylau.entities.wordlists import wordlist
from baqylau.entities.words import beginning, key_of, words


class PlaceName(NamedTuple):
    """`known` is the number of a line of `places.toml`, None for a place that it lacks; `core` are
    the words without the one that says what `kind` of place it is.
    """

    known: int | None
    kind: str
    core: tuple[str, ...]


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    table = wordlist("places")
    parts = (
        table["kz"]["regions"],
        table["kz"]["cities"],
        table["world"]["countries"],
        table["world"]["cities"],
    )
    return tuple(tuple(line) for part in parts for line in part)


@cache
def _by_key() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(_lines()):
        for name in line:
            found.setdefault(key_of(words(name)), number)
    return found


_LONGEST = 4  # words of a place's name


def known(name: str) -> int | None:
    """The number of the place's line in the table."""
    own = words(name)
    if len(own) == 1 and own[0].endswith(tuple(wordlist("places")["adjective"]["endings"])):
        return None  # Киевская is no city
    return _by_key().get(key_of(own))


def take(found: list[str]) -> tuple[frozenset[int], list[str]]:
    """The known places that stand among these words, the longest first, and the other words."""
    places: set[int] = set()
    rest: list[str] = []
    at = 0
    while at < len(found):
        for size in range(min(_LONGEST, len(found) - at), 0, -1):
            number = _by_key().get(key_of(found[at : at + size]))
            if number is not None:
                places.add(number)
                at += size
                break
        else:
            rest.append(found[at])
            at += 1
    return frozenset(places), rest


@cache
def _heads() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile("|".join(map(beginning, begins))))
        for kind, begins in wordlist("places")["head"].items()
    )


@lru_cache(maxsize=20_000)
def parse(name: str) -> PlaceName:
    """What a name of a place says."""
    all_words = words(name)
    kind, core = "", []
    for word in all_words:
        head = next((x for x, pattern in _heads() if pattern.fullmatch(word)), "")
        if head and len(all_words) > 1 and not kind:
            kind = head
        else:
            core.append(word)
    number = known(name)
    if number is None and kind == "city":
        number = known(" ".join(core))
    return PlaceName(number, kind, tuple(_of_adjective(x) if kind else x for x in core))


def _of_adjective(word: str) -> str:
    for ending in wordlist("places")["adjective"]["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def compare(one: PlaceName, other: PlaceName) -> float:
    """How likely two names mean one place."""
    if one.known is not None and other.known is not None:
        return 0.97 if one.known == other.known else 0.03
    kinds = {one.kind or "city", other.kind or "city"} - {"village"}
    if len(kinds) > 1 or (one.known is None) != (other.known is None):
        return 0.1
    if len(one.core) != len(other.core) or not one.core:
        return 0.05
    return 0.9 * min(likeness(a, b) for a, b in zip(one.core, other.core, strict=True))
