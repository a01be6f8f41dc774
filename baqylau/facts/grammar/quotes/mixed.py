"""Partly quoted speech: a reported clause some of whose words stand in quotation marks.

Comes in: the content of a clause. Goes out: the content and its form.
"""

from collections.abc import Callable, Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import marked_in, touching_marks, trimmed
from baqylau.facts.grammar.quotes.speech import Form
from baqylau.model.span import Span

HasVerb = Callable[[Analysis, Span], bool]
_FEWEST_MARKED = 3
"""The fewest words in marks that make a clause partly quoted; fewer are a title or a scare quote.
"""
_MOSTLY = 0.7
"""The share of a clause that its marked words must fill to become the whole content."""


def speech_like(a: Analysis, inner: Span, has_verb: HasVerb) -> bool:
    """Whether words in marks are speech: three words or more, no name of an organization and no
    title. A title begins with a capital letter and has no verb.
    """
    words = [t for t in a.tokens_in(inner.start, inner.end) if t.text[0].isalnum()]
    mention = a.mention_at(inner.start)
    if len(words) < _FEWEST_MARKED or (
        mention and mention.type == "organization" and inner.end <= mention.end
    ):
        return False
    return words[0].text[0].islower() or has_verb(a, inner)


def narrowed(a: Analysis, content: Sequence[Span], has_verb: HasVerb) -> tuple[list[Span], Form]:
    """The content and its form: `mixed` where some of its words stand in marks; where the marked
    words are most of it, the content is the marked words alone.
    """
    marked = [
        q
        for c in content
        for q in marked_in(a, c.start, c.end + 1)
        if speech_like(a, q.inner, has_verb)
    ]
    whole = any(
        q.inner.start <= c.start and c.end <= q.inner.end
        for c in content
        for q in touching_marks(a, c)
    )
    if not marked or whole:
        return list(content), "mixed" if whole else "indirect"
    marked_length = sum(q.inner.end - q.inner.start for q in marked)
    if len(marked) == 1 and marked_length > _MOSTLY * sum(c.end - c.start for c in content):
        return [trimmed(a.text, marked[0].inner.start, marked[0].inner.end)], "mixed"
    return list(content), "mixed"
