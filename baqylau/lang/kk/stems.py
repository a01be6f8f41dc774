"""Kazakh stems for the search index: a lower-case word comes in, the word without its case,
possessive and plural endings goes out.

>>> stem("министрліктерінің")
'министрлік'

Endings and what they follow are data in `stem_endings.toml`; words that only look inflected (теңге,
Алматы) and the tails of surnames are data in `stems.toml`. A stem need not be a word.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.lang.kk.wordlists import wordlist

_SHORTEST = 2  # letters a stem keeps: ел, ай, су, ат are words
_RUSSIAN = str.maketrans("әғқңөұүһі", "агкноуухи")
"""Тоқаев is Токаев: a surname has one stem in both spellings."""
_SOFT = {"б": "п", "г": "к", "ғ": "қ"}


class Ending(NamedTuple):
    """One ending: its text, the side of harmony (None: either), the last letters it may follow, and
    the letters the rest has at least.
    """

    text: str
    back: bool | None
    after: frozenset[str]
    possessed: bool
    shortest: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word that is not Kazakh loses endings alike, so that its Kazakh forms meet."""
    for layer in ("case", "possessive", "plural"):
        whole = _whole(word)
        if whole is not None:
            return whole
        word = _without(word, layer)
    return _whole(word) or _hard_end(word)


def is_whole(word: str) -> bool:
    """A listed word that bears no ending although it looks so: `кәсіпорын`, `Алматы`."""
    return word in _unchanged()


def _whole(word: str) -> str | None:
    """The stem of a word that bears no further ending: a listed one, or a surname."""
    if word in _unchanged():
        return word
    if not word.endswith(_tails("whole_tails")):
        return None
    for tail, its in wordlist("stems")["surname_tails"].items():
        if word.endswith(tail):
            known = len(word) >= len(tail) + _SHORTEST
            return (word.removesuffix(tail) + str(its)).translate(_RUSSIAN) if known else None
    return word


def _without(word: str, layer: str) -> str:
    table, longest = _endings(layer)
    for length in range(min(longest, len(word) - _SHORTEST), 0, -1):
        for ending in table.get(word[-length:], ()):
            bare = word[:-length]
            if len(bare) >= ending.shortest and _follows(bare, ending, layer):
                return bare
    return word


def _follows(bare: str, ending: Ending, layer: str) -> bool:
    fits = bare[-1] in ending.after
    if bare in _unchanged():  # a listed word decides itself; newsrooms differ in borrowed ones
        return fits
    if not fits and not (ending.possessed and bare[-1] in "ыі"):
        return False
    if layer == "case" and bare.endswith(_tails("neutral_tails")):
        return True
    side = _is_back(bare)
    return side is None or ending.back is None or side == ending.back


@cache
def _harmony() -> tuple[str, str]:
    sounds = wordlist("stem_endings")["sounds"]
    return sounds["back"], sounds["front"]


@cache
def _tails(kind: str) -> tuple[str, ...]:
    data = wordlist("stems")
    return (*data[kind], *(data["surname_tails"] if kind == "whole_tails" else ()))


def _is_back(word: str) -> bool | None:
    back, front = _harmony()
    for letter in reversed(word):
        if letter in back:
            return True
        if letter in front:
            return False
    return None


@cache
def _endings(layer: str) -> tuple[dict[str, list[Ending]], int]:
    """The endings of a layer by their text, and the length of the longest."""
    table: dict[str, list[Ending]] = {}
    for ending in _listed(layer):
        table.setdefault(ending.text, []).append(ending)
    return table, max(map(len, table))


def _listed(layer: str) -> Iterator[Ending]:
    data = wordlist("stem_endings")
    for group in data[layer]:
        after = {x for kind in group["after"] for x in data["sounds"].get(kind, "")}
        after = (after & set(group.get("last", after))) - set(group.get("not", ""))
        both = set(group["back"]) & set(group["front"])
        for side in ("back", "front"):
            for text in group[side]:
                yield Ending(
                    text,
                    None if text in both else side == "back",
                    frozenset(after),
                    "possessive" in group["after"],
                    group.get("shortest", _SHORTEST),
                )


@cache
def _unchanged() -> frozenset[str]:
    data = wordlist("stems")
    return frozenset(x for group in ("words", "names", "places") for x in data[group])


def _hard_end(word: str) -> str:
    """The stem with its hard last sound, which a possessive ending softens (кітап, кітабы)."""
    return word[:-1] + _SOFT.get(word[-1], word[-1]) if len(word) > _SHORTEST else word
