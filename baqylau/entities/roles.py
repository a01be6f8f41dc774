"""What two roles say about two persons of one name: roles as printed, in Russian, Kazakh or
English, come in; how strongly they speak for or against one person goes out.

>>> evidence("министр торговли", "trade minister") > 0
True
>>> evidence("премьер-министр", "боксёр") < 0
True

Offices and kinds of work are data in `roles.toml`. A role alone never decides.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.entities import place_name
from baqylau.entities.wordlists import wordlist
from baqylau.entities.words import concepts, words

SAME, NEAR, MOVED, LOCAL, APART = 1.2, 0.3, 0.0, -2.2, -2.6
"""Evidence is added to the logarithm of the odds: -2.6 turns .86 into .31."""
_LONGEST = 200  # characters of a role


class RoleReading(NamedTuple):
    """The offices named, their kinds of work, the fields (health, trade …) and known places."""

    offices: frozenset[str]
    works: frozenset[str]
    fields: frozenset[str]
    places: frozenset[int]


@cache
def _offices() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    meaning = {
        word: (office, row["work"])
        for office, row in wordlist("roles")["office"].items()
        for word in row["words"]
    }
    longest = sorted(meaning, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})\w*"), meaning


@cache
def _meeting() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(x) for x in wordlist("roles")["work"]["meet"])


@cache
def _field_names() -> frozenset[str]:
    return frozenset(wordlist("concepts")["field"])


@lru_cache(maxsize=50_000)
def read(role: str) -> RoleReading:
    """What a role says."""
    text = role[:_LONGEST].lower()
    pattern, meaning = _offices()
    found = [meaning[x[1]] for x in pattern.finditer(text)]
    places, _ = place_name.take(words(text))
    fields = concepts(pattern.sub(" ", text)) & _field_names()
    return RoleReading(
        frozenset(x for x, _ in found), frozenset(x for _, x in found), fields, places
    )


def evidence(one: str, other: str) -> float:
    """For (above 0) or against (below 0) one person; 0 where the roles say nothing."""
    if not one or not other:
        return 0.0
    if one.lower() == other.lower():
        return SAME
    a, b = read(one), read(other)
    if not a.works or not b.works:
        return 0.0
    shared = a.works & b.works
    elsewhere = bool(a.places and b.places and not a.places & b.places)
    if elsewhere and a.works | b.works <= set(wordlist("roles")["work"]["local"]):
        return LOCAL
    if not shared:
        meets = any(frozenset((x, y)) in _meeting() for x in a.works for y in b.works)
        return MOVED if meets else APART
    if not a.offices & b.offices:
        return LOCAL if _local_apart(a, b) else NEAR
    if a.fields and b.fields and not a.fields & b.fields:
        return MOVED  # ministers change their ministries
    return NEAR if elsewhere else SAME


def _local_apart(a: RoleReading, b: RoleReading) -> bool:
    """A driver and a farmer are two."""
    return a.works == b.works == frozenset({"labour"})
