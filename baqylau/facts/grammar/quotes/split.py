"""Speech that its reporting clauses interrupt: `Первое, – сказал X. – Второе`.

Comes in: an `Analysis`, a span and the hooks of its language. Goes out: the pieces of speech, and
the first reporting clause.
"""

import re
from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import trimmed
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech, ReportingClause
from baqylau.model.span import Span

RESUME = re.compile(r"\s?[.,!?…]\s+[–—-]\s+(?=[«“\"]?\w)")
"""The dash behind which speech continues after a reporting clause."""
_COMMA = re.compile(r",\s+(?=\w)")
_NEAR = 5
"""Words between the dash and the verb."""


def split(a: Analysis, span: Span, hooks: QuoteHooks) -> tuple[list[Span], ReportingClause | None]:
    """The stretch cut at its reporting clauses, and the first of these clauses; None where
    there is no clause.
    """
    pieces: list[Span] = []
    found: ReportingClause | None = None
    start = span.start
    for cut in hooks.cut.finditer(a.text, span.start, span.end):
        clause = hooks.clause(a, cut.end(), span, _NEAR, True) if cut.start() >= start else None
        if clause is None or (clause.speaker_mention is None and clause.cue.start > cut.end()):
            continue
        pieces.append(trimmed(a.text, start, cut.start() + len(re.split(r"[\s–—-]", cut[0])[0])))
        found = found or clause
        resume = (_COMMA if cut[0].strip() == "," else RESUME).match(a.text, clause.end, span.end)
        start = resume.end() if resume else span.end
    if found and start < span.end:
        pieces.append(trimmed(a.text, start, span.end))
    return [p for p in pieces if p.end > p.start], found


def made(
    content: Sequence[Span],
    clause: ReportingClause | None,
    rule: str,
    at: int,
    continues: bool = False,
) -> ReportedSpeech:
    """Direct speech with its reporting clause. It stands in reading order where its speaker is
    named, if that is behind its first word.
    """
    mention = clause.speaker_mention if clause else None
    return ReportedSpeech(
        tuple(content),
        "direct",
        rule,
        clause.cue if clause else None,
        mention,
        max(at, mention.start) if mention else at,
        continues,
        clause.document if clause else None,
    )
