"""The language of a text and of each of its paragraphs, and the script it is written in.

Letters decide where they can (Kazakh, Kyrgyz, Uzbek, Tajik, Russian in Cyrillic; Kazakh in Latin
and Arabic script); py3langid decides the rest. Codes are ISO 639-1, scripts ISO 15924: "kk",
"Cyrl".
"""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from baqylau.lang.en.common import function_words

_SAMPLE = 4000
"""Characters looked at: the share of special letters is stable from a few hundred on."""
_GUESSED = 800
"""Characters py3langid is given: it is right on 300, and its cost grows with them."""
_SPECIAL = 0.015
"""Share of Cyrillic letters above which special ones tell the language: Kyrgyz has .03 to .05,
Kazakh .15 to .25, Russian with names below .01.
"""
_SURE = 40
"""Letters below which a paragraph is taken for its text's language, unless its own letters say
otherwise.
"""
_SCRIPTS = {
    "Cyrl": re.compile(r"[\u0400-\u052f]+"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f]+"),
}
_HEH = "\u06d5"
"""The heh that stands for e in Kazakh and Uyghur; Arabic and Persian have none."""
_UYGHUR = re.compile("[\u06d0\u0626\u06c8]")
"""Letters Uyghur cannot do without and Kazakh has not."""
_BEYOND_ENGLISH = "qǵńŋū"
"""Letters of Kazakh in Latin script; English and its loans have q too, but before u."""
_Q_SHARE = 0.008
"""Share of q without u in Latin letters: Kazakh in Latin script has .02 and more, English none."""
_BEYOND_LATIN = re.compile(r"[\u0370-\uffff]{3}")
_LETTERS = re.compile(r"[^\W\d_]+")


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many of these letters a text has. They are found in runs: a fifth of the time."""
    return sum(map(len, letters.findall(text)))


def script(text: str) -> str | None:
    """The script most letters are of; None where it is neither Cyrillic, Latin nor Arabic."""
    sample = text[:_GUESSED]
    counts = {name: _count(letters, sample) for name, letters in _SCRIPTS.items()}
    best = max(counts, key=lambda x: counts[x])
    return best if counts[best] * 2 > _count(_LETTERS, sample) else None


def language(text: str, hint: str | None = None) -> str | None:
    """The language of a text; `hint` is what the page declares, believed where letters cannot tell.
    None for a text without letters.
    """
    sample = text[:_SAMPLE]
    letters = _count(_LETTERS, sample)
    if not letters:
        return None
    match script(sample):
        case "Cyrl":
            return _most_spoken(sample, hint)
        case "Latn":
            return _latin(sample, hint, letters)
        case "Arab" if _HEH in sample and not _UYGHUR.search(sample):
            return "kk"
        case _:
            return _guess(sample)


def of_paragraphs(text: str, whole: str | None) -> tuple[str, ...]:
    """One code a paragraph; a short one without letters of its own is taken for the whole's, "und"
    where that is unknown.
    """
    if not text:
        return ()
    if not _BEYOND_LATIN.search(text):
        return (whole or "und",) * (text.count("\n") + 1)
    main = script(text)
    return tuple(_paragraph(x, whole, main) for x in text.split("\n"))


def _paragraph(text: str, whole: str | None, main: str | None) -> str:
    fallback = whole or "und"
    letters = _count(_LETTERS, text)
    own = script(text)
    if own == "Cyrl":
        found = _by_letters(text[:_SAMPLE])
        if found is not None or letters >= _SURE:
            return _cyrillic(text[:_SAMPLE], whole) or fallback
        return fallback if main == "Cyrl" else "ru"
    if letters < _SURE or own == main:
        return fallback
    return language(text, None) or fallback


def _most_spoken(text: str, hint: str | None) -> str:
    """The language most of the text is in: a Russian article that quotes a paragraph of Kazakh
    stays Russian.
    """
    spoken: Counter[str] = Counter()
    for paragraph in text.split("\n"):
        spoken[_cyrillic(paragraph, hint)] += _count(_LETTERS, paragraph)
    return max(spoken, key=lambda x: spoken[x])


def _cyrillic(text: str, hint: str | None) -> str:
    found = _by_letters(text)
    if found is not None:
        return found
    short = (hint or "")[:2].lower()
    if short in ("bg", "sr", "mk"):
        return short
    return "ru"


def _by_letters(text: str) -> str | None:
    """The language whose special letters cover most of those in the text; None where there are
    hardly any.
    """
    low = text.lower()
    counts = Counter(x for x in low if "\u0400" <= x <= "\u052f")
    tables = _alphabets()["cyrillic"]
    special = {x: counts[x] for x in set("".join(tables.values())) if counts[x]}
    if sum(special.values()) <= _SPECIAL * sum(counts.values()):
        return None

    def fits(code: str) -> tuple[int, int]:
        inside = sum(n for x, n in special.items() if x in tables[code])
        return inside - 2 * (sum(special.values()) - inside), -len(tables[code])

    return max(tables, key=fits)


def _latin(text: str, hint: str | None, letters: int) -> str | None:
    short = (hint or "")[:2].lower()
    low = text.lower()
    if sum(map(low.count, _BEYOND_ENGLISH)) - low.count("qu") > _Q_SHARE * letters:
        own = sum(x in _alphabets()["latin"]["kk"] for x in low)
        return "kk" if own > _SPECIAL * letters or short == "kk" else "uz"
    if short and (letters < _SURE or (short == "en" and _is_english(text))):
        return short
    return _guess(text)


def _is_english(text: str) -> bool:
    """Whether a text that is declared English is: it has the commonest words of English where any
    English text has them.
    """
    low = text.lower()
    return 50 * sum(low.count(x) for x in function_words()) > low.count(" ")


def _guess(text: str) -> str | None:
    from py3langid.langid import classify

    code, _ = classify(text[:_GUESSED])
    return str(code)


@cache
def _alphabets() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("alphabets.toml").read_text(encoding="utf-8"))
