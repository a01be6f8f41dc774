"""The language of a text and of each of its paragraphs, and the script it is written in: a text
comes in, codes go out. Languages are ISO 639-1 ("kk"), scripts ISO 15924 ("Cyrl").

The words decide between the languages of the region (`word_votes`); py3langid decides between the
others written in Latin letters. What a page declares is used only where the words say nothing.
"""

import re
from collections import Counter
from functools import lru_cache

from baqylau.text import word_votes

_SAMPLE = 4000
"""Characters examined: the share of special letters is stable from a few hundred on."""
_PARAGRAPH_SAMPLE = 400
_LATIN_SAMPLE = 1000
"""Characters whose words are counted: 60 words decide, and more cost time."""
_GUESS_SAMPLE = 800
"""Characters given to py3langid: it is right on 300, and its cost grows with the length."""
_MIN_LETTERS = 40
"""A paragraph with fewer letters gets the language of its text, unless its words say clearly that
it is another.
"""
_CLEAR_LEAD = 2.5
"""Points by which a short paragraph's own language must lead to differ from its text's."""
_HINT_LEAD = 0.5
"""Points; with a smaller lead the language that the page declares is taken."""
_LATIN_SHARE = 0.45
"""Points a word from which Latin words are certainly Kazakh, Uzbek or English; German, French and
other texts reach .3 by the short words they share with English.
"""
_TURKIC = frozenset({"kk", "uz", "tr", "tk", "az"})
"""Languages that py3langid takes for one another; it does not know Kazakh in Latin letters."""
_FEW_LETTERS = 60
_ENGLISH_LEAD = 10.0
"""Natural logarithm of how many times likelier another language must be before a line of
`_FEW_LETTERS` is not called English."""
KNOWN = ("ru", "kk", "en", "ky", "uz")
"""Of languages with equal points the first one is the likelier here."""
_SCRIPTS = {
    "Cyrl": re.compile(r"[\u0400-\u052f]+"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f]+"),
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f]+"),
}
_HEH = "\u06d5"
"""The letter heh that is written for e in Kazakh and Uyghur; Arabic and Persian do not use it."""
_UYGHUR = re.compile("[\u06d0\u0626\u06c8]")
"""Letters that every Uyghur text has and Kazakh does not use."""
_MIN_CYRILLIC = 6
"""Cyrillic letters from which a text of mostly Latin letters may be a Cyrillic one with names."""
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|[@#]\w+")
_NOT_LATIN = re.compile(r"[\u0370-\uffff]{3}")
_LETTERS = re.compile(r"[^\W\d_]+")
_DECIDED_BY_WORDS = ("kk", "uz", "en")
_OTHER_CYRILLIC = ("bg", "sr", "mk")
"""Languages without a table, believed where the page declares them and no other letters speak
against it.
"""


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many of these letters a text has. Matching runs of letters takes a fifth of the time."""
    return sum(map(len, letters.findall(text)))


def script(text: str) -> str | None:
    """The script most letters are of; None where it is neither Cyrillic, Latin nor Arabic."""
    return _script(text[:_GUESS_SAMPLE])


@lru_cache(maxsize=64)
def _script(sample: str) -> str | None:
    """Cached: each text is asked for it several times."""
    counts = {name: _count(letters, sample) for name, letters in _SCRIPTS.items()}
    best = max(counts, key=lambda x: counts[x])
    return best if counts[best] * 2 > _count(_LETTERS, sample) else None


def language(text: str, hint: str | None = None) -> str | None:
    """The language of a text; `hint` is the language the page declares, used where the words cannot
    decide. None for a text without letters.
    """
    sample = _ADDRESS.sub(" ", text[:_SAMPLE])
    letters = _count(_LETTERS, sample)
    if not letters:
        return None
    declared = (hint or "")[:2].lower()
    match _script_of_sentences(sample):
        case "Cyrl":
            return _main_language(sample, declared)
        case "Latn":
            return _latin(sample, declared, letters)
        case "Arab" if _HEH in sample and not _UYGHUR.search(sample):
            return "kk"
        case _:
            return _guess(sample)


def _script_of_sentences(text: str) -> str | None:
    """The script of most letters; of a text in Cyrillic and Latin letters that of most words with a
    small first letter, since foreign names have capitals: "сообщила United Launch Alliance".
    """
    most = script(text)
    if most != "Latn" or _count(_SCRIPTS["Cyrl"], text) < _MIN_CYRILLIC:
        return most
    small = [x for x in _LETTERS.findall(text) if x[0].islower()]
    cyrillic = sum(_SCRIPTS["Cyrl"].match(x) is not None for x in small)
    return "Cyrl" if cyrillic * 2 >= len(small) else most


def of_paragraphs(text: str, main_language: str | None) -> tuple[str, ...]:
    """One code for each paragraph. A short one whose words say little gets the language of the
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
    own_script = _script_of_sentences(text)
    if own_script == "Cyrl":
        best, lead = _by_words(text[:_PARAGRAPH_SAMPLE])
        if lead >= (_HINT_LEAD if letters >= _MIN_LETTERS else _CLEAR_LEAD):
            return main_language if best == "ru" and main_language in _OTHER_CYRILLIC else best
        return fallback if main_script == "Cyrl" else best
    if letters < _MIN_LETTERS or own_script == main_script:
        return fallback
    return language(text, None) or fallback


def _main_language(text: str, declared: str) -> str:
    """The language of most of the text: a Russian article that quotes a paragraph in Kazakh stays
    Russian.
    """
    letters: Counter[str] = Counter()
    for paragraph in text.split("\n"):
        best, lead = _by_words(paragraph[:_PARAGRAPH_SAMPLE])
        if lead >= _HINT_LEAD:
            letters[best] += _count(_LETTERS, paragraph)
    if not letters:
        best, _ = _by_words(text)
        return declared if declared in word_votes.codes("Cyrl") else best
    most = max(letters, key=lambda x: letters[x])
    return declared if most == "ru" and declared in _OTHER_CYRILLIC else most


@lru_cache(maxsize=512)
def _by_words(text: str) -> tuple[str, float]:
    """Cached: a text's paragraphs are asked for the text's language and for their own."""
    return word_votes.best_two(word_votes.count(text, "Cyrl"), KNOWN)


def _latin(text: str, declared: str, letters: int) -> str | None:
    votes = word_votes.count(text[:_LATIN_SAMPLE], "Latn")
    best, lead = word_votes.best_two(votes, KNOWN)
    sure = lead >= _HINT_LEAD and votes.points[best] >= _LATIN_SHARE * votes.words
    if sure and best in _DECIDED_BY_WORDS:
        return best
    if declared and letters < _MIN_LETTERS:
        return declared
    if not text.isupper() and not any(x[0].islower() for x in _LETTERS.findall(text)):
        return declared or "en"  # only names, which are written so in any language
    guess = _guess_latin(text, best if letters < _FEW_LETTERS else None)
    return best if guess in _TURKIC and best in _TURKIC and lead >= _HINT_LEAD else guess


def _guess_latin(text: str, words_say: str | None) -> str:
    """The likeliest of the languages worth a guess; English where the few words of a line
    (`words_say`) speak for it and nothing is much likelier.
    """
    from py3langid.langid import rank

    ranked = dict(rank(text[:_GUESS_SAMPLE]))
    best = max(sorted(word_votes.guessed()), key=lambda x: ranked.get(x, float("-inf")))
    if words_say == "en" and ranked["en"] > ranked[best] - _ENGLISH_LEAD:
        return "en"
    return best


def _guess(text: str) -> str | None:
    from py3langid.langid import classify

    code, _ = classify(text[:_GUESS_SAMPLE])
    return str(code)
