"""Words that look like others: typed with letters of two alphabets, such as a Kazakh word with the
Latin i for і, or with soft hyphens inside.

Comes in: an article's text, or what was read from its folded form. Goes out: the text with each
such word in the letters of one alphabet, of the same length, so that offsets stay, or without soft
hyphens; and the same facts with the words as they were printed. Names keep the folded letters: they
are compared.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from baqylau.lang.tokens import one_script
from baqylau.model.fact import Extraction, Fact, Mention, Slot
from baqylau.model.span import Span

_MIXED = re.compile(r"[^\W\d_]{2,64}")
_ITALIC = re.compile(r"(?<![\w'`])''(\w[^'`\n]{1,80})''(?![\w'])")
_DOUBLED_OPEN = re.compile(r'(?<![\w"])""(?=[\w«])')
_DOUBLED_CLOSE = re.compile(r'(?<=[\w.!?…»)])""(?![\w"])')
_LATIN = re.compile(r"[A-Za-zəɵƏƟ]")

Found = TypeVar("Found", bound=Fact | Mention)


def folded(text: str) -> str:
    """The text, its words of two alphabets in the letters of one, and a name between two pairs of
    apostrophes (of a wiki's italics) between quotation marks.
    """
    if "''" in text:
        text = _ITALIC.sub(r' "\1" ', text)
    if '""' in text:
        text = _single_marks(text)
    if not _LATIN.search(text):
        return text
    return _MIXED.sub(_in_one_script, text)


def _single_marks(text: str) -> str:
    """The text of a table's cell, in which every mark is doubled and marks stand around the
    whole: `"Сказал: ""Да"", и ушёл"`.
    """
    body = text.strip()
    if body[0] == body[-1] == '"' and body[1:2] != '"' and body[-2:-1] != '"':
        at = text.index('"')
        text = f"{text[:at]} {text[at + 1 : at + len(body) - 1]} {text[at + len(body) :]}"
    return _DOUBLED_OPEN.sub(' "', _DOUBLED_CLOSE.sub('" ', text))


def _in_one_script(match: re.Match[str]) -> str:
    word = match[0]
    changed = one_script(word)
    return changed if len(changed) == len(word) else word


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text without some of its characters. `offsets` says where each character begins in the
    printed text, and behind the last one its length.
    """

    text: str
    offsets: tuple[int, ...]


def without_soft_hyphens(text: str) -> Shortened | None:
    """The text as a reader sees it, or None where it has no soft hyphen."""
    if _SOFT_HYPHEN not in text:
        return None
    kept = [i for i, letter in enumerate(text) if letter != _SOFT_HYPHEN]
    return Shortened("".join(text[i] for i in kept), (*kept, len(text)))


_SOFT_HYPHEN = "\u00ad"


def as_printed(found: Extraction, text: str, offsets: Sequence[int] | None = None) -> Extraction:
    """What was read from the folded text, with the characters of `text` in its words. Where the
    text that was read has another length, `offsets` says where each of its characters begins in
    `text`, and behind the last one the length of `text`.
    """
    printed = _Printed(text, offsets)
    return replace(
        found,
        mentions=tuple(printed.of(x) for x in found.mentions),
        facts=tuple(printed.of(x) for x in found.facts),
    )


class _Printed:
    """The places and words of a text for what was read from another spelling of it."""

    def __init__(self, text: str, offsets: Sequence[int] | None) -> None:
        self._text, self._offsets = text, offsets

    def of(self, found: Found) -> Found:
        changes = {f.name: self._value(getattr(found, f.name)) for f in fields(found)}
        place = self._span(found.start, found.end)
        changes |= {"start": place.start, "end": place.end, "text": place.of(self._text)}
        return replace(found, **changes)

    def _span(self, start: int, end: int) -> Span:
        if self._offsets is None:
            return Span(start, end)
        return Span(self._offsets[start], self._offsets[end])

    def _value(self, value: Any) -> Any:
        match value:
            case tuple():
                return tuple(map(self._value, value))
            case Slot():
                place = self._span(value.start, value.end)
                return replace(value, start=place.start, end=place.end, text=place.of(self._text))
            case Span():
                return self._span(value.start, value.end)
        return value
