"""Who held an office on a given day: `offices.toml`, a table that an editor maintains.

Comes in: a phrase that means an office without a name, and a day. Goes out: the holder's name, or
None.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from baqylau.lang.ru.wordlists import wordlist


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


@cache
def _holders() -> dict[str, tuple[Holder, ...]]:
    """Every phrase for an office, in lower case, with those who held it."""
    known: dict[str, tuple[Holder, ...]] = {}
    for office in wordlist("offices")["office"]:
        holders = tuple(Holder(h["name"], h["since"], h.get("until")) for h in office["holders"])
        known |= {phrase.lower(): holders for phrase in office["called"]}
    return known


def holder(phrase: str, day: date) -> str | None:
    """`глава государства` on that day; None where the table does not know the office or the day."""
    return next((h.name for h in _holders().get(phrase.lower(), ()) if h.on(day)), None)
