"""Normalisation of text: what comes in from pages, what is compared, and a way back to the
characters it came from.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\u00ad"
    r"\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, zero-width spaces, soft hyphens and direction marks: invisible, and each
splits a word for a search.
"""
_TAG = re.compile(
    "</?(?:p|br|b|i|u|a|em|strong|div|span|img|h[1-6]|ul|ol|li|table|t[dhr]|script|style|iframe"
    "|blockquote|font|center|figure|video|html|body|section)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_REMEMBERED = 2000
"""Characters of the longest text whose key is remembered: a page asks several times for that of
each paragraph.
"""


def clear(text: str) -> str:
    """NFC without control and invisible characters; line feeds stay."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """One line of plain characters: entities resolved, tags that were escaped twice taken out,
    spaces of every kind made one.
    """
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = text.strip(" \n\t\r")
    if not text.isprintable():  # line feeds, spaces of other kinds, whatever is invisible
        text = clear(text)
    elif not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def key(text: str) -> str:
    """What two headlines or paragraphs have in common when only their marks, case and ё differ."""
    return _key(text) if len(text) > _REMEMBERED else _remembered_key(text)


def _key(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_WORD.findall(text.lower().replace("ё", "е")))


_remembered_key = lru_cache(maxsize=2048)(_key)


def folded(text: str) -> tuple[str, list[int]]:
    """Lower case, ё as е, runs of spaces as one; with it, for each character of the answer, its
    index in `text`.
    """
    out: list[str] = []
    back: list[int] = []
    for index, letter in enumerate(text):
        if letter.isspace():
            if out and out[-1] == " ":
                continue
            letter = " "
        for low in letter.lower().replace("ё", "е"):
            out.append(low)
            back.append(index)
    return "".join(out), back
