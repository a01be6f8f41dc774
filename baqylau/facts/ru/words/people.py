"""The people of a text, and the genders that their names allow.

Comes in: an `Analysis` and a place in it. Goes out: mentions of persons before it, latest first.
"""

from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.people import named_before, people
from baqylau.lang.ru.declension import given_names, read

__all__ = ["genders", "last_named", "named_before", "people"]


@lru_cache(maxsize=4_000)
def genders(name: str) -> str:
    """The genders a nominative name allows: "m", "f" or "fm"."""
    words = name.split()
    if len(words) == 1 and name.lower() in given_names():
        return given_names()[name.lower()]
    return read(words, ["nom"] * len(words))[0].genders


def last_named(a: Analysis, offset: int, gender: str) -> str | None:
    """The last person of that gender named before the offset."""
    return next(
        (m.name for m in named_before(a, offset) if m.end <= offset and gender in genders(m.name)),
        None,
    )
