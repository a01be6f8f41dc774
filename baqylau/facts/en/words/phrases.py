"""Phrases of the word lists in a text. Comes in: a `Text`, a token and a list. Goes out: the token
behind the longest phrase of the list that begins there. A list is looked up by its first words, so
that most tokens cost one lookup.
"""

from functools import cache

from baqylau.facts.en.words.text import Text
from baqylau.lang.en.wordlists import entries, wordlist

_Table = dict[str, tuple[tuple[str, ...], ...]]


@cache
def _table(name: str, path: tuple[str, ...]) -> _Table:
    """First word -> the rest of each phrase, longest first."""
    phrases: object = wordlist(name)
    for key in path:
        phrases = phrases[key]  # type: ignore[index]
    held = phrases if isinstance(phrases, list) else entries(name, path[0])
    made: dict[str, list[tuple[str, ...]]] = {}
    for phrase in held:
        first, *rest = phrase.split()
        made.setdefault(first, []).append(tuple(rest))
    return {k: tuple(sorted(v, key=len, reverse=True)) for k, v in made.items()}


@cache
def _first_words(name: str, paths: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(w for path in paths for w in _table(name, path))


def where(text: Text, name: str, *paths: tuple[str, ...]) -> list[int]:
    """The tokens at which a phrase of one of the lists may begin."""
    return text.where(_first_words(name, paths))


def behind(text: Text, i: int, name: str, *path: str) -> int:
    """Behind the phrase of `name.toml` that begins at the token; without one, the token itself."""
    for rest in _table(name, path).get(text.low(i), ()):
        if all(text.low(i + 1 + k) == word for k, word in enumerate(rest)):
            return i + 1 + len(rest)
    return i
