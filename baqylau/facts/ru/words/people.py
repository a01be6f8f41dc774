"""The people of a text in the order in which they are named, and the genders that their names
allow.

Comes in: an `Analysis` and a place in it. Goes out: mentions of persons before it, latest first.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.lang.ru.declension import given_names, read
from baqylau.model.fact import Mention

MEMORY = 200
"""How many people, roles and speakers before a place are searched; no reader remembers the two
hundredth person before.
"""


@lru_cache(maxsize=4_000)
def genders(name: str) -> str:
    """The genders a nominative name allows: "m", "f" or "fm"."""
    words = name.split()
    if len(words) == 1 and name.lower() in given_names():
        return given_names()[name.lower()]
    return read(words, ["nom"] * len(words))[0].genders


@memoized
def people(a: Analysis) -> tuple[Mention, ...]:
    return tuple(m for m in a.mentions if m.type == "person")


def named_before(a: Analysis, offset: int) -> Iterator[Mention]:
    """The people named before the offset, latest first."""
    last = bisect_left(people(a), offset, key=lambda m: m.start)
    return reversed(people(a)[max(0, last - MEMORY) : last])


def last_named(a: Analysis, offset: int, gender: str) -> str | None:
    """The last person of that gender named before the offset."""
    return next(
        (m.name for m in named_before(a, offset) if m.end <= offset and gender in genders(m.name)),
        None,
    )
