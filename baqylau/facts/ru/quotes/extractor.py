"""Quotes of a Russian text: direct, indirect and partly quoted speech with its speaker.

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
from baqylau.facts.ru.quotes.according import source_phrases
from baqylau.facts.ru.quotes.clauses import announced, clause, leading, reports, stated
from baqylau.facts.ru.quotes.indirect import indirect
from baqylau.facts.ru.quotes.pointing import pointing
from baqylau.facts.ru.quotes.reading import has_verb
from baqylau.facts.ru.quotes.signed import (
    is_clause,
    is_name,
    named,
    points_back,
    signature,
    speech_noun_owner,
)
from baqylau.facts.ru.speakers.resolver import HOOKS
from baqylau.model.fact import Quote
from baqylau.model.span import Span, SpanIndex

_CUT = re.compile(r"[,.!?…]{1,3}[»”\"]?\s+[–—-]\s+(?=[а-яё])")
CONFIDENCE = {
    "ru.marks_then_verb": 0.95,
    "ru.unopened_marks": 0.9,
    "ru.marks_over_paragraphs": 0.88,
    "ru.verb_colon_marks": 0.9,
    "ru.colon_marks": 0.78,
    "ru.split_in_marks": 0.9,
    "ru.dash_paragraph": 0.92,
    "ru.dash_then_verb": 0.82,
    "ru.dash_alone": 0.6,
    "ru.interview": 0.8,
    "ru.announced_marks": 0.86,
    "ru.announced_dash": 0.82,
    "ru.announced_paragraph": 0.72,
    "ru.marks_alone": 0.7,
    "ru.signed_marks": 0.8,
    "ru.name_colon": 0.75,
    "ru.verb_that": 0.92,
    "ru.as_said": 0.9,
    "ru.according": 0.9,
    "ru.according_data": 0.8,
    "ru.about_this": 0.82,
    "ru.infinitive": 0.7,
    "ru.stressed": 0.75,
    "ru.about": 0.55,
    "ru.verb_colon": 0.72,
    "ru.partly_quoted": 0.78,
    "ru.trailing_verb": 0.84,
}
"""The share of a rule's quotes that were right, in content and speaker."""


def _according(a: Analysis, taken: SpanIndex[Span]) -> Iterator[ReportedSpeech]:
    return according(a, source_phrases, has_verb, taken)


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
        owner=speech_noun_owner,
        signature=signature,
        named=named,
        is_name=is_name,
        is_clause=is_clause,
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
