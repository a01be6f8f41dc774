"""The people of a text, and the genders that their names allow.

Comes in: a nominative name. Goes out: its genders.
"""

from functools import lru_cache

from baqylau.facts.grammar.speakers.people import named_before, people
from baqylau.lang.ru.declension import given_names, read

__all__ = ["genders", "named_before", "people"]


@lru_cache(maxsize=4_000)
def genders(name: str) -> str:
    """The genders a nominative name allows: "m", "f" or "fm"."""
    words = name.split()
    if len(words) == 1 and name.lower() in given_names():
        return given_names()[name.lower()]
    return read(words, ["nom"] * len(words))[0].genders
