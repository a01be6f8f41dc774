"""Nouns of the region that pymorphy3's dictionary does not have: `lexicon.toml`.

Comes in: a word. Goes out: its dictionary form, and the cases and the number that its ending
allows.
"""

from dataclasses import dataclass
from functools import cache

from baqylau.lang.ru.wordlists import wordlist

_HARD = {
    "": ("Nom Acc", "Sing"), "а": ("Gen", "Sing"), "у": ("Dat", "Sing"), "ом": ("Ins", "Sing"),
    "е": ("Loc", "Sing"), "ы": ("Nom Acc", "Plur"), "ов": ("Gen", "Plur"), "ам": ("Dat", "Plur"),
    "ами": ("Ins", "Plur"), "ах": ("Loc", "Plur"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """`cases` in the tagger's names; none where the word never changes."""

    lemma: str
    cases: tuple[str, ...] = ()
    number: str = "Sing"
    living: bool = False


def known(word: str) -> LexiconEntry | None:
    """The entry of a word in lower case."""
    return _forms().get(word)


@cache
def _forms() -> dict[str, LexiconEntry]:
    words = wordlist("lexicon")
    things = {
        stem + ending: LexiconEntry(stem, tuple(cases.split()), number)
        for stem in words["hard"]
        for ending, (cases, number) in _HARD.items()
    }
    people = {
        stem + ending: LexiconEntry(
            stem, tuple(_LIVING.get(ending, cases).split()), number, living=True
        )
        for stem in words["living"]
        for ending, (cases, number) in _HARD.items()
    }
    return things | people | {word: LexiconEntry(word) for word in words["still"]}


_LIVING = {"": "Nom", "а": "Gen Acc", "ы": "Nom", "ов": "Gen Acc"}
