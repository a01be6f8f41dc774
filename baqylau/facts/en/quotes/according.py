"""`According to X, …` and `…, according to X`, where X is a person. Comes in: a `Text` and a
sentence. Goes out: `ReportedSpeech`.
"""

from collections.abc import Iterator

from baqylau.facts.en.quotes.clauses import Clause
from baqylau.facts.en.quotes.content import (
    behind_dateline,
    content_end,
)
from baqylau.facts.en.quotes.statement import in_marks, statement
from baqylau.facts.en.speakers.mentions import forward
from baqylau.facts.en.words.positions import forward as apposition
from baqylau.facts.en.words.text import Text
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence


def according(text: Text, s: Sentence, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """`According to X, …` and `…, according to X`, where X is a person."""
    for i in range(s.first, s.last - 2):
        if text.low(i) != "according" or text.low(i + 1) != "to" or in_marks(text, i, taken):
            continue
        named = forward(text, i + 2, s.last)
        if named is None or named.mention.kind not in ("person", "pronoun", "role", "people"):
            continue
        clause = Clause(i, i + 2, named)
        if i == s.first:
            comma = next((k for k in range(named.last, s.last) if text.word(k) == ","), s.last)
            held = apposition(text, comma + 1)
            if held and text.word(held.end) == ",":
                comma = held.end
            start, end = comma + 1, content_end(text, comma + 1, s.last)
        else:
            start, end = text.index(behind_dateline(text, s)), i
        found = statement(text, clause, start, end, "en.according", taken)
        if found:
            yield found
