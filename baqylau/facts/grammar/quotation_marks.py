"""The quoted stretches of a paragraph, in every typography of the region's press.

Comes in: a text and one of its paragraphs. Goes out: the outermost `Quoted` stretches. Where a
closing mark has no opening mark (`…Кореи», – сказал он`), the stretch begins with the paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.model.span import Span

_OPENING = {"«": "»", "“": "”", "„": "“"}
_CLOSING = frozenset("»”")
_PLAIN = '"'
_MARK = re.compile('[«»“”„"]')


@dataclass(frozen=True, slots=True)
class Quoted:
    """`inner` is the text between the marks, `outer` includes the marks; `opened` is False where
    the opening mark is missing.
    """

    inner: Span
    outer: Span
    opened: bool = True


def quoted(text: str, paragraph: Span) -> list[Quoted]:
    """The outermost quoted stretches of a paragraph, in order."""
    found: list[Quoted] = []
    depth, start, low = 0, paragraph.start, 0
    at = paragraph.start
    # a straight mark of this paragraph has no closing mark: the search is not repeated
    unclosed = False
    open_marks = text.count("«", paragraph.start, paragraph.end)
    lost = open_marks > text.count("»", paragraph.start, paragraph.end)
    while mark_found := _MARK.search(text, at, paragraph.end):
        at, mark = mark_found.start(), mark_found[0]
        if mark == _PLAIN and depth == 0 and not unclosed and _opens(text, at):
            close = _plain_close(text, at, paragraph.end)
            unclosed = close is None
            if close is not None:
                found.append(Quoted(Span(at + 1, close), Span(at, close + 1)))
                at = close
        elif mark in _OPENING and not (mark == "“" and low):
            low += mark == "„"
            if depth and lost and _introduced(text, paragraph.start, at):
                depth, lost = 0, False  # the mark before was never closed
            start = at if depth == 0 else start
            depth += 1
        elif (mark in _CLOSING or (mark == "“" and depth)) and depth:
            low -= bool(low and mark == "“")
            depth -= 1
            both = bool(depth) and lost and _before_clause(text, at)
            if depth == 0 or both:  # one mark closes both: `«Это новая «коробка», – сказал X`
                found.append(Quoted(Span(start + 1, at + both), Span(start, at + 1)))
                depth, low, lost = 0, 0, lost and not both
        elif not found and (
            mark in _CLOSING or (mark == _PLAIN and depth == 0 and not _opens(text, at))
        ):
            begin = _unopened(text, paragraph.start)
            found.append(Quoted(Span(begin, at), Span(begin, at + 1), opened=False))
        at += 1
    return found


def _before_clause(text: str, at: int) -> bool:
    """Whether a comma, a dash and a small letter follow: `», – сказал X`."""
    behind = text[at + 1 : at + 6].replace("\u00a0", " ")
    return (
        behind[:2] == ", " and behind[2:3] in "–—-" and behind[3:4] == " " and behind[4:].islower()
    )


def _introduced(text: str, start: int, at: int) -> bool:
    """Whether a colon stands right before the mark: `заявил: «…`."""
    while at > start and text[at - 1].isspace():
        at -= 1
    return at > start and text[at - 1] == ":"


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before in "(«—–-") and not after.isspace()


def _plain_close(text: str, at: int, end: int) -> int | None:
    """The straight mark that closes the one at `at`; pairs that open inside (`служит "страховкой"
    отношений`) are skipped.
    """
    depth = 0
    for i in range(at + 1, end):
        if text[i] != _PLAIN:
            continue
        if _opens(text, i) and text.find(_PLAIN, i + 1, end) >= 0:
            depth += 1
        elif (depth and not _ends(text, i)) or (depth and text.find(_PLAIN, i + 1, end) >= 0):
            depth -= 1
        else:
            return i
    return None


def _ends(text: str, at: int) -> bool:
    """Whether only punctuation follows: `", –`, `".`"""
    return text[at + 1 : at + 2] in ("", ",", ".", "\n", "!", "?", ";")


def _unopened(text: str, start: int) -> int:
    """The offset of the first letter of a paragraph, behind a dash."""
    while text[start] in " -–—\u00a0":
        start += 1
    return start


_MOST_PARAGRAPHS = 6
"""The most paragraphs of one speech in marks; where a mark stays open longer, its closing mark is
missing.
"""


def continued(text: str, paragraphs: Sequence[Span], first: int) -> tuple[Quoted, int] | None:
    """A quotation that opens at the beginning of a paragraph and closes in a later one: the
    stretch, and the index of its last paragraph.

    Each paragraph between may open with a mark of its own (`«…` / `«…` / `…»`).
    """
    start = _unclosed(text, paragraphs[first])
    if start is None:
        return None
    for i in range(first + 1, min(first + _MOST_PARAGRAPHS, len(paragraphs))):
        paragraph = paragraphs[i]
        marks = quoted(text, paragraph)
        whole = marks and marks[0].outer.start == paragraph.start
        if marks and (not marks[0].opened or whole):
            return Quoted(Span(start + 1, marks[0].inner.end), Span(start, marks[0].outer.end)), i
        if (
            not marks
            and _unclosed(text, paragraph) is None
            and not any(c in _CLOSING for c in text[paragraph.start : paragraph.end])
        ):
            continue
        if marks and _unclosed(text, paragraph) is None:
            return None
    return None


def _unclosed(text: str, paragraph: Span) -> int | None:
    """The offset of an opening mark at the beginning of a paragraph, behind its last colon, or
    behind a full stop, that does not close in this paragraph.
    """
    stop = text.rfind(". «", paragraph.start, paragraph.end)
    if stop >= 0 and not any(c in _CLOSING for c in text[stop + 3 : paragraph.end]):
        return stop + 2
    for mark, closing in (("«", _CLOSING), (_PLAIN, _PLAIN)):
        colon = text.rfind(f": {mark}", paragraph.start, paragraph.end)
        if colon >= 0 and not any(c in closing for c in text[colon + 3 : paragraph.end]):
            return colon + 2
    at = (
        _unopened(text, paragraph.start)
        if text[paragraph.start : paragraph.end].strip(" -–—\u00a0")
        else paragraph.end
    )
    if at >= paragraph.end or (text[at] not in _OPENING and text[at] != _PLAIN):
        return None
    return None if any(q.outer.start == at for q in quoted(text, paragraph)) else at
