"""A statement as a piece of reported speech. Comes in: a reporting clause and the tokens of its
content. Goes out: `ReportedSpeech`, or None where the content is too short or taken.
"""

from baqylau.facts.en.quotes.clauses import Clause
from baqylau.facts.en.words.marks import mark_index, trimmed
from baqylau.facts.en.words.text import Text
from baqylau.facts.grammar.quotes.speech import Form, ReportedSpeech
from baqylau.model.span import Span, SpanIndex

_FEWEST = 2  # words of a statement


def in_marks(text: Text, i: int, taken: SpanIndex[Span]) -> bool:
    return (
        taken.at(text.start(i)) is not None
        or mark_index(text.analysis).at(text.start(i)) is not None
    )


def statement(
    text: Text, clause: Clause, start: int, end: int, rule: str, taken: SpanIndex[Span]
) -> ReportedSpeech | None:
    if start >= end:
        return None
    content = _whole(text, trimmed(text.text, text.start(start), text.end(end)))
    count = sum(t.text[0].isalnum() for t in text.analysis.tokens_in(content.start, content.end))
    if count < _FEWEST or any(True for _ in taken.touching(content.start, content.end)):
        return None
    return made(text, clause, content, rule, form_of(text, content))


def _whole(text: Text, content: Span) -> Span:
    """`stated that “A. B. C.”`: to the mark that closes, over several sentences."""
    for mark in mark_index(text.analysis).touching(content.start, content.end):
        if mark.closed and mark.inner.start >= content.start and mark.inner.end > content.end:
            return trimmed(text.text, content.start, mark.inner.end)
    return content


def form_of(text: Text, content: Span) -> Form:
    inside = mark_index(text.analysis).touching(content.start, content.end)
    return "mixed" if any(True for _ in inside) else "indirect"


def made(text: Text, clause: Clause, content: Span, rule: str, form: Form) -> ReportedSpeech:
    mention = clause.named.mention
    return ReportedSpeech((content,), form, rule, clause.cue(text), mention, mention.start)
