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


def _whole(word: str) -> str | None:
    """The stem of a word that bears no further ending: a listed one, or a surname."""
    if word in _unchanged():
        return word
    data = wordlist("stems")
    for tail, its in data["surname_tails"].items():
        if word.endswith(tail) and len(word) >= len(tail) + _SHORTEST:
            return (word.removesuffix(tail) + str(its)).translate(_RUSSIAN)
    return word if word.endswith(tuple(data["whole_tails"])) else None


def _without(word: str, layer: str) -> str:
    for ending in _endings(layer):
        bare = word.removesuffix(ending.text)
        if bare != word and len(bare) >= ending.shortest and _follows(bare, ending, layer):
            return bare
    return word


def _follows(bare: str, ending: Ending, layer: str) -> bool:
    if bare in _unchanged():  # a listed word decides itself; newsrooms differ in borrowed ones
        return bare[-1] in ending.after
    if bare[-1] not in ending.after and not (ending.possessed and bare[-1] in "ыі"):
        return False
    if layer == "case" and bare.endswith(tuple(wordlist("stems")["neutral_tails"])):
        return True
    side = _is_back(bare)
    return side is None or ending.back is None or side == ending.back


def _is_back(word: str) -> bool | None:
    sounds = wordlist("stem_endings")["sounds"]
    for letter in reversed(word):
        if letter in sounds["back"]:
            return True
        if letter in sounds["front"]:
            return False
    return None


@cache
def _endings(layer: str) -> tuple[Ending, ...]:
    """The endings of a layer, longer ones first."""
    return tuple(sorted(_listed(layer), key=lambda x: -len(x.text)))


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
