"""Kazakh case endings: an inflected noun or name comes in, its nominative goes out.

`nominative("Жүнісбектің")` is `"Жүнісбек"`. Endings, sounds and whole words are data in
`cases.toml`. The rule: an ending is removed only if the sound before it requires exactly this
variant.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.lang.kk.wordlists import wordlist

_CASES = ("genitive", "ablative", "locative", "dative", "accusative", "instrumental")
_POSSESSIVE_VOWELS = "ыі"
_SHORTEST_STEM = 3  # letters: nothing shorter than "Нұр" is a name


class Inflected(NamedTuple):
    """A word without its case ending, and the case: `nominative` where there is no ending."""

    stem: str
    case: str


def nominative(word: str) -> str:
    """The word without its case ending, or the word itself where no ending fits."""
    return inflected(word).stem


def case_of(word: str) -> str:
    """The case whose ending the word bears: `genitive` of `министрліктің`."""
    return inflected(word).case


@lru_cache(maxsize=20_000)
def inflected(word: str) -> Inflected:
    low = word.lower()
    whole = wordlist("cases")["whole"]
    if low in whole["words"] or low.endswith(tuple(whole["tails"])):
        return Inflected(word, "nominative")
    for case in _CASES:
        for ending in _endings(case):
            if low.endswith(ending) and _fits(low[: -len(ending)], ending, case):
                return Inflected(word[: -len(ending)], case)
    return Inflected(word, "nominative")


def nominative_phrase(words: str) -> str:
    """A phrase whose last word carries the case: `Қаржы министрлігінің` -> `Қаржы министрлігі`."""
    head, space, last = words.rpartition(" ")
    return f"{head}{space}{nominative(last)}"


@cache
def _endings(case: str) -> tuple[str, ...]:
    data = wordlist("cases")
    listed = {e for variants in data[case].values() for e in variants} | set(
        data["after_possessive"][case]
    )
    return tuple(sorted(listed, key=len, reverse=True))


def _fits(stem: str, ending: str, case: str) -> bool:
    if len(stem) < _SHORTEST_STEM or not stem[-1].isalpha():
        return False
    data = wordlist("cases")
    if stem[-1] in _POSSESSIVE_VOWELS and ending in data["after_possessive"][case]:
        return _harmonious(stem, ending)
    return ending in data[case][_sound(stem[-1])] and _harmonious(stem, ending)


def _sound(letter: str) -> str:
    data = wordlist("cases")
    if letter in data["vowels_back"] or letter in data["vowels_front"]:
        return "vowel"
    if letter in data["nasal"]:
        return "nasal"
    return "voiceless" if letter in data["voiceless"] else "voiced"


def _harmonious(stem: str, ending: str) -> bool:
    """Whether the ending's vowel is in harmony with the stem's last vowel; -мен, -бен, -пен and -н
    go with every vowel.
    """
    data = wordlist("cases")
    if ending in ("мен", "бен", "пен", "н") or stem.endswith(tuple(data["neutral_tails"])):
        return True
    back, front = data["vowels_back"], data["vowels_front"]
    last = next((x for x in reversed(stem) if x in back or x in front), None)
    tone = next(x for x in ending if x in back or x in front)
    # и and у are neutral: a borrowed surname in -ин or -ов takes back or front endings
    return last is None or last in "иуюя" or (last in back) == (tone in back)
