"""The word lists of Kazakh reported speech (`speech.toml`). Comes in: the key of a list. Goes out:
its words, or a regular expression of them.
"""

import re
from functools import cache

from baqylau.lang.kk.wordlists import wordlist


@cache
def words(key: str) -> tuple[str, ...]:
    """One list, longest first, so that a regular expression tries a longer phrase before a shorter
    one.
    """
    return tuple(sorted(wordlist("speech")[key], key=len, reverse=True))


@cache
def any_of(*keys: str) -> str:
    """The lists as one regular expression alternation."""
    return "|".join(
        re.escape(x)
        for x in sorted((x for key in keys for x in wordlist("speech")[key]), key=len, reverse=True)
    )
