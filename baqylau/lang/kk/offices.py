"""Who held an office on a given day: `offices.toml`, a table that an editor maintains.

Comes in: a phrase that means an office without a name, and a day. Goes out: the holder's name, or
None.
"""

from datetime import date
from functools import cache

from baqylau.lang.kk.wordlists import wordlist
from baqylau.lang.offices import Holder, by_phrase, holder_on


@cache
def _holders() -> dict[str, tuple[Holder, ...]]:
    return by_phrase(wordlist("offices")["office"])


def holder(phrase: str, day: date | None) -> str | None:
    """`мемлекет басшысы` on that day; None where the table does not know the office or the day. An
    article without a day means the holder of an office that one person alone has held: `елбасы`.
    """
    if day is None:
        held = _holders().get(phrase.lower(), ())
        return held[0].name if len(held) == 1 else None
    return holder_on(_holders(), phrase, day)
