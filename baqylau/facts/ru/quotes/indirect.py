"""Indirect and partly quoted speech around a reporting verb: `отметил, что …`, `Как сообщил X, …`,
`…, сообщил X`, `рекомендовала поднять …`.

Comes in: an `Analysis` and the spans that direct speech has taken. Goes out: `ReportedSpeech` in
reading order.
"""

from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.ru.quotes.asked import about, described, emphasised, requested
from baqylau.facts.ru.quotes.reading import Reading
from baqylau.facts.ru.quotes.said_that import as_reported, colon, that
from baqylau.facts.ru.quotes.trailing import trailing
from baqylau.facts.ru.words.speech import is_verb, sentence_blocks, verbs
from baqylau.model.span import Span, SpanIndex

_CUES = ("giving", "accusing", "say", "opinion", "infinitive", "impersonal", "describe")
PATTERNS = (that, as_reported, requested, emphasised, colon, described, trailing, about)


def indirect(a: Analysis, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    """The speech that reporting verbs of the running text report."""
    for block in sentence_blocks(a):
        if any(is_verb(t, *_CUES) for t in block.words):
            yield from _in_block(Reading(a, block, taken))


def _in_block(r: Reading) -> Iterator[ReportedSpeech]:
    for at, verb in enumerate(r.words):
        if (
            verb.start < r.end
            or not is_verb(verb, *_CUES)
            or r.taken.at(verb.start)
            or verb.text.lower() in verbs("editorial")
            or _is_remark(r, at)
            or _is_negated(r, at)
        ):
            continue
        for pattern in PATTERNS:
            speech = pattern(r, at)
            if speech and not any(
                True for c in speech.content for _ in r.taken.touching(c.start, c.end)
            ):
                r.end = max(c.end for c in speech.content)
                yield speech
                break


def _is_remark(r: Reading, at: int) -> bool:
    """`Следует отметить, что`: the author of the article speaks."""
    behind = r.words[at + 1 : at + 3]
    return r.words[at].lemma == "следовать" and any(
        t.feats.get("VerbForm") == "Inf" for t in behind
    )


def _is_negated(r: Reading, at: int) -> bool:
    """`не подтвердили, что`: who did not say it must not be quoted; `не исключил, что` reports."""
    before = r.words[at - 1].text.lower() if at else ""
    return before == "не" and r.words[at].lemma not in verbs("denied")
