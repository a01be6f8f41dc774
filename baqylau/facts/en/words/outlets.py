"""Newsrooms of a list whose names are often common words: `The Hill`, `Mic`. Comes in: a `Text`, a
token. Goes out: the token behind such a name, or the token itself.
"""

from functools import cache

from baqylau.facts.en.words.text import Text
from baqylau.lang.en.wordlists import entries


@cache
def _names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word, without an article -> the other words of each name, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in entries("attribution", "outlets"):
        first, *rest = name.removeprefix("The ").replace("'s", " 's").split()
        found.setdefault(first, []).append(tuple(rest))
    return {k: tuple(sorted(v, key=len, reverse=True)) for k, v in found.items()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(w.lower() for w in _names())


def outlets(text: Text) -> list[int]:
    """The tokens at which a name of the list may begin."""
    return text.where(_first_words())


def behind_outlet(text: Text, i: int) -> int:
    """Behind the newsroom whose name begins at the token, as printed in the list."""
    for rest in _names().get(text.word(i), ()):
        if all(text.word(i + 1 + k) == word for k, word in enumerate(rest)):
            return i + 1 + len(rest)
    return i
