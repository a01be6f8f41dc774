"""Normalisation of text: text from pages comes in; clean text, keys for comparison, and folded text
with the positions of its characters go out.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\u00ad"
    r"\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, zero-width spaces, soft hyphens and direction marks: they are invisible, and
each splits a word for the search.
"""
_ESCAPED_TAG = re.compile(
    "</?(?:p|br|b|i|u|a|em|strong|div|span|img|h[1-6]|ul|ol|li|table|t[dhr]|script|style|iframe"
    "|blockquote|font|center|figure|video|html|body|section)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_ASCII_KEY = {x: chr(x).lower() if chr(x).isalnum() or chr(x) == "_" else " " for x in range(0x80)}
"""The same for ASCII letters, which is quicker."""
_MAX_CACHED = 2000
"""Characters of the longest text whose key is cached: cleaning needs the key of each paragraph
several times.
"""


def clear(text: str) -> str:
    """The text in NFC without control and invisible characters; line feeds stay."""
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """The text as one line: entities are resolved, tags that were escaped twice are removed, runs
    of spaces of any kind become one space.
    """
    if not text or text.isspace():
        return ""
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _ESCAPED_TAG.sub(" ", text)
    text = text.strip(" \n\t\r")
    if not text.isprintable():  # line feeds, spaces of other kinds, whatever is invisible
        return " ".join(clear(text).split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()) if "  " in text else text


def key(text: str) -> str:
    """The words of a text for comparison: equal for texts that differ only in punctuation, case, ё
    and spaces.
    """
    return _key(text) if len(text) > _MAX_CACHED else _cached_key(text)


def _key(text: str) -> str:
    if text.isascii():
        return " ".join(text.translate(_ASCII_KEY).split())
    text = unicodedata.normalize("NFKC", text)
    return " ".join(_WORD.findall(text.lower().replace("ё", "е")))


_cached_key = lru_cache(maxsize=2048)(_key)


def folded(text: str) -> tuple[str, list[int]]:
    """The text in lower case, ё as е, runs of spaces as one; and for each character of the result
    its index in `text`.
    """
    out: list[str] = []
    positions: list[int] = []
    for index, letter in enumerate(text):
        if letter.isspace():
            if out and out[-1] == " ":
                continue
            letter = " "
        for low in letter.lower().replace("ё", "е"):
            out.append(low)
            positions.append(index)
    return "".join(out), positions
