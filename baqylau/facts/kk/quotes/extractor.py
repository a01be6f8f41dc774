"""Quotes of a Kazakh text: direct, indirect and partly quoted speech with its speaker.

Comes in: an `Analysis`. Goes out: `Quote`s, and whom a mention outside the quotes means.
"""

import re
from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.quotes.according import according, pointed
from baqylau.facts.grammar.quotes.facts import QuoteGrammar, Spoken, quotes_of, spoken
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech
from baqylau.facts.grammar.speakers.resolver import speaker_of
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.kk.quotes.clauses import announced, clause, leading, reports, stated
from baqylau.facts.kk.quotes.indirect import indirect
from baqylau.facts.kk.quotes.signed import (
    is_clause,
    is_name,
    is_whole,
    named,
    owner_before,
    points_back,
    signature,
)
from baqylau.facts.kk.quotes.sources import pointing, source_phrases
from baqylau.facts.kk.speakers.resolver import HOOKS
from baqylau.lang.kk.speech import any_of
from baqylau.model.fact import Quote
from baqylau.model.span import Span, SpanIndex

_CUT = re.compile(
    r"[,.!?…]{1,3}[»”\"]?\s*[–—-]\s*(?=[а-яёәғқңөұүһі])"
    rf"|,\s+(?=(?:{any_of('dedi')})\s+\w[^.!?\n]{{0,90}},\s)"
)
CONFIDENCE = {
    "kk.marks_then_verb": 0.92,
    "kk.unopened_marks": 0.9,
    "kk.marks_over_paragraphs": 0.88,
    "kk.verb_colon_marks": 0.88,
    "kk.colon_marks": 0.82,
    "kk.split_in_marks": 0.9,
    "kk.dash_paragraph": 0.9,
    "kk.dash_then_verb": 0.9,
    "kk.dash_alone": 0.6,
    "kk.interview": 0.8,
    "kk.announced_marks": 0.86,
    "kk.announced_dash": 0.82,
    "kk.announced_paragraph": 0.72,
    "kk.marks_alone": 0.7,
    "kk.signed_marks": 0.8,
    "kk.name_colon": 0.72,
    "kk.according": 0.86,
    "kk.according_data": 0.78,
    "kk.about_this": 0.8,
    "kk.accusative_clause": 0.84,
    "kk.dative_clause": 0.7,
    "kk.told_clause": 0.72,
    "kk.promised": 0.74,
    "kk.voiced_clause": 0.76,
    "kk.clause_deep": 0.8,
    "kk.comma_deep": 0.8,
    "kk.verb_colon": 0.72,
}
"""The share of a rule's quotes that were right, in content and speaker."""


def _according(a: Analysis, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    return according(a, source_phrases, is_clause, taken)


def _pointed(a: Analysis, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    return pointed(a, pointing, taken)


GRAMMAR = QuoteGrammar(
    hooks=QuoteHooks(
        cut=_CUT,
        clause=clause,
        reports=reports,
        leading=leading,
        stated=stated,
        points_back=points_back,
        announced=announced,
        owner=owner_before,
        signature=signature,
        named=named,
        is_name=is_name,
        is_clause=is_clause,
        is_whole=is_whole,
    ),
    patterns=(indirect, _according, _pointed),
    speakers=HOOKS,
    confidence=CONFIDENCE,
)


@memoized
def _spoken(analysis: Analysis) -> Spoken:
    return spoken(analysis, GRAMMAR)


@memoized
def quotes(analysis: Analysis) -> tuple[Quote, ...]:
    """Every quote of the text; forecasts read them again."""
    return tuple(quotes_of(analysis, _spoken(analysis), GRAMMAR))


def extract(analysis: Analysis) -> Iterable[Quote]:
    return quotes(analysis)


def name_of(analysis: Analysis, mention: SpeakerMention) -> str | None:
    """Whom a mention outside the quotes means, by what stands and who spoke before it."""
    return speaker_of(analysis, mention, _spoken(analysis).history, HOOKS).name
