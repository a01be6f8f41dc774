"""Reporting verbs of Kazakh in the third person. Comes in: keys of `speech.toml`, whose lists hold
stems. Goes out: regular expressions of their forms: `атап өт` stands for атап өтті, атап өтеді,
атап өткен болатын.
"""

import re
from functools import cache

from baqylau.lang.kk.speech import words
from baqylau.lang.kk.wordlists import wordlist


@cache
def endings() -> str:
    """The endings of the third person, with an auxiliary behind them."""
    data = wordlist("speech")
    finite, auxiliaries = "|".join(data["finite"]), "|".join(data["auxiliaries"])
    return rf"(?:{finite})(?:\s+(?:{auxiliaries}))?"


@cache
def finite(*keys: str) -> str:
    """Any of the listed verbs in the third person."""
    stems = sorted((x for key in keys for x in words(key)), key=len, reverse=True)
    listed = "|".join(re.escape(x).replace(r"\ ", r"\s+") for x in stems)
    return rf"(?:{listed}){endings()}"


@cache
def passive() -> re.Pattern[str]:
    """The last letters of a passive verb: `танылды`, `күтілуде`."""
    return re.compile(rf"(?:{'|'.join(wordlist('speech')['passive'])})$")
