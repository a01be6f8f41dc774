"""Sentences and raw tokens, made by razdel paragraph by paragraph, so that a headline never joins
the paragraph behind it.

Comes in: a text and its paragraphs. Goes out: sentences with token ranges, and token spans. All
three languages use it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import razdel

from baqylau.model.span import Span
from baqylau.model.words import Sentence

_LONGEST = 20_000
"""The most characters of a paragraph in one call of razdel: its rules look back, so a megabyte
without a full stop must not be one call.
"""


def segment(text: str, paragraphs: Sequence[Span]) -> tuple[tuple[Sentence, ...], tuple[Span, ...]]:
    """The sentences of the text with half-open token ranges, and every token's span."""
    sentences: list[Sentence] = []
    tokens: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        for piece in _pieces(paragraph):
            for cut in razdel.sentenize(piece.of(text)):
                start, first = piece.start + cut.start, len(tokens)
                tokens += [Span(start + a, start + b) for a, b in _tokens(cut.text)]
                sentences += _sentences(tokens, first, Span(start, piece.start + cut.stop), number)
    return tuple(sentences), tuple(tokens)


_MOST_TOKENS = 300
"""The most words of one sentence; a longer one (a table, a list, a text without full stops) is cut
there, since rules read through whole sentences.
"""


def _sentences(
    tokens: Sequence[Span], first: int, span: Span, paragraph: int
) -> Iterator[Sentence]:
    """One sentence of the tokens from `first` on, or several where it is too long."""
    start = span.start
    for at in range(first, len(tokens), _MOST_TOKENS):
        last = min(at + _MOST_TOKENS, len(tokens))
        end = span.end if last == len(tokens) else tokens[last].start
        yield Sentence(start, end, at, last, paragraph)
        start = end


_PIECE = re.compile(r"\S+")
_ALONE = re.compile(r"""[«“„"(]?[^\W\d_]+[»”")]?[.,:;!?…]?""")
"""A word with at most a mark before it and two behind. razdel always cuts at white space, and joins
across a dash, an underscore, a fraction or a decimal point only: none of its rules looks from such
a piece at its neighbours, so one answer serves wherever the piece stands.
"""


@lru_cache(maxsize=256)
def _tokens(sentence: str) -> tuple[tuple[int, int], ...]:
    """The tokens of a sentence as razdel cuts them. Most pieces between white space are words known
    from before; razdel reads the others, with a piece to either side, which its rules may look at.
    """
    found: list[tuple[int, int]] = []
    pieces = [(m.start(), _known(m[0])) for m in _PIECE.finditer(sentence)]
    at = 0
    while at < len(pieces):
        start, known = pieces[at]
        if known is not None:
            found += [(start + a, start + b) for a, b in known]
            at += 1
            continue
        last = at + 1
        while last < len(pieces) and pieces[last][1] is None:
            last += 1
        end = pieces[last][0] if last < len(pieces) else len(sentence)
        begin = pieces[at - 1][0] if at else 0
        stop = pieces[last + 1][0] if last + 1 < len(pieces) else len(sentence)
        cuts = ((begin + t.start, begin + t.stop) for t in razdel.tokenize(sentence[begin:stop]))
        found += [cut for cut in cuts if start <= cut[0] < end]
        at = last
    return tuple(found)


@lru_cache(maxsize=30_000)
def _known(piece: str) -> tuple[tuple[int, int], ...] | None:
    """The tokens of a piece that no neighbour changes, None for any other."""
    if not _ALONE.fullmatch(piece):
        return None
    return tuple((t.start, t.stop) for t in razdel.tokenize(piece))


def _pieces(paragraph: Span) -> list[Span]:
    cuts = range(paragraph.start, paragraph.end, _LONGEST)
    return [Span(at, min(at + _LONGEST, paragraph.end)) for at in cuts]
