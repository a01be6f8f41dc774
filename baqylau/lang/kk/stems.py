"""Kazakh stems for the search index: a lower-case word in, the word without its case, possessive
and plural endings out.

The endings are data in `endings.toml`. A stem need not be a word; articles and search queries are
stemmed the same way.
"""

from functools import lru_cache
from typing import Any

from baqylau.lang.kk.wordlists import wordlist


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`министрліктерінің` -> `министрлік`."""
    for group in wordlist("endings")["group"]:
        word = _without(word, group)
    return _hard_end(word)


def _without(word: str, group: dict[str, Any]) -> str:
    data = wordlist("endings")
    for ending in sorted(group["back"] + group["front"], key=len, reverse=True):
        bare = word.removesuffix(ending)
        if bare == word or len(bare) < data["shortest"]:
            continue
        side = _side(bare)
        if side is None or ending in group[side]:
            return bare
    return word


def _side(word: str) -> str | None:
    data = wordlist("endings")
    return next(
        (
            "back" if x in data["back"] else "front"
            for x in reversed(word)
            if x in data["back"] + data["front"]
        ),
        None,
    )


def _hard_end(word: str) -> str:
    """The stem with its hard last sound, which a possessive ending softens (кітап, кітабы)."""
    return (
        word[:-1] + {"б": "п", "г": "к", "ғ": "қ"}.get(word[-1], word[-1])
        if len(word) > wordlist("endings")["shortest"]
        else word
    )
