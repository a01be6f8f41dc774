"""Surnames: with and without their Russian endings, and those that very many people bear. A word
comes in; what it says goes out.
"""

from functools import cache, lru_cache

from baqylau.entities.person_name import ALIKE, part, without_ending
from baqylau.entities.skeleton import VOWELS, likeness, plain, skeleton, sounds
from baqylau.entities.wordlists import wordlist


@lru_cache(maxsize=50_000)
def bare_family(word: str) -> str:
    """A surname without its Russian ending and without the ending of a patronymic: `Сатыбалдиев`
    and `Сатыбалды` both begin with it; a vowel at its end is dropped.
    """
    root = without_ending(word, part("sure")) or without_ending(word, part("dropped")) or word
    low = plain(root).rstrip("й").rstrip("y")
    row = sounds(low)
    return low[:-1] if row and row[-1].main in VOWELS and len(low) > 3 else low


def has_dropped_ending(word: str) -> bool:
    """Whether a surname has an ending that its Kazakh form may lack."""
    return bool(without_ending(word, part("dropped")))


@lru_cache(maxsize=20_000)
def is_common_family(word: str) -> bool:
    """Whether so many people bear the surname that alone it says nothing."""
    return any(
        likeness(x, y) >= ALIKE for y in _common().get(skeleton(word), ()) for x in _sexes(word)
    )


def _sexes(word: str) -> tuple[str, ...]:
    return (word, word[:-1]) if plain(word).endswith(part("family_f")) else (word,)


@cache
def _common() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in wordlist("person_names")["common"]["surnames"]:
        found.setdefault(skeleton(name), []).append(name)
    return found
