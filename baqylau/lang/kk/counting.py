"""Kazakh numerals and units with their endings: `мыңнан` is a thousand, `теңгеге` tenge, `%-ын`
percent.

Comes in: the TOML tables of this folder. Goes out: the tables for reading amounts, and `ENDING`,
the regular expression that a star in `units.toml` stands for.
"""

import re
from functools import cache

from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.wordlists import wordlist
from baqylau.lang.numerals import Numerals, numerals
from baqylau.lang.units import Units, units


def _ending() -> str:
    """Plural, possessive and case ending, each optional; instead of a case the endings that make an
    adjective: `жылдағы`, `километрлік`.
    """
    endings = {
        x["name"]: "|".join(sorted((*x["back"], *x["front"]), key=len, reverse=True))
        for x in wordlist("endings")["group"]
    }
    adjective = "|".join(wordlist("endings")["adjective"])
    return (
        f"(?:{endings['plural']})?(?:{endings['possessive']})?"
        f"(?:{adjective}|(?:{endings['case']}|н)?)"
    )


ENDING = _ending()
SUFFIX = re.compile(rf"-(?:[еа]у)?(?:{ENDING})(?!\w)")


def own_end(text: str, end: int) -> int:
    """The offset behind the case ending of a figure that ends at `end`: `400-ден`, `2 млн-ға`."""
    suffix = SUFFIX.match(text, end)
    return suffix.end() if suffix else end


@cache
def number_words() -> Numerals:
    return numerals(wordlist("numerals"), _bare)


@cache
def known_units() -> Units:
    return units(wordlist("units"), wordlist("currencies"), ENDING)


def _bare(word: str) -> str:
    """A number word without case and possessive: `жетісінің` -> `жеті`; a word that is no number is
    returned unchanged.
    """
    listed = wordlist("numerals")["words"]
    if word in listed["not"]:
        return word
    inner = nominative(
        word.removesuffix("дай").removesuffix("дей").removesuffix("тай").removesuffix("тей")
    )
    known = next((bare for bare in (inner, _without_possessive(inner)) if bare in _stems()), word)
    return word if known in listed["bare"] else known


def _without_possessive(word: str) -> str:
    return (
        word[:-2]
        if word.endswith(("сы", "сі"))
        else word[:-1]
        if word.endswith(("ы", "і"))
        else word
    )


@cache
def _stems() -> frozenset[str]:
    sections = ("cardinals", "collectives", "hundreds", "scales")
    return frozenset(
        form
        for name in sections
        for forms in wordlist("numerals")[name].values()
        for form in forms.split()
    )
