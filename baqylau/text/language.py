"""The language of a text and of each of its paragraphs, and the script it is written in: a text
comes in, codes go out. Languages are ISO 639-1 ("kk"), scripts ISO 15924 ("Cyrl").

Letters decide where they can (Kazakh, Kyrgyz, Uzbek, Tajik, Russian in Cyrillic; Kazakh in Latin
and Arabic script); py3langid decides the rest.
"""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from baqylau.lang.en.common import function_words

_SAMPLE = 4000
"""Characters examined: the share of special letters is stable from a few hundred on."""
_GUESS_SAMPLE = 800
"""Characters given to py3langid: it is right on 300, and its cost grows with the length."""
_SPECIAL_SHARE = 0.015
"""Share of special letters among the Cyrillic ones from which they decide the language: Kyrgyz has
.03 to .05, Kazakh .15 to .25, Russian with foreign names less than .01.
"""
_MIN_LETTERS = 40
"""A paragraph with fewer letters gets the language of its text, unless it has special letters of
its own.
"""
_SCRIPTS = {
    "Cyrl": re.compile(r"[\u0400-\u052f]+"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f]+"),
}
_HEH = "\u06d5"
"""The letter heh that is written for e in Kazakh and Uyghur; Arabic and Persian do not use it."""
_UYGHUR = re.compile("[\u06d0\u0626\u06c8]")
"""Letters that every Uyghur text has and Kazakh does not use."""
_KAZAKH_LATIN_LETTERS = "qǵńŋū"
"""Letters of Kazakh in Latin script; English has q too, but before u."""
_Q_SHARE = 0.008
"""Share of q without u in Latin letters: Kazakh in Latin script has .02 and more, English none."""
_NOT_LATIN = re.compile(r"[\u0370-\uffff]{3}")
_LETTERS = re.compile(r"[^\W\d_]+")


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many of these letters a text has. Matching runs of letters takes a fifth of the time."""
    return sum(map(len, letters.findall(text)))


def script(text: str) -> str | None:
    """The script most letters are of; None where it is neither Cyrillic, Latin nor Arabic."""
    sample = text[:_GUESS_SAMPLE]
    counts = {name: _count(letters, sample) for name, letters in _SCRIPTS.items()}
    best = max(counts, key=lambda x: counts[x])
    return best if counts[best] * 2 > _count(_LETTERS, sample) else None


def language(text: str, hint: str | None = None) -> str | None:
    """The language of a text; `hint` is the language the page declares, used where letters cannot
    decide. None for a text without letters.
    """
    sample = text[:_SAMPLE]
    letters = _count(_LETTERS, sample)
    if not letters:
        return None
    match script(sample):
        case "Cyrl":
            return _main_language(sample, hint)
        case "Latn":
            return _latin(sample, hint, letters)
        case "Arab" if _HEH in sample and not _UYGHUR.search(sample):
            return "kk"
        case _:
            return _guess(sample)


def of_paragraphs(text: str, main_language: str | None) -> tuple[str, ...]:
    """One code for each paragraph. A short one without special letters gets the language of the
    whole text; "und" where that is unknown.
    """
    if not text:
        return ()
    if not _NOT_LATIN.search(text):
        return (main_language or "und",) * (text.count("\n") + 1)
    main_script = script(text)
    return tuple(_paragraph(x, main_language, main_script) for x in text.split("\n"))


def _paragraph(text: str, main_language: str | None, main_script: str | None) -> str:
    fallback = main_language or "und"
    letters = _count(_LETTERS, text)
    own_script = script(text)
    if own_script == "Cyrl":
        found = _by_letters(text[:_SAMPLE])
        if found is not None or letters >= _MIN_LETTERS:
            return _cyrillic(text[:_SAMPLE], main_language) or fallback
        return fallback if main_script == "Cyrl" else "ru"
    if letters < _MIN_LETTERS or own_script == main_script:
        return fallback
    return language(text, None) or fallback


def _main_language(text: str, hint: str | None) -> str:
    """The language of most of the text: a Russian article that quotes a paragraph in Kazakh stays
    Russian.
    """
    counts: Counter[str] = Counter()
    for paragraph in text.split("\n"):
        counts[_cyrillic(paragraph, hint)] += _count(_LETTERS, paragraph)
    return max(counts, key=lambda x: counts[x])


def _cyrillic(text: str, hint: str | None) -> str:
    found = _by_letters(text)
    if found is not None:
        return found
    declared = (hint or "")[:2].lower()
    if declared in ("bg", "sr", "mk"):
        return declared
    return "ru"


def _by_letters(text: str) -> str | None:
    """The language whose alphabet covers most of the special letters in the text; None where there
    are hardly any.
    """
    low = text.lower()
    counts = Counter(x for x in low if "\u0400" <= x <= "\u052f")
    tables = _alphabets()["cyrillic"]
    special = {x: counts[x] for x in set("".join(tables.values())) if counts[x]}
    if sum(special.values()) <= _SPECIAL_SHARE * sum(counts.values()):
        return None

    def fits(code: str) -> tuple[int, int]:
        inside = sum(n for x, n in special.items() if x in tables[code])
        return inside - 2 * (sum(special.values()) - inside), -len(tables[code])

    return max(tables, key=fits)


def _latin(text: str, hint: str | None, letters: int) -> str | None:
    declared = (hint or "")[:2].lower()
    low = text.lower()
    if sum(map(low.count, _KAZAKH_LATIN_LETTERS)) - low.count("qu") > _Q_SHARE * letters:
        own_letters = sum(x in _alphabets()["latin"]["kk"] for x in low)
        return "kk" if own_letters > _SPECIAL_SHARE * letters or declared == "kk" else "uz"
    if declared and (letters < _MIN_LETTERS or (declared == "en" and _is_english(text))):
        return declared
    return _guess(text)


def _is_english(text: str) -> bool:
    """Whether a text that is declared English is English: it has the most frequent English words as
    often as any English text.
    """
    low = text.lower()
    return 50 * sum(low.count(x) for x in function_words()) > low.count(" ")


def _guess(text: str) -> str | None:
    from py3langid.langid import classify

    code, _ = classify(text[:_GUESS_SAMPLE])
    return str(code)


@cache
def _alphabets() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("alphabets.toml").read_text(encoding="utf-8"))
