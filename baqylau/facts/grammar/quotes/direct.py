"""Direct speech in every typography: in quotation marks, in paragraphs that begin with a dash, with
a missing opening mark, without marks, split by the reporting clause, and over several paragraphs.

Comes in: an `Analysis` and the hooks of its language. Goes out: `ReportedSpeech` in reading order.
"""

from collections.abc import Iterator, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted, continued, quoted
from baqylau.facts.grammar.quotes.blocks import trimmed
from baqylau.facts.grammar.quotes.dashed import DASH, dashed, unmarked
from baqylau.facts.grammar.quotes.marked import (
    PATTERNS,
    Stretch,
    following_clause,
    leading_clause,
)
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech, ReportingClause
from baqylau.facts.grammar.quotes.split import made, split
from baqylau.model.span import Span


def direct(a: Analysis, hooks: QuoteHooks) -> Iterator[ReportedSpeech]:
    """Every stretch of direct speech."""
    announcement: ReportingClause | None = None  # a paragraph that ended with "заявил:"
    i = 0
    while i < len(a.paragraphs):
        over = continued(a.text, a.paragraphs, i)
        if over:
            stretch, last = over
            yield _over_paragraphs(a, stretch, a.paragraphs[i : last + 1], announcement, hooks)
            i = last
        else:
            yield from _paragraph(a, a.paragraphs[i], announcement, hooks)
        announcement = hooks.announced(a, a.paragraphs[i])
        i += 1


def _paragraph(
    a: Analysis, paragraph: Span, announcement: ReportingClause | None, hooks: QuoteHooks
) -> Iterator[ReportedSpeech]:
    marks = [m for m in quoted(a.text, paragraph) if a.tokens_in(m.inner.start, m.inner.end)]
    begins = DASH.match(a.text, paragraph.start, paragraph.end)
    if begins and not (marks and not marks[0].opened):
        yield from dashed(a, paragraph, announcement, hooks)
    elif marks:
        yield from _marked(a, paragraph, marks, announcement, hooks)
    else:
        yield from unmarked(a, paragraph, announcement, hooks)


def _marked(
    a: Analysis,
    paragraph: Span,
    marks: Sequence[Quoted],
    announcement: ReportingClause | None,
    hooks: QuoteHooks,
) -> Iterator[ReportedSpeech]:
    done, had_speech = paragraph.start, announcement is not None
    for i, one in enumerate(marks):
        if one.outer.start < done:
            continue
        following = marks[i + 1] if i + 1 < len(marks) else None
        stretch = Stretch(a, hooks, paragraph, one, following, announcement, had_speech)
        speech = next(filter(None, (pattern(stretch) for pattern in PATTERNS)), None)
        if speech:
            had_speech = True
            done = max(s.end for s in speech.content)
            yield speech


def _over_paragraphs(
    a: Analysis,
    marks: Quoted,
    paragraphs: Sequence[Span],
    announcement: ReportingClause | None,
    hooks: QuoteHooks,
) -> ReportedSpeech:
    """One quotation over several paragraphs: it opens in the first and closes in the last."""
    parts = (
        trimmed(a.text, max(p.start, marks.inner.start), min(p.end, marks.inner.end))
        for p in paragraphs
    )
    content = [Span(c.start + (a.text[c.start] in '«“"'), c.end) for c in parts if c.end > c.start]
    first = Stretch(a, hooks, paragraphs[0], marks, None, announcement, False)
    clause = (
        following_clause(a, marks.outer.end, paragraphs[-1], hooks)
        or leading_clause(first)
        or announcement
    )
    if clause is None:
        cut = [split(a, c, hooks) for c in content]
        clause = next((found for _, found in cut if found), None)
        content = [
            piece
            for whole, (pieces, found) in zip(content, cut, strict=True)
            for piece in (pieces if found else [whole])
        ]
    rule = f"{a.language}.marks_over_paragraphs"
    return made(content, clause, rule, marks.outer.start, continues=clause is None)
