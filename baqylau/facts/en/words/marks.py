"""The quoted stretches of an English paragraph: “…”, "…", ``…``, ''…'', «…», ‘…’ and '…'.

Comes in: a text and a paragraph. Goes out: `Marked` stretches in order. A mark that opens inside an
open one ends it there: newspapers open each paragraph of a speech and close only the last. A mark
of another kind closes what no mark of its own kind does (`“…," she said`). What a single mark is,
an apostrophe or the end of speech, `single_marks.py` says.
"""

import re
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.words.single_marks import single_marks
from baqylau.facts.en.words.text import Text
from baqylau.model.span import Span, SpanIndex

_MARK = re.compile(r"[“”\"«»]|``|''|[‘']")
_OPEN = ("“", "«", "``")
_CLOSE = ("”", "»", "''")
_SINGLE = ("‘", "'")
_STRIPPED = ' \n\u00a0,.;:–—-“”"`«»‘'


@dataclass(frozen=True, slots=True)
class Marked:
    """`inner` is between the marks, `start` and `end` include them; `closed` is False where the
    paragraph ends, or another mark opens, before the closing mark.
    """

    inner: Span
    start: int
    end: int
    closed: bool


def marked(text: str, paragraph: Span) -> list[Marked]:
    found: list[Marked] = []
    opened: re.Match[str] | None = None
    singles = {m.start: m for m in single_marks(text, paragraph)}
    behind = paragraph.start
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        kind = mark[0]
        if mark.start() < behind:
            continue
        if kind in _SINGLE:
            single = singles.get(mark.start()) if opened is None else None
            if single:
                found.append(Marked(single.inner, single.start, single.end, single.closed))
                behind = single.end
            continue
        if opened is not None and (
            kind in _CLOSE or _closes(text, mark, opened) or _mixed(text, mark, opened, paragraph)
        ):
            found.append(_made(opened, mark.start(), mark.end(), closed=True))
            opened = None
        elif opened is not None and (kind in _OPEN or _opens_anew(text, mark, opened)):
            found.append(_made(opened, mark.start(), mark.start(), closed=False))
            opened = mark
        elif opened is None and _opens(text, mark, paragraph):
            opened = mark
    if opened is not None:
        found.append(_made(opened, paragraph.end, paragraph.end, closed=False))
    return sorted((m for m in found if m.inner.end > m.inner.start), key=lambda m: m.start)


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """A mark with no space behind it; behind a colon any mark, also a closing one (`: ” The …`)."""
    spaced = text[mark.end() : mark.end() + 1].isspace()
    if mark[0] in ("“", "”") and spaced:
        before = text[max(paragraph.start, mark.start() - 2) : mark.start()]
        return before.endswith(": ")
    return mark[0] not in ("”", "»") and not spaced


def _opens_anew(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    """A straight mark before a word and behind a sentence: `"It is late. "We will stay."`"""
    if mark[0] != '"' or opened[0] != '"' or mark.start() - opened.end() < _FEWEST:
        return False
    before = text[mark.start() - 1].isspace() and text[mark.start() - 2] in ".?!…"
    return before and text[mark.end() : mark.end() + 1].isalnum()


def _mixed(text: str, mark: re.Match[str], opened: re.Match[str], paragraph: Span) -> bool:
    """A straight mark that closes a curly one: behind punctuation, and the next curly mark opens;
    no word in straight marks ends here (`“It was a "gift," he said.”`).
    """
    if mark[0] != '"' or opened[0] != "“" or text[mark.start() - 1] not in ",.?!…":
        return False
    if text[mark.end() : mark.end() + 1] not in ("", " ", "\n", "\u00a0"):
        return False
    inside = text[opened.end() : mark.start()]
    if inside.startswith('"') or ' "' in inside:
        return False
    following = _CURLY.search(text, mark.end(), paragraph.end)
    return following is None or following[0] == "“"


_CURLY = re.compile("[“”]")


def _closes(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    """Whether a mark that opens and closes closes here: `"` but before a new piece, ``` `` ```
    behind a word.
    """
    if mark[0] != opened[0] or mark[0] not in ('"', "``"):
        return False
    if mark[0] == '"':
        return not _opens_anew(text, mark, opened)
    return not text[mark.start() - 1].isspace()


def _made(opened: re.Match[str], inner: int, end: int, *, closed: bool) -> Marked:
    return Marked(Span(opened.end(), inner), opened.start(), end, closed)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without punctuation and marks around it; `?` and `!` belong to the words."""
    while start < end and text[start] in _STRIPPED:
        start += 1
    while end > start and text[end - 1] in _STRIPPED:
        end -= 1
    while end > start and text[end - 2 : end] == "''":
        end -= 2
    if text[start : start + 1] == "'":
        start += 1
    elif _ends_in_single(text, start, end):
        end -= 1
        while end > start and text[end - 1] in _STRIPPED:
            end -= 1
    return Span(start, end)


def _ends_in_single(text: str, start: int, end: int) -> bool:
    """Whether the last character is a single mark that closes, not the apostrophe of `drivers’`."""
    if end - start < _FEWEST or text[end - 1] not in "’'":
        return False
    return text[end - 2] in ",.?!…" or any(
        text[i] in _SINGLE and (i == start or text[i - 1] in " (—–")
        for i in range(max(start, end - _REACH), end - 1)
    )


_FEWEST = 3  # characters
_REACH = 600  # characters back from a closing mark to its opening mark


@memoized
def marks(a: Analysis) -> tuple[tuple[Marked, ...], ...]:
    """The stretches of each paragraph."""
    return tuple(tuple(marked(a.text, p)) for p in a.paragraphs)


def closes_mark(text: Text, i: int) -> bool:
    """Whether the token is a closing mark."""
    word = text.word(i)
    if word in ("’", "'"):
        held = mark_index(text.analysis).at(text.start(i))
        return held is not None and held.end == text.end(i + 1)
    return word in ("”", "''", '"')


@memoized
def mark_index(a: Analysis) -> SpanIndex[Marked]:
    return SpanIndex(m for found in marks(a) for m in found)
