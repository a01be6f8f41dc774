"""Numbers with a unit. Comes in: a `Number`. Goes out: a `MeasuredAmount` of money, percent, a
measure or a duration, by the unit behind the number, the sign before it or the name before it.
"""

import re
from dataclasses import replace
from functools import lru_cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts.grammar import AmountGrammar
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.units import Unit

_RULES = {"money": "money", "percent": "percent", "duration": "duration", "ratio": "times"}
_SURE = ("money", "percent")


def with_unit(a: Analysis, g: AmountGrammar, number: Number) -> MeasuredAmount | None:
    units, end = g.units(), g.ending(a.text, number.end)
    sign = units.sign_before(a.text, number.start)
    if sign:
        end = _currency_behind(a.text, g, end, sign[0])
        return MeasuredAmount(sign[1], end, number, sign[0], g.rule("money_sign"), 0.95)
    unit = units.after(a.text, end)
    if unit:
        known, stop = unit
        rule = g.rule(_RULES.get(known.quantity, "measure"))
        start, signed = signed_number(a.text, g, number, known)
        sure = 0.95 if known.quantity in _SURE else 0.87
        return MeasuredAmount(start, g.ending(a.text, stop), signed, known, rule, sure)
    named = units.named_before(a.text, number.start)
    if named is None:
        return None
    return MeasuredAmount(number.start, end, number, named[0], g.rule("unit_before"), 0.85)


def _currency_behind(text: str, g: AmountGrammar, end: int, sign: Unit) -> int:
    """`$5 млн долларов`, `€3,000 EUR`: the currency that stands twice belongs to the amount."""
    again = g.units().after(text, end)
    return again[1] if again and again[0] == sign else end


def signed_number(text: str, g: AmountGrammar, number: Number, unit: Unit) -> tuple[int, Number]:
    """The offset where the amount begins, with its sign, and the number. Degrees below zero are
    negative; a fall by 0.6 % has a positive value and the direction `down`.
    """
    if unit.quantity not in ("percent", "measure"):
        return number.start, number
    sign = _sign(g).search(text[max(0, number.start - 7) : number.start])
    frost = unit.name == g.tables["figures"]["degree"] and _frost(g).match(text, number.end)
    if sign is None and not frost:
        return number.start, number
    written = sign[0] if sign else ""
    start = number.start - len(written)
    below = frost or written[0] in "-–−" or written.strip().lower() in g.tables["figures"]["minus"]
    if unit.name != g.tables["figures"]["degree"] or not below or number.value is None:
        return start, number
    high = -number.high if number.high is not None else None
    return start, replace(number, value=-number.value, high=high)


def degrees(a: Analysis, g: AmountGrammar, number: Number) -> MeasuredAmount | None:
    """`ожидается минус 27`, `у нас плюс девять`: a number of degrees with its sign in words and no
    noun behind it to count.
    """
    lead = _sign(g).search(a.text[max(0, number.start - 7) : number.start])
    if lead is None or not lead[0][0].isalpha():
        return None
    unit = Unit("measure", g.tables["figures"]["degree"])
    start, signed = signed_number(a.text, g, number, unit)
    return MeasuredAmount(start, number.end, signed, unit, g.rule("bare_degrees"), 0.7)


@lru_cache(maxsize=8)
def _frost(g: AmountGrammar) -> re.Pattern[str]:
    """`33 градуса ниже нуля`, `25 градусов мороза`: behind the unit."""
    words = "|".join(map(re.escape, g.tables["figures"]["below_zero"])) or r"(?!)"
    return re.compile(rf"\s?[°\w]{{1,12}}\s{{1,2}}(?:{words})(?!\w)", re.IGNORECASE)


def _sign(g: AmountGrammar) -> re.Pattern[str]:
    words = "|".join((*g.tables["figures"]["minus"], *g.tables["figures"]["plus"])) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:[-–−+]|(?:{words})\s)$", re.IGNORECASE)
