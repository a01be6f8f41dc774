"""Speech in single marks, as the British press has it: ‘…’ and '…'. The closing mark is also the
apostrophe, so that each candidate is judged by what stands on both its sides.

Comes in: a text and a paragraph. Goes out: `Single` stretches in order, none over another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baqylau.model.span import Span

_OPEN = re.compile(
    r"(?:(?<=[\s(—–])|(?<![\s\S]))[‘'](?=[^\W\d_]|[£$€“\"]|\d+[\s.,%-])(?!(?:em|til|tis|twas|cause|n)\b)"
)
_CLOSE = re.compile(r"[’'](?!\w)")
_CERTAIN = ",.?!…"
_BEHIND = " \n\u00a0,.;:?!)—–-"


@dataclass(frozen=True, slots=True)
class Single:
    """`inner` is between the marks; `closed` is False where the paragraph ends before the closing
    mark.
    """

    inner: Span
    start: int
    end: int
    closed: bool


def single_marks(text: str, paragraph: Span) -> Iterator[Single]:
    """Where two candidates could close, a mark behind punctuation wins over one behind a letter,
    and one behind a letter over the apostrophe of `the drivers’ union`.
    """
    opens = [m.start() for m in _OPEN.finditer(text, paragraph.start, paragraph.end)]
    closes = [m.start() for m in _CLOSE.finditer(text, paragraph.start, paragraph.end)]
    at = 0
    for n, start in enumerate(opens):
        while at < len(closes) and closes[at] <= start + 1:
            at += 1
        limit = opens[n + 1] if n + 1 < len(opens) else paragraph.end
        inside = []
        while at < len(closes) and closes[at] < limit:
            inside.append(closes[at])
            at += 1
        close = _closing(text, inside)
        if close is not None:
            yield Single(Span(start + 1, close), start, close + 1, closed=True)
        elif start == paragraph.start and text[start] == "‘" and n + 1 == len(opens):
            yield Single(Span(start + 1, paragraph.end), start, paragraph.end, closed=False)


def _closing(text: str, candidates: list[int]) -> int | None:
    """The mark that closes, of those before the next mark opens."""
    for sure in (_behind_punctuation, _behind_letter):
        found = next((i for i in candidates if sure(text, i)), None)
        if found is not None:
            return found
    return candidates[-1] if candidates and text[candidates[-1] - 1].isalnum() else None


def _behind_punctuation(text: str, i: int) -> bool:
    """`‘The road is closed,’ he said.`"""
    return text[i - 1] in _CERTAIN and text[i + 1 : i + 2] in ("", *_BEHIND)


def _behind_letter(text: str, i: int) -> bool:
    """`‘a gift to developers’.` and `‘a death trap’ for drivers`, not `the drivers’ union`."""
    behind = text[i + 1 : i + 2]
    return behind in ("", *_BEHIND) and not (text[i - 1] in "sS" and behind in " \u00a0")
