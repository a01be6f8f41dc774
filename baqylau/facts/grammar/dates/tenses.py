"""Whether the words around a date look ahead or back. Comes in: the words of its sentence and what
each of them says of time. Goes out: two flags, of the nearest word that says something.
"""

from collections.abc import Callable, Sequence

from baqylau.model.span import Span
from baqylau.model.words import Token

_OTHER_CLAUSE = 6  # words that a mark between clauses counts for
_MARKS = (",", "–", "—", ":", ";")


def nearest(
    words: Sequence[Token], span: Span, looks: Callable[[Token], bool | None]
) -> tuple[bool, bool]:
    """`(ahead, past)` by the nearest word with a tense, first in the date's own clause. `looks` is
    true for a word that looks ahead, false for one that looks back, None for any other.
    """
    best: tuple[int, bool] | None = None
    for token in words:
        ahead = looks(token)
        if ahead is None or span.start <= token.start < span.end:
            continue
        between = [
            t for t in words if min(token.end, span.end) <= t.start < max(token.start, span.start)
        ]
        distance = len(between) + _OTHER_CLAUSE * sum(t.text in _MARKS for t in between)
        if best is None or distance < best[0]:
            best = distance, ahead
    return (best is not None and best[1], best is not None and not best[1])
