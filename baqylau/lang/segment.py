"""Sentences and raw tokens, by razdel, paragraph by paragraph: a headline never merges with the
lead.

Comes in: a text and its paragraphs. Goes out: sentences with token ranges, and token spans. Used by
every language whose marks are European.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import razdel

from baqylau.model.span import Span
from baqylau.model.words import Sentence

_LONGEST = 20_000
"""Characters of one paragraph cut at a time: razdel's rules look back, a megabyte without a full
stop must not be one call.
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
"""Words of one sentence; what runs on longer (a table, a list, a text without full stops) is cut
there, since rules look through whole sentences.
"""


def _sentences(
    tokens: Sequence[Span], first: int, span: Span, paragraph: int
) -> Iterator[Sentence]:
    """One sentence of the tokens from `first` on, or several where it runs on too long."""
    start = span.start
    for at in range(first, len(tokens), _MOST_TOKENS):
        last = min(at + _MOST_TOKENS, len(tokens))
        end = span.end if last == len(tokens) else tokens[last].start
        yield Sentence(start, end, at, last, paragraph)
        start = end


@lru_cache(maxsize=256)
def _tokens(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple((t.start, t.stop) for t in razdel.tokenize(sentence))


def _pieces(paragraph: Span) -> list[Span]:
    cuts = range(paragraph.start, paragraph.end, _LONGEST)
    return [Span(at, min(at + _LONGEST, paragraph.end)) for at in cuts]
