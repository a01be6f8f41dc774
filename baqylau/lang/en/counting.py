"""English numerals and units, compiled once per process. Comes in: the TOML tables of this folder.
Goes out: `Numerals` and `Units`.
"""

from functools import cache

from baqylau.lang.en.wordlists import wordlist
from baqylau.lang.numerals import Numerals, numerals
from baqylau.lang.units import Units, units


@cache
def number_words() -> Numerals:
    return numerals(wordlist("numerals"))


@cache
def known_units() -> Units:
    return units(wordlist("units"), wordlist("currencies"), "s?")
