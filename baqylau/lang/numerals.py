"""The number words of a language as a table, which `baqylau.facts` needs to read "две тысячи
пятьсот" or "1 млн 200 тыс.".

Comes in: the tables of `numerals.toml`. Goes out: `Numerals`, which looks up one lower-case word at
a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

WordKind = Literal["cardinal", "collective", "hundred", "scale", "fraction", "indefinite"]


@dataclass(frozen=True, slots=True)
class NumberWord:
    """`value` is None for a word that is no exact number ("десятки"); `alone` says that a scale
    word may stand without a number.

    What follows a cardinal inside a number is smaller than `below`: after "двести" a hundred, after
    "двадцать" ten, after "пять" nothing. A `hundred` multiplies the number right before it (Kazakh
    "екі жүз"). `last` says that it ends the number, since it has a case ending ("мыңнан"). `suffix`
    marks a letter that stands for a scale word right behind digits ("54K").
    """

    kind: WordKind
    value: float | None
    alone: bool = False
    indefinite: bool = False
    below: float = 0.0
    last: bool = False
    suffix: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """`fold` turns a lower-case word into a form of the table (Kazakh removes case endings; Russian
    lists all its forms).
    """

    words: Mapping[str, NumberWord]
    half: str
    endings: frozenset[str]
    range_from: str
    range_to: str
    between: str
    between_and: str
    bare_to: str = ""
    not_before_bare_to: str = ""
    fold: Callable[[str], str] = str.lower
    suffixes: Mapping[str, NumberWord] = field(default_factory=dict)
    article: str = ""
    """May stand between a fraction and its scale: "half a million"."""
    thousands: str = ""
    """The mark that always parts thousands, never a fraction: the comma of English."""
    capital_units: frozenset[str] = frozenset()
    """Units with a capital letter, before which the dot of a scale ends no sentence."""

    def suffix(self, letters: str) -> NumberWord | None:
        """The scale that letters right behind digits stand for; capitals matter ("M" is no "m")."""
        return self.suffixes.get(letters)

    def word(self, word: str) -> NumberWord | None:
        return _word(self, word)


@lru_cache(maxsize=60_000)
def _word(numerals: Numerals, word: str) -> NumberWord | None:
    low = word.lower()
    known = numerals.words.get(low)
    folded = None if known else numerals.words.get(numerals.fold(low))
    return replace(folded, last=True) if folded else known


def numerals(tables: Mapping[str, Any], fold: Callable[[str], str] = str.lower) -> Numerals:
    """The table of one language, from its TOML."""
    plain = {key: str(value) for key, value in tables["plain"].items()}
    alone, indefinite, followed = (
        set(plain.get(key, "").split()) for key in ("alone", "indefinite", "followed")
    )
    words = {form: NumberWord("indefinite", None, indefinite=True) for form in indefinite}
    sections: tuple[tuple[str, WordKind], ...] = (
        ("cardinals", "cardinal"), ("collectives", "collective"), ("hundreds", "hundred"),
        ("fractions", "fraction"), ("scales", "scale"),
    )  # fmt: skip
    for section, kind in sections:
        for value, forms in tables.get(section, {}).items():
            for form in forms.split():
                words[form] = NumberWord(
                    kind,
                    float(value),
                    form in alone,
                    form in indefinite,
                    10 if form in followed else _below(float(value)),
                )
    return Numerals(
        words,
        plain["half"],
        frozenset(plain["endings"].split()),
        plain["from"],
        plain["to"],
        plain["between"],
        plain["and"],
        plain["bare_to"],
        plain["not_before_bare_to"],
        fold,
        {
            letters: NumberWord("scale", float(value), last=True, suffix=True)
            for value, forms in tables.get("suffixes", {}).items()
            for letters in forms.split()
        },
        plain.get("article", ""),
        plain["thousands"],
        frozenset(plain["capital_units"].split()),
    )


def _below(value: float) -> float:
    if value >= 100:
        return 100
    return 10 if value >= 20 else 0
