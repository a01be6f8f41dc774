"""Parts of a whole in Kazakh: `үштен бірі`, `жартысынан`. Comes in: an `Analysis`. Goes out:
`MeasuredAmount`s of ratios.
"""

import re
from collections.abc import Iterator
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.kk.counting import ENDING
from baqylau.lang.kk.wordlists import wordlist
from baqylau.lang.units import Unit


@cache
def _fractions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = wordlist("amounts")["shares"]
    parts = (
        rf"(?<!\w)(?P<of>{'|'.join(lists['parts'])})\s(?P<how_many>{'|'.join(lists['numerators'])})"
        rf"(?:{ENDING})(?!\w)"
    )
    return re.compile(parts, re.IGNORECASE), re.compile(
        rf"(?<!\w)(?:тең\s)?(?P<half>{'|'.join(lists['halves'])})(?!\w)", re.IGNORECASE
    )


def shares(a: Analysis) -> Iterator[MeasuredAmount]:
    """The shares, in no particular order; `жыл жартысы` is a period of time and no share."""
    lists = wordlist("amounts")["shares"]
    parts, halves = _fractions()
    for found in parts.finditer(a.text):
        value = lists["numerators"][found["how_many"].lower()] / lists["parts"][found["of"].lower()]
        if value < 1:
            yield _share(found, value)
    for found in halves.finditer(a.text):
        before = a.text[max(0, found.start() - 12) : found.start()].lower().split()
        if not before or before[-1] not in lists["half_of"]:
            yield _share(found, lists["halves"][found["half"].lower()])


def _share(found: re.Match[str], value: float) -> MeasuredAmount:
    return MeasuredAmount(
        found.start(),
        found.end(),
        Number(found.start(), found.end(), value),
        Unit("ratio", None),
        "kk.share",
        0.75,
    )
