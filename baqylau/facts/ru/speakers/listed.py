"""The word lists of `speakers.toml`."""

from functools import cache

from baqylau.lang.ru.wordlists import wordlist


@cache
def listed(key: str) -> frozenset[str]:
    """One list by its key."""
    return frozenset(wordlist("speakers")[key])
