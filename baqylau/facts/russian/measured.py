"""A number of a Russian text with what it measures, and the tables all amounts are read by."""

from dataclasses import dataclass
from functools import cache

from baqylau.facts.amounts.numbers import Number
from baqylau.lang.numerals import Numerals, numerals
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Unit, Units, units


@dataclass(frozen=True, slots=True)
class Measured:
    """`end` lies behind the unit; `confidence` is the rule's."""

    start: int
    end: int
    number: Number
    unit: Unit
    rule: str
    confidence: float


@cache
def number_words() -> Numerals:
    return numerals(wordlist("numerals"))


@cache
def known_units() -> Units:
    return units(wordlist("units"), wordlist("currencies"))
