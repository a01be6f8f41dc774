"""Parts of a whole in Kazakh words: `үштен бірі`, `жартысынан`. Comes in: an `Analysis`. Goes out:
`MeasuredAmount`s of ratios.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.kk.counting import ENDING
from baqylau.lang.kk.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.span import SpanIndex


@cache
def _fractions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = wordlist("amounts")["shares"]
    parts = (
        rf"(?<!\w)(?P<of>{'|'.join(lists['wholes'])})\s(?P<how_many>{'|'.join(lists['numerators'])})"
        rf"(?:{ENDING})(?!\w)"
    )
    halves = rf"(?<!\w)(?:{lists['equal']}\s)?(?P<half>{'|'.join(lists['halves'])})(?!\w)"
    return re.compile(parts, re.IGNORECASE), re.compile(halves, re.IGNORECASE)


def fraction(a: Analysis, number: Number) -> MeasuredAmount | None:
    """The share that begins with this number word."""
    for pattern in _fractions():
        found = pattern.match(a.text, number.start)
        if found:
            return _share(found)
    return None


def is_half_of_time(a: Analysis, number: Number) -> bool:
    """`жыл жартысы` is a period of time and no share."""
    found = _fractions()[1].match(a.text, number.start)
    return found is not None and _share(found) is None


def shares(a: Analysis, taken: Iterable[DateMention | MeasuredAmount]) -> Iterator[MeasuredAmount]:
    """The shares that no number word begins."""
    used = SpanIndex(taken)
    for pattern in _fractions():
        for found in pattern.finditer(a.text):
            made = _share(found)
            if made and not any(used.touching(made.start, made.end)):
                yield made


def _share(found: re.Match[str]) -> MeasuredAmount | None:
    lists, groups = wordlist("amounts")["shares"], found.groupdict()
    if groups.get("half"):
        before = found.string[max(0, found.start() - 12) : found.start()].lower().split()
        if before and before[-1] in lists["half_of"]:
            return None
        value = lists["halves"][groups["half"].lower()]
    else:
        how_many = lists["numerators"][groups["how_many"].lower()]
        value = how_many / lists["wholes"][groups["of"].lower()]
    if not value < 1:
        return None
    number = Number(found.start(), found.end(), value)
    unit = Unit("ratio", None)
    return MeasuredAmount(found.start(), found.end(), number, unit, "kk.share", 0.75)
