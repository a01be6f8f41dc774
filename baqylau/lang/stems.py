"""Words as the search stores and looks for them. Comes in: a text and its language. Goes out: one
string of stems, separated by spaces, for the index; the stems of one word for a query.

>>> stems("Министры обсудили бюджет", "ru")
'министр обсудить бюджет'

Articles and search queries go through the same functions, so that any form of a word finds every
other. A word may have two stems: "волков" is a surname and the genitive of wolves.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from baqylau.lang import by_letters
from baqylau.lang.en.stems import stem as english
from baqylau.lang.kk.stems import stem as kazakh
from baqylau.lang.tokens import WordStems, one_script, printed_words

LANGUAGES = ("ru", "kk", "en")
BOUNDARY = "x0x"
"""Stands between the fields of an article in the index, so that no phrase reaches from one into the
next."""
FIELD_END = "\f"
"""Separates fields in the text that `stems` is given; no stored text holds it."""
_KAZAKH = re.compile(r"[әғқңөұүһі]")


def stems(text: str, language: str | None) -> str:
    """The likeliest stem of every word and number, in order of the text, with `BOUNDARY` between
    its fields; behind them the other stems of words that have several. For an unknown language the
    letters decide.
    """
    stems_held = _holder(chosen(text, language))
    out: list[str] = []
    others: dict[str, None] = {}
    for field in text.split(FIELD_END):
        for word in printed_words(field):
            held = stems_held(word)
            out.append(held[0])
            if len(held) > 1:
                others |= dict.fromkeys(held[1:])
        out.append(BOUNDARY)
    return " ".join([*out, *others] if others else out[:-1])


def places(text: str, code: str) -> tuple[list[str], list[str]]:
    """The likeliest stem of every word and number in order of the text, and the other stems of
    words that have several."""
    stems_held = _holder(code)
    out: list[str] = []
    others: dict[str, None] = {}
    for word in printed_words(text):
        held = stems_held(word)
        out.append(held[0])
        if len(held) > 1:
            others |= dict.fromkeys(held[1:])
    return out, list(others)


def indexed(word: str, language: str) -> tuple[str, ...]:
    """The stems under which the index holds one word, the likeliest first."""
    return _holder(language)(word)


def standing(word: str, language: str) -> tuple[str, ...]:
    """The stems that may stand for exactly this word in its place in the index, whatever its case
    of letters.
    """
    held = _holder(language)
    return tuple(dict.fromkeys(held(x)[0] for x in (word.lower(), word.capitalize())))


def finding(word: str, language: str) -> tuple[str, ...]:
    """The stems that a query's word looks for, likeliest first."""
    return _stemmer(language)(word.lower()).sought(word[:1].isupper())


def readings(word: str, language: str) -> tuple[str, ...]:
    """Every stem of a word, whatever its first letter means: for an erasure, which may miss no
    article.
    """
    found = _stemmer(language)(word.lower())
    return tuple(dict.fromkeys(found.words + found.names))


def chosen(text: str, language: str | None) -> str:
    """The language whose stems a text has in the index."""
    return language if language in LANGUAGES else by_letters(text)


@cache
def _holder(language: str) -> Callable[[str], tuple[str, ...]]:
    """The stems that the index holds for a word as printed, remembered: nine in ten come again."""
    stem = _stemmer(language)

    @lru_cache(maxsize=100_000)
    def held(printed: str) -> tuple[str, ...]:
        word = one_script(printed)
        return stem(word.lower()).held(word[0].isupper())

    return held


@cache
def _stemmer(language: str) -> Callable[[str], WordStems]:
    if language == "ru":
        from baqylau.lang.ru.stems import stems as russian

        # «Қазақстан темір жолы» in a Russian text
        return lambda word: WordStems((kazakh(word),)) if _KAZAKH.search(word) else russian(word)
    one = kazakh if language == "kk" else english
    return lambda word: WordStems((one(word),))
