"""Speech behind a dash in the middle of a paragraph, where a page has lost its line feeds: `Дорогу
открыли. – Мы ждали два года, – сказал X. Праздник прошёл тихо.`

Comes in: an `Analysis`, a paragraph and the hooks of its language. Goes out: the paragraph in
pieces, the speech one of them.
"""

import re
from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotation_marks import quoted
from baqylau.facts.grammar.quotes.dashed import DASH
from baqylau.facts.grammar.quotes.speech import QuoteHooks
from baqylau.facts.grammar.quotes.split import RESUME
from baqylau.model.span import Span, SpanIndex

_OPENING = re.compile(r"(?<=[.!?…»”\"])\s{1,2}(?=[–—-]\s[«\"]?[^\W\d_a-zа-яёәғқңөұүһі])")
_LONGEST = 1_000  # characters of speech before its reporting clause
_NEAR = 5  # words between the dash and the verb


def inserted(a: Analysis, paragraph: Span, hooks: QuoteHooks) -> Iterator[Span]:
    """The paragraph, parted before and behind every stretch of speech that a dash opens in it."""
    start = paragraph.start
    if not DASH.match(a.text, start) and _OPENING.search(a.text, start, paragraph.end):
        marked = SpanIndex([q.outer for q in quoted(a.text, paragraph)])
        for opening in _OPENING.finditer(a.text, start, paragraph.end):
            end = _end(a, Span(opening.end(), paragraph.end), hooks)
            if opening.start() < start or end is None or marked.at(opening.start()):
                continue
            if _resumes(a, paragraph, opening, hooks):
                continue
            yield Span(start, opening.start())
            yield Span(opening.end(), end)
            start = end
    if a.text[start : paragraph.end].strip():
        yield Span(start, paragraph.end)


def _end(a: Analysis, rest: Span, hooks: QuoteHooks) -> int | None:
    """Where the speech ends: with the sentence of its reporting clause, or the one behind it where
    a dash resumes it. None where no clause reports what follows the dash.
    """
    cut = hooks.cut.search(a.text, rest.start, min(rest.end, rest.start + _LONGEST))
    another = _OPENING.search(a.text, rest.start, rest.end)
    if cut is None or (another and another.start() < cut.start()):
        return None
    clause = hooks.clause(a, cut.end(), rest, _NEAR, False)
    if clause is None or clause.speaker_mention is None:
        return None
    end = a.sentence_at(clause.end - 1).end
    resumed = RESUME.match(a.text, end - 1, rest.end)
    return min(rest.end, a.sentence_at(resumed.end()).end if resumed else end)


def _resumes(a: Analysis, paragraph: Span, opening: re.Match[str], hooks: QuoteHooks) -> bool:
    """Whether the dash goes on with speech that a reporting clause interrupted."""
    before = a.sentence_at(opening.start() - 1)
    first = max(paragraph.start, before.start - _BACK)
    return hooks.cut.search(a.text, first, opening.start()) is not None


_BACK = 3  # characters: a comma and a dash that the sentence before may have kept
