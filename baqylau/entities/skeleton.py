"""How a word sounds, whatever script it is printed in: a word comes in; its sounds, its skeleton
(the consonants, by which names that may be one are looked up) and how like two words sound go out.

>>> likeness("Әбілдаев", "Abildayev")
1.0
>>> skeleton("Тоқаев") == skeleton("Tokayev") == "tkv"
True
>>> likeness("Асанов", "Усанов")
0.0

How letters sound is data in `letters.toml`.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.entities.wordlists import wordlist

VOWELS = frozenset("aeiou")
_ROUND = frozenset((*"ұүоө", *"úüūóö"))
_REDUCED = frozenset((*"ыі", *"yıi"))
_OPEN = ("е", "e")  # of both alphabets
_FOLD = {"h": "k", "C": "S"}  # Бахытжан, Бакытжан; Шокан, Чокан: one skeleton
_LONGEST_WORD = 60  # letters; a longer word is no part of a name


class Sound(NamedTuple):
    """One sound; `others` are what other spellings have in its place, `skip` is the cost of leaving
    it out.
    """

    main: str
    others: str = ""
    skip: float = 1.0


@cache
def letters() -> tuple[dict[str, tuple[Sound, ...]], re.Pattern[str]]:
    """The sounds of each spelling of the table, and a pattern that finds the longest."""
    table = {
        spelling: tuple(_sound(x) for x in row.split())
        for spelling, row in wordlist("letters")["letters"].items()
    }
    longer = sorted((x for x in table if len(x) > 1), key=len, reverse=True)
    begins = {x[0] for x in longer}
    # letters that begin no longer spelling come first: they are most of a Cyrillic word
    alone = "".join(x for x in table if len(x) == 1 and x not in begins)
    rest = "".join(x for x in begins if x in table)
    classes = [f"[{re.escape(x)}]" if x else "" for x in (alone, rest)]
    tried = (classes[0], *map(re.escape, longer), classes[1])
    return table, re.compile("|".join(x for x in tried if x))


@cache
def _cost() -> dict[str, float]:
    costs: dict[str, float] = wordlist("letters")["cost"]
    return costs


def _sound(written: str) -> Sound:
    skip = _cost()["optional"] if written.endswith("?") else 1.0
    main, *others = written.removesuffix("?").split("/")
    return Sound(main, "".join(others), skip)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Lower case, with accents that no alphabet of the table has taken off."""
    low = unicodedata.normalize("NFC", text.replace("İ", "i").lower())
    if low.isascii():
        return low
    known = letters()[0]
    return "".join(x if x in known or x.isascii() else _without_accents(x) for x in low)


@lru_cache(maxsize=4096)
def _without_accents(letter: str) -> str:
    return "".join(x for x in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(x))


@lru_cache(maxsize=200_000)
def sounds(word: str) -> tuple[Sound, ...]:
    """The sounds of one word; hyphens and apostrophes are silent. Double sounds count once."""
    table, pattern = letters()
    low = plain(word[:_LONGEST_WORD])
    found: list[Sound] = []
    is_round = False
    for match in pattern.finditer(low):
        spelling = match[0]
        row = table[spelling]
        if spelling[0] in _OPEN and (not found or found[-1].main in VOWELS):
            row = (Sound("i", "", _cost()["optional"]), *row)  # Елена, Yelena; Токаев, Tokayev
        if is_round and spelling in _REDUCED:
            row = (row[0]._replace(others=row[0].others + "u"),)
        is_round = is_round or spelling in _ROUND
        for sound in row:
            if not found or found[-1].main != sound.main:
                found.append(sound)
            elif found[-1].skip < sound.skip:
                found[-1] = sound
    return tuple(_weakened(found))


def _weakened(found: list[Sound]) -> list[Sound]:
    """The cost of leaving out each i: little beside a vowel and between consonants, where spellings
    differ, and h before a consonant is silent in English.
    """
    out = []
    for at, sound in enumerate(found):
        before = found[at - 1].main if at else ""
        after = found[at + 1].main if at + 1 < len(found) else ""
        if sound.main == "i" and at:
            beside = (before in VOWELS) + (after in VOWELS)
            skip = (_cost()["reduced"], 1.0, _cost()["glide"])[beside]
            out.append(_with_skip(sound, min(sound.skip, skip)) if after else sound)
        else:
            out.append(sound)
    return out


@lru_cache(maxsize=4096)
def _with_skip(sound: Sound, skip: float) -> Sound:
    return sound._replace(skip=skip)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a word, in the letters of `letters.toml`; a word of vowels alone keeps
    them.
    Words that may be one always have one skeleton.
    """
    row = sounds(word)
    kept = [
        _FOLD.get(x.main, x.main)
        for at, x in enumerate(row)
        if x.main not in VOWELS
        and x.skip == 1.0
        and not (x.main == "g" and at and row[at - 1].main == "n")
    ]
    firm = [x for at, x in enumerate(kept) if not at or kept[at - 1] != x]
    return "".join(firm) or "".join(x.main for x in row)


@lru_cache(maxsize=100_000)
def spoken(word: str) -> str:
    """The sounds that every spelling writes, vowels too: one key for all regular spellings of a
    word. Those of ө, ү and і may have several.
    """
    return "".join(x.main for x in sounds(word) if x.skip == 1.0)


@lru_cache(maxsize=100_000)
def initial(word: str) -> str:
    """The class of a word's first sound: one letter for all vowels."""
    row = sounds(word)
    first = next((x.main for x in row if x.skip == 1.0), row[0].main if row else "")
    return "a" if first in VOWELS else _FOLD.get(first, first)


def likeness(one: str, other: str) -> float:
    """How like two words sound: 1 for two spellings of one word, 0 for two words."""
    if one == other:
        return 1.0
    return _likeness(one, other) if one < other else _likeness(other, one)


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str) -> float:
    a, b = sounds(one), sounds(other)
    if not a or not b or abs(len(a) - len(b)) > 5:
        return 0.0
    if [x.main for x in a] == [x.main for x in b]:
        return 1.0
    cost = _distance(a, b)
    return 0.0 if cost > _cost()["most"] else 1.0 - cost


def _distance(a: tuple[Sound, ...], b: tuple[Sound, ...]) -> float:
    """The edit distance of two rows of sounds."""
    row = [0.0]
    for y in b:
        row.append(row[-1] + y.skip)
    for x in a:
        diagonal, row[0] = row[0], row[0] + x.skip
        for at, y in enumerate(b, 1):
            best = diagonal + _other(x, y)
            diagonal = row[at]
            row[at] = min(best, diagonal + x.skip, row[at - 1] + y.skip)
    return row[-1]


def _other(x: Sound, y: Sound) -> float:
    if x.main == y.main:
        return 0.0
    if x.main in y.others or y.main in x.others:
        return _cost()["other"]
    if x.others and any(z in y.others for z in x.others):
        return _cost()["both_other"]
    return 1.0
