"""The word lists of Kazakh speakers (`speakers.toml`). Comes in: the key of a list. Goes out: its
words.
"""

from functools import cache
from typing import Any

from baqylau.lang.kk.wordlists import wordlist


@cache
def listed(key: str) -> frozenset[str]:
    """One list by its key."""
    return frozenset(wordlist("speakers")[key])


@cache
def alike(noun: str) -> tuple[str, ...]:
    """Beginnings of the positions of those whom a later noun may mean: `басшы` an `әкім`."""
    return tuple(wordlist("speakers")["alike"].get(noun, ()))


@cache
def titles() -> tuple[dict[str, Any], ...]:
    """Phrases that one person bears, each list with the ends of the positions of that person."""
    return tuple(wordlist("speakers")["title"])


@cache
def territories() -> dict[str, Any]:
    """What makes a phrase such as `облыс басшысы`, and the ends of the positions it means."""
    return dict(wordlist("speakers")["territories"])
