"""The quotes of a text: direct speech first, then the other patterns over what it has not taken,
then the speakers of all of it in one pass.

Comes in: an `Analysis` and the `QuoteGrammar` of its language. Goes out: `Quote`s, and whom a
mention elsewhere in the text means.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.direct import direct
from baqylau.facts.grammar.quotes.speech import QuoteHooks, ReportedSpeech
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.resolver import SpeakerHooks, speakers_of
from baqylau.facts.grammar.speakers.speaker import Speaker
from baqylau.model.fact import Quote
from baqylau.model.span import Span, SpanIndex

Pattern = Callable[[Analysis, SpanIndex[Span]], Iterable[ReportedSpeech]]
"""A pattern of indirect speech, given the spans that direct speech has taken."""
_UNKNOWN_SPEAKER = 0.25
"""Subtracted where the speaker is unknown: the content may be right, but nobody is named for it."""
_GUESSED_SPEAKER = 0.1
"""Subtracted where a pronoun, a role noun or the last speaker had to be resolved."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Patterns of indirect speech, a resolver, and the share of each rule's quotes that were
    right: enough for a language that reads direct speech in its own way.
    """

    patterns: tuple[Pattern, ...]
    speakers: SpeakerHooks
    confidence: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteGrammar(Rules):
    """What a language brings that reads direct speech by its reporting clauses."""

    hooks: QuoteHooks


@dataclass(frozen=True, slots=True)
class Spoken:
    """All the speech of a text in reading order, the speaker of each piece, and who spoke when."""

    speech: tuple[ReportedSpeech, ...]
    speakers: tuple[Speaker | None, ...]
    history: History


def spoken(a: Analysis, grammar: QuoteGrammar) -> Spoken:
    """The one pass over the speech of a text."""
    return resolved(a, list(direct(a, grammar.hooks)), grammar)


def resolved(a: Analysis, direct_speech: Sequence[ReportedSpeech], rules: Rules) -> Spoken:
    """The same, where the language has read its direct speech. A clause without words before it
    (`, – wrote X`, where a page lost the quote) reports nothing.
    """
    direct_speech = [u for u in direct_speech if u.content]
    taken = SpanIndex(span for u in direct_speech for span in u.content)
    indirect = [u for pattern in rules.patterns for u in pattern(a, taken)]
    kept = _apart([u for u in indirect if u.content], rules.confidence)
    speech = tuple(sorted([*direct_speech, *kept], key=lambda u: u.at))
    speakers, history = speakers_of(a, speech, rules.speakers)
    return Spoken(speech, speakers, history)


def quotes_of(a: Analysis, found: Spoken, grammar: Rules) -> Iterator[Quote]:
    """The quotes; a dash or marks that no clause reports are speech only of a known speaker: a
    dash may begin a list, marks may hold anything.
    """
    for speech, speaker in zip(found.speech, found.speakers, strict=True):
        named = speaker is not None and speaker.name is not None
        if named or not speech.rule.endswith(_ALONE):
            yield _quote(a, speech, speaker, grammar.confidence)


_ALONE = (".dash_alone", ".marks_alone")


def _apart(
    indirect: Sequence[ReportedSpeech], confidence: Mapping[str, float]
) -> list[ReportedSpeech]:
    """Speech without overlaps: of two over the same words the one with the surer rule stays."""
    kept: list[ReportedSpeech] = []
    covered: SpanIndex[Span] = SpanIndex()
    for speech in sorted(indirect, key=lambda u: -confidence[u.rule]):
        if not any(True for c in speech.content for _ in covered.touching(c.start, c.end)):
            kept.append(speech)
            for content in speech.content:
                covered.add(content)
    return kept


def _quote(
    a: Analysis,
    speech: ReportedSpeech,
    speaker: Speaker | None,
    confidence: Mapping[str, float],
) -> Quote:
    named = speaker if speech.speaker_mention else None
    slots = (Span(s.start, s.end) for s in (speech.cue, named and named.slot) if s)
    spans = [*speech.content, *slots]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Quote(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(speech.content[0].start),
        confidence=_sure(speech, speaker, confidence[speech.rule]),
        rule=speech.rule,
        form=speech.form,
        content=speech.content,
        cue=speech.cue,
        speaker=named.slot if named else None,
        speaker_name=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
    )


def _sure(speech: ReportedSpeech, speaker: Speaker | None, sure: float) -> float:
    if speaker is None or speaker.name is None:
        sure -= _UNKNOWN_SPEAKER
    elif speech.speaker_mention is None or speech.speaker_mention.kind in ("pronoun", "role"):
        sure -= _GUESSED_SPEAKER
    return round(sure, 2)
