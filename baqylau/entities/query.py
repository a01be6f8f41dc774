"""The names that somebody may mean who asks for a name in any case form: a name comes in; the names
to look up, the one as written first, go out.

>>> "Цой" in readings("Цоя")
True
"""

from functools import cache

from baqylau.entities.wordlists import wordlist

_MOST = 12  # readings
_LONGEST = 200  # characters of a name


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table: dict[str, list[str]] = wordlist("case_forms")["endings"]
    return tuple((x, tuple(table[x])) for x in sorted(table, key=len, reverse=True))


def readings(name: str) -> list[str]:
    """The name as written, and with every word in the nominative."""
    written = " ".join(name[:_LONGEST].split())
    found: list[list[str]] = [[]]
    for word in written.split(" "):
        found = [[*x, form] for x in found for form in nominatives(word)][:_MOST]
    return list(dict.fromkeys([written, *(" ".join(x) for x in found)]))


def nominatives(word: str) -> list[str]:
    """What a word may be a form of: itself, and each reading of its longest ending."""
    low = word.lower()
    found = [word]
    for ending, bases in _endings():
        stem = word[: len(word) - len(ending)]
        if low.endswith(ending) and len(stem) >= 2:
            found += [stem + x for x in bases]
    return list(dict.fromkeys(found))[:6]
