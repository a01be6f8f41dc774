"""Languages behind one Protocol: the words of a text and the names in it.

Comes in: a text. Goes out: sentences, tokens, mentions. Each language has one folder; `of` chooses
it by its code, or by the letters of the text where no code is given.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from baqylau.model.fact import Mention
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

CODES = ("ru", "kk", "en")


class Language(Protocol):
    """What every language offers; it stands in the module `baqylau.lang.<code>.language`."""

    code: str

    def words(
        self, text: str, paragraphs: Sequence[Span]
    ) -> tuple[tuple[Sentence, ...], tuple[Token, ...]]: ...

    def mentions(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
    ) -> Sequence[Mention]: ...


def of(code: str | None, text: str) -> Language:
    """The language by its code; an unknown or missing code is decided by the letters of the
    text.
    """
    chosen = code if code in CODES else by_letters(text)
    language: Language = import_module(f"baqylau.lang.{chosen}.language").LANGUAGE
    return language


_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_KAZAKH_SHARE = 0.05
"""Of Cyrillic letters; Kazakh text has .15 to .25 of its own letters, Russian text with Kazakh
names below .01.
"""


def by_letters(text: str) -> str:
    """A coarse guess for a text whose language is not given: ru, kk or en."""
    sample = text[:4000]
    cyrillic, own = len(_CYRILLIC.findall(sample)), len(_KAZAKH.findall(sample))
    if own > _KAZAKH_SHARE * (cyrillic + own):
        return "kk"
    return "en" if len(_LATIN.findall(sample)) > cyrillic else "ru"
