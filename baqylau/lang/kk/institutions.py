"""Where the name of a Kazakh institution ends: `білім басқармасының`.

Comes in: a text and the place where further words of a name begin. Goes out: the end, or 0; and
whether a word says what kind of organization a name stands for.
"""

import re
from functools import cache, lru_cache

from baqylau.lang.kk.cases import case_of, nominative
from baqylau.lang.kk.positions import unpossessed
from baqylau.lang.kk.stems import stem
from baqylau.lang.kk.wordlists import wordlist

CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІ"
SMALL = "а-яёәғқңөұүһі"
NEXT = re.compile(rf"(?:-[{SMALL}]{{1,20}})?\s{{1,3}}([\w-]+)")
_PART = re.compile(r",?\s(«[^«»\n]{2,60}»|[\w-]+)")
_NEVER_INSIDE = (
    "туралы",
    "бойынша",
    "үшін",
    "деп",
    "бұл",
    "осы",
    "сол",
    "ол",
    "да",
    "де",
    "мен",
    "пен",
    "бен",
)
_LONGEST_NAME = 8  # words
_ABBREVIATION = re.compile(rf"(?<!\w)\w*[{CAPITAL}]{{2,}}(?:-[{SMALL}]+)?")
PLURAL = re.compile(r"(?:лар|лер|дар|дер|тар|тер)(?:ы|і)?$")


def end_of_institution(text: str, start: int, capitals: bool = False) -> int:
    """The end of the institution whose further words begin here, or 0: words without a case up to a
    head in the singular. A head with a possessive or a case is the last word. `capitals`: further
    words may begin with a capital letter.
    """
    end, at = 0, start
    for _ in range(_LONGEST_NAME):
        word = _PART.match(text, at)
        if not word:
            break
        at = word.end()
        bare = word[1].strip("«»")
        if not capitals and not bare.islower():
            break
        if is_organization_head(bare) or (not end and _ABBREVIATION.fullmatch(bare)):
            if PLURAL.search(nominative(bare)):
                break
            end = at
            if stem(bare.lower()) != bare.lower():
                break
        elif not _joins(word[1], text, at):
            break
    return end


def _joins(word: str, text: str, end: int) -> bool:
    """Whether a word may stand inside an institution's name: it bears no case, but for the object
    of a verbal noun (табиғатты пайдалану).
    """
    if word in _NEVER_INSIDE:
        return False
    if word.startswith("«"):
        return True
    case = case_of(word)
    behind = NEXT.match(text, end)
    return case == "nominative" or bool(
        case in ("accusative", "dative") and behind and behind[1].endswith("у")
    )


@lru_cache(maxsize=20_000)
def is_organization_head(word: str) -> bool:
    """Whether the word, in any form, says what kind of organization a name stands for."""
    bare = stem(word.lower())
    known = bare in _heads() or unpossessed(bare) in _heads()  # `орталығы` keeps its ending
    return known or bare.endswith(tuple(wordlist("names")["head_tails"]))


def is_institution_word(word: str) -> bool:
    """A head or an abbreviation (ІІБ-нің) that is no listed place."""
    listed = nominative(word) in wordlist("names")["places"]
    return is_organization_head(word) or bool(_ABBREVIATION.fullmatch(word) and not listed)


def is_stock(phrase: str) -> bool:
    """`Көмір қоры`: a stock of things; the capital letter is that of the sentence."""
    first, space, last = phrase.lower().partition(" ")
    return (
        bool(space)
        and first in wordlist("names")["stocks"]
        and unpossessed(nominative(last)) == _FUND
    )


_FUND = "қор"


@cache
def _heads() -> frozenset[str]:
    heads = (x for x in wordlist("name_words")["lists"]["org_head"] if " " not in x)
    return frozenset(stem(x) for x in heads if x not in wordlist("names")["no_heads"])
