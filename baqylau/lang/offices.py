"""Who held an office on a given day, by a table that an editor maintains: `offices.toml` of a
language.

Comes in: the rows of the table, a phrase that means an office without a name, and a day. Goes out:
the holder's name, or None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who held an office from the first day to the last; where `until` is None, the person
    still holds it.
    """

    name: str
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def by_phrase(offices: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Holder, ...]]:
    """Every phrase for an office, in small letters, with those who held it."""
    known: dict[str, tuple[Holder, ...]] = {}
    for office in offices:
        holders = tuple(Holder(h["name"], h["since"], h.get("until")) for h in office["holders"])
        known |= {phrase.lower(): holders for phrase in office["called"]}
    return known


def holder_on(known: Mapping[str, tuple[Holder, ...]], phrase: str, day: date) -> str | None:
    """None where the table does not know the office or the day."""
    return next((h.name for h in known.get(phrase.lower(), ()) if h.on(day)), None)
