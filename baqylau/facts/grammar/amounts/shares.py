"""Ratios: how many times and what part of a whole. `в 2,5 раза`, `вдвое`, `на треть`, `две трети`,
`9 из 10`, `үштен бірі`, `one third`.

Comes in: an `Analysis` and a `Number`, or the amounts and dates found so far. Goes out:
`MeasuredAmount`s of ratios. The words are the table `[shares]` of `amounts.toml`.
"""

import re
from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts.grammar import AmountGrammar
from baqylau.facts.grammar.numbers import Number, numbers
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.units import Unit

_SMALL_WHOLE = 100  # "9 из 10" is a share; "12 из 340 домов" are two counts
_LONGEST_WORD = 14
_MOST_PARTS = 10


@lru_cache(maxsize=32)
def _pattern(g: AmountGrammar, name: str) -> re.Pattern[str]:
    return re.compile(g.tables["shares"].get(name) or r"(?!)", re.IGNORECASE)


def share(
    g: AmountGrammar, start: int, end: int, value: float, rule: str, sure: float
) -> MeasuredAmount:
    number = Number(start, end, round(value, 6))
    return MeasuredAmount(start, end, number, Unit("ratio", None), g.rule(rule), sure)


def out_of(a: Analysis, g: AmountGrammar, number: Number) -> MeasuredAmount | None:
    """`9 из 10`, `восемь из десяти`, `nine out of ten`"""
    found = _pattern(g, "out_of").match(a.text, number.end)
    if found is None or number.value is None or number.high is not None:
        return None
    wholes = numbers(a.text, g.numerals(), found.end(), found.end() + _LONGEST_WORD)
    whole = next(iter(wholes), None)
    if whole is None or whole.start != found.end() or not whole.value:
        return None
    if not number.value < whole.value <= _SMALL_WHOLE:
        return None
    if not number.digits and whole.value not in _ROUND:
        return None  # "из шести финалов два" counts finals
    value = number.value / whole.value
    return share(g, number.start, whole.end, value, "out_of", 0.7)


_ROUND = (3, 4, 5, 10, 100)


def times(a: Analysis, g: AmountGrammar, number: Number) -> MeasuredAmount | None:
    """`в 2,5 раза`, `2 есе`, `three times higher`; where the language needs a word that makes it a
    ratio and it is missing, it counts times.
    """
    end = g.ending(a.text, number.end)
    unit = g.units().after(a.text, end)
    if unit is None or unit[0].quantity != "ratio":
        return None
    stop = g.ending(a.text, unit[1])
    lead = g.tables["shares"].get("times_lead")
    behind = g.tables["shares"].get("times_behind")
    plain = lead is None and behind is None
    led = lead is not None and _pattern(g, "times_lead").search(
        a.text[max(0, number.start - 18) : number.start]
    )
    followed = behind is not None and _pattern(g, "times_behind").match(a.text, stop)
    if plain or led or followed:
        return MeasuredAmount(number.start, stop, number, unit[0], g.rule("times"), 0.9)
    counted = Unit("count", unit[0].name)
    return MeasuredAmount(number.start, stop, number, counted, g.rule("times_count"), 0.6)


def parts(a: Analysis, g: AmountGrammar, number: Number) -> MeasuredAmount | None:
    """`две трети`, `три четверти`, `two thirds`: a number word and the word of a part."""
    if number.digits or number.value is None or not number.value < _MOST_PARTS:
        return None
    words = a.tokens_in(number.end, number.end + _LONGEST_WORD)
    part = g.tables["shares"]["parts"].get(words[0].text.lower()) if words else None
    if not part:
        return None
    return share(g, number.start, words[0].end, number.value / part, "parts", 0.85)
