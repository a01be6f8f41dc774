"""The quoted stretches of an English paragraph: “…”, "…", ``…``, ''…'', «…», and ‘…’ where it
closes behind a comma or a full stop.

Comes in: a text and a paragraph. Goes out: `Marked` stretches in order. A mark that opens inside an
open one ends it there: newspapers open each paragraph of a speech and close only the last.
"""

import re
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis, memoized
from baqylau.model.span import Span, SpanIndex

_MARK = re.compile(r"[“”\"«»‘’]|``|''")
_OPEN = ("“", "«", "``")
_CLOSE = ("”", "»", "''")
_STRIPPED = ' \n\u00a0,.;:–—-“”"`«»'


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
    single = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        kind = mark[0]
        if kind in "‘’":
            if opened is None:
                single = _single(text, mark, single, found)
            continue
        if opened is not None and (kind in _CLOSE or _closes(text, mark, opened)):
            found.append(_made(opened, mark.start(), mark.end(), closed=True))
            opened = None
        elif opened is not None and kind in _OPEN:
            found.append(_made(opened, mark.start(), mark.start(), closed=False))
            opened = mark
        elif (
            opened is None
            and kind not in ("”", "»")
            and not text[mark.end() : mark.end() + 1].isspace()
        ):
            opened = mark
    if opened is not None:
        found.append(_made(opened, paragraph.end, paragraph.end, closed=False))
    return sorted((m for m in found if m.inner.end > m.inner.start), key=lambda m: m.start)


def _closes(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    """Whether a mark that opens and closes closes here: `"` always, ``` `` ``` behind a word."""
    if mark[0] != opened[0] or mark[0] not in ('"', "``"):
        return False
    return mark[0] == '"' or not text[mark.start() - 1].isspace()


def _single(
    text: str, mark: re.Match[str], opened: re.Match[str] | None, found: list[Marked]
) -> re.Match[str] | None:
    """‘…,’ of the British press; an apostrophe closes nothing."""
    before = text[mark.start() - 1 : mark.start()]
    if mark[0] == "‘" and (not before or before.isspace() or before in "(—–"):
        return mark
    if mark[0] == "’" and opened is not None and before in ",.?!":
        found.append(_made(opened, mark.start(), mark.end(), closed=True))
        return None
    return opened


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
    return Span(start, end)


@memoized
def marks(a: Analysis) -> tuple[tuple[Marked, ...], ...]:
    """The stretches of each paragraph."""
    return tuple(tuple(marked(a.text, p)) for p in a.paragraphs)


@memoized
def mark_index(a: Analysis) -> SpanIndex[Marked]:
    return SpanIndex(m for found in marks(a) for m in found)
