"""What all rules of speech share: the quoted stretches of a text, and sentence blocks that do not
end inside quotation marks.

Comes in: an `Analysis`, or words of it. Goes out: blocks, quoted stretches, slots and spans.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.quotation_marks import Quoted, quoted
from baqylau.model.fact import Slot
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence, Token


@dataclass(frozen=True, slots=True)
class SentenceBlock:
    """One or more sentences of a paragraph that are read together, so that no cut lies inside
    quotation marks.
    """

    start: int
    end: int
    words: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _MarkedStretch:
    """A quoted stretch in the shape that `SpanIndex` needs."""

    quoted: Quoted

    @property
    def start(self) -> int:
        return self.quoted.outer.start

    @property
    def end(self) -> int:
        return self.quoted.outer.end


@memoized
def _marks(a: Analysis) -> SpanIndex[_MarkedStretch]:
    """Every outermost quoted stretch of the text, indexed by its characters with the marks."""
    return SpanIndex(
        _MarkedStretch(q) for paragraph in a.paragraphs for q in quoted(a.text, paragraph)
    )


def marked_in(a: Analysis, start: int, end: int) -> list[Quoted]:
    """The quoted stretches that lie in `[start, end)` with their marks, in reading order."""
    return [m.quoted for m in _marks(a).touching(start, end) if start <= m.start and m.end <= end]


def touching_marks(a: Analysis, span: Span) -> list[Quoted]:
    """The quoted stretches that share a character with the span."""
    return [m.quoted for m in _marks(a).touching(span.start, span.end)]


@memoized
def sentence_blocks(a: Analysis) -> tuple[SentenceBlock, ...]:
    """The sentence blocks of the text in reading order."""
    made: list[SentenceBlock] = []
    start: int | None = None
    for i, sentence in enumerate(a.sentences):
        start = sentence.start if start is None else start
        following = a.sentences[i + 1] if i + 1 < len(a.sentences) else None
        if (
            not following
            or not _crosses_gap(a, sentence, following)
            or sentence.end - start > _LONGEST_BLOCK
        ):
            made.append(SentenceBlock(start, sentence.end, a.tokens_in(start, sentence.end)))
            start = None
    return tuple(made)


_LONGEST_BLOCK = 3_000
"""The most characters of sentences that marks keep together. In a longer stretch a mark is missing,
and every rule reads through a whole block.
"""


def _crosses_gap(a: Analysis, sentence: Sentence, following: Sentence) -> bool:
    """Whether a quoted stretch runs over the gap between two sentences."""
    if following.paragraph != sentence.paragraph:
        return False
    return any(
        q.inner.start < sentence.end and following.start < q.inner.end
        for q in touching_marks(a, Span(sentence.end - 1, following.start + 1))
    )


def slot(a: Analysis, words: Sequence[Token]) -> Slot:
    return a.slot(words[0].start, words[-1].end)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the dashes, commas and full stop around it; `?`, `!` and `…` belong to the
    content, and so do the marks of a title inside it.
    """
    while start < end and (text[start].isspace() or text[start] in "–—-,:.;»”"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "–—-,.;:"):
        end -= 1
    whole = next(
        (q.inner for q in quoted(text, Span(start, end)) if q.outer == Span(start, end)), None
    )
    return trimmed(text, whole.start, whole.end) if whole else Span(start, end)


def count(a: Analysis, span: Span) -> int:
    """Words in a span, marks not counted."""
    return sum(t.text[0].isalnum() for t in a.tokens_in(span.start, span.end))
