"""Kazakh case endings: an inflected noun or name comes in, its nominative and its case go out.

>>> inflected("Жүнісбектің")
Inflected(stem='Жүнісбек', case='genitive')

Endings, sounds and whole words are data in `cases.toml`, known names in `name_words.toml`. The
rule: an ending is removed only if the sound before it requires exactly this variant, and never from
a known name (Қарағанды, Дариға).
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.lang.kk.wordlists import wordlist

_CASES = (
    "attributive",
    "genitive",
    "ablative",
    "locative",
    "dative",
    "accusative",
    "instrumental",
)
_POSSESSIVE_VOWELS = "ыі"
_SHORTEST_STEM = 3  # letters: nothing shorter than "Нұр" is a name
_NAMES = ("given", "country", "city", "region", "org_known")
_HEADS = ("org_head", "place_head")
_AFTER_HYPHEN = re.compile(r"-(?:н?[дтн][аеыі](?:[нң]|ғы|гі)?|[ғгқк][ае]|[мбп]ен|н[ае]?)$")


class Inflected(NamedTuple):
    """A word without its case ending, and the case: `nominative` where there is no ending. Of a
    word like `қаладағы` (that is in the town) the case is `attributive`.
    """

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
    hyphen = _AFTER_HYPHEN.search(low)
    if hyphen and _is_abbreviation(word[: hyphen.start()]):
        return Inflected(word[: hyphen.start()], _case_by_ending(hyphen[0][1:]))
    if low in _known():
        return Inflected(word, "nominative")
    for case in _CASES:
        for ending in _endings(case):
            bare = low[: -len(ending)]
            if low.endswith(ending) and _fits(bare, ending, case):
                whole = low.endswith(tuple(wordlist("cases")["whole"]["tails"]))
                # Қазақстан, but Олжастан and отырыстан
                if whole and bare not in _known() and not word.islower():
                    continue
                return Inflected(word[: -len(ending)], case)
    return Inflected(word, "nominative")


def _is_abbreviation(word: str) -> bool:
    """Whether endings are written behind a hyphen: АҚШ, BAQ.KZ, №5, 5."""
    return word[-1:].isdigit() or word.isascii() or sum(x.isupper() for x in word) > 1


@cache
def _case_by_ending(ending: str) -> str:
    data = wordlist("cases")
    for case in _CASES:
        if (
            any(ending in x for x in data[case].values())
            or ending in data["after_possessive"][case]
        ):
            return case
    return "nominative"


@cache
def _known() -> frozenset[str]:
    """Words and names in the nominative, in small letters."""
    lists = wordlist("name_words")["lists"]
    names = (x.lower() for kind in _NAMES for x in lists[kind])
    heads = wordlist("names")["heads"] + wordlist("names")["place_heads"]
    # ауданы is аудан with a possessive, and no accusative
    nouns = (x + vowel for kind in _HEADS for x in lists[kind] if x[-1] == "н" for vowel in "ыі")
    return frozenset((*wordlist("cases")["whole"]["words"], *names, *heads, *nouns))


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
    sounds = ("vowel", "voiced") if stem[-1] in data["glides"] else (_sound(stem[-1]),)
    return any(ending in data[case][x] for x in sounds) and _harmonious(stem, ending)


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
    # и and у are neutral: a borrowed surname in -ин or -ов takes back or front endings; so is э
    return last is None or last in "иуюяэ" or (last in back) == (tone in back)
