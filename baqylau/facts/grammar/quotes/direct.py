"""Direct speech in every typography: in quotation marks, in paragraphs that begin with a dash, with
a missing opening mark, without marks, split by the reporting clause, and over several paragraphs.

Comes in: an `Analysis` and the hooks of its language. Goes out: `ReportedSpeech` in reading order.
"""

import re
from collections.abc import Iterator, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import Quoted, continued, quoted
from baqylau.facts.grammar.quotes.blocks import trimmed
from baqylau.facts.grammar.quotes.dashed import DASH, dashed, unmarked
from baqylau.facts.grammar.quotes.inserted import inserted
from baqylau.facts.grammar.quotes.interview import interview
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
    paragraphs = tuple(x for p in _paragraphs(a) for x in inserted(a, p, hooks))
    answers = interview(a, paragraphs, lambda a, p: split(a, p, hooks))
    i = 0
    while i < len(paragraphs):
        if i in answers:
            answer = answers[i]
            yield from (answer,) if answer else ()
            i += 1
            continue
        over = continued(a.text, paragraphs, i)
        if over:
            stretch, last = over
            yield _over_paragraphs(a, stretch, paragraphs[i : last + 1], announcement, hooks)
            i = last
        else:
            yield from _paragraph(a, paragraphs[i], announcement, hooks)
        announcement = hooks.announced(a, paragraphs[i])
        i += 1


def _paragraphs(a: Analysis) -> tuple[Span, ...]:
    """The paragraphs; one that holds only the reporting clause (`– заверила X`) is joined to the
    speech before it.
    """
    made: list[Span] = []
    for paragraph in a.paragraphs:
        before = made[-1] if made else None
        if before and _CLOSES.search(a.text, max(before.start, before.end - _TAIL), before.end):
            tail = _CLAUSE.match(a.text, paragraph.start, paragraph.end)
            if tail and a.text[tail.end()].islower():
                made[-1] = Span(before.start, paragraph.end)
                continue
        made.append(paragraph)
    return tuple(made)


_CLOSES = re.compile(r"(?:[»”\"]\s{0,2},?|,)\s{0,2}[–—-]?\s{0,2}$")
_CLAUSE = re.compile(r"[–—-]?\s{0,2}(?=\w)")
_TAIL = 8  # characters of the closing mark with its comma and dash


def _paragraph(
    a: Analysis, paragraph: Span, announcement: ReportingClause | None, hooks: QuoteHooks
) -> Iterator[ReportedSpeech]:
    marks = [m for m in quoted(a.text, paragraph) if a.tokens_in(m.inner.start, m.inner.end)]
    begins = DASH.match(a.text, paragraph.start, paragraph.end)
    if begins and not (marks and not marks[0].opened):
        yield from dashed(a, paragraph, announcement, hooks)
    elif marks and not _stand_inside(a, paragraph, marks, hooks):
        yield from _marked(a, paragraph, marks, announcement, hooks)
    else:
        yield from unmarked(a, paragraph, announcement, hooks)


def _stand_inside(a: Analysis, paragraph: Span, marks: Sequence[Quoted], hooks: QuoteHooks) -> bool:
    """`Жобаға «Дала» қатысты. Су жетеді, – деді X`: the marks stand inside speech without marks,
    which the last sentence of the paragraph reports.
    """
    if not marks[0].opened or a.text[paragraph.start] in '«“"„':
        return False
    cuts = list(hooks.cut.finditer(a.text, marks[-1].outer.end, paragraph.end))
    if not cuts or not a.text[marks[-1].outer.end : cuts[0].start()].strip(" ,.!?…"):
        return False
    if a.sentence_at(cuts[0].start()).end < paragraph.end - 1:
        return False
    clause = hooks.clause(a, cuts[0].end(), paragraph, 1, True)
    named = clause is not None and (clause.speaker_mention or clause.document is not None)
    return clause is not None and bool(named) and not clause.written


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
