"""The Russian tables of number words and units, compiled once per process. Comes in: the TOML files
of `lang/ru`. Goes out: `Numerals` and `Units`.
"""

from functools import cache

from baqylau.lang.numerals import Numerals, numerals
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Units, units


@cache
def number_words() -> Numerals:
    return numerals(wordlist("numerals"))


@cache
def known_units() -> Units:
    return units(wordlist("units"), wordlist("currencies"))
