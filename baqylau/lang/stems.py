"""Words as the search index stores them. Comes in: a text and its language. Goes out: one string of
stems, separated by spaces.

    >>> stems("Министры обсудили бюджет", "ru")
    'министр обсудить бюджет'

Articles and search queries go through the same function, so that any form of a word finds every
other form.
"""

import re
from collections.abc import Callable
from functools import cache

from baqylau.lang import by_letters
from baqylau.lang.en.stems import stem as english
from baqylau.lang.kk.stems import stem as kazakh

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 64  # characters; anything longer is no word and would only fill the index


def stems(text: str, language: str | None) -> str:
    """Stems of every word and number, in order of the text. For an unknown language the letters
    decide.
    """
    stem = _stemmer(language if language in {"ru", "kk", "en"} else by_letters(text))
    return " ".join(stem(word) for word in words(text))


def words(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return [x[:_LONGEST] for x in _WORD.findall(text.lower().replace("ё", "е"))]


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language == "ru":
        from baqylau.lang.ru.stems import stem as russian

        return russian
    return kazakh if language == "kk" else english
