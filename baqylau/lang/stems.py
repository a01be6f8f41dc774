"""Words as the search index keeps them: a text and its language come in, one string of stems with
spaces between goes out.

    >>> stems("Министры обсудили бюджет", "ru")
    'министр обсудить бюджет'

Article and question go through the same function, so that any form of a word finds every other.
"""

import re
from collections.abc import Callable
from functools import cache

from baqylau.lang import by_letters
from baqylau.lang.en.stems import stem as english
from baqylau.lang.kk.stems import stem as kazakh

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 64  # characters; anything longer is no word, and an index entry need not hold it


def stems(text: str, language: str | None) -> str:
    """Stems of every word and number, in order of the text. An unknown language is decided by the
    letters.
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
