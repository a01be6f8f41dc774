"""Quotes of a Russian text: direct, indirect and partly quoted speech with its speaker.

Comes in: an `Analysis`. Goes out: `Quote`s. Direct speech is found first, and the rules of indirect
speech do not use its characters. Then the speakers are resolved in reading order, so that `он`
means the person who spoke last.
"""

from collections.abc import Iterable, Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.history import History
from baqylau.facts.grammar.speakers.resolver import speaker_of, speakers_of
from baqylau.facts.grammar.speakers.speaker import Speaker, SpeakerMention
from baqylau.facts.ru.quotes.according import according, pointed
from baqylau.facts.ru.quotes.direct import direct
from baqylau.facts.ru.quotes.indirect import indirect
from baqylau.facts.ru.quotes.reported import ReportedSpeech
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.resolver import HOOKS
from baqylau.model.fact import Quote
from baqylau.model.span import Span, SpanIndex

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
_UNKNOWN_SPEAKER = 0.25
"""Subtracted where the speaker is unknown: the content may be right, but nobody is named for it."""
_GUESSED_SPEAKER = 0.1
"""Subtracted where a pronoun, a role noun or the last speaker had to be resolved."""


@memoized
def speech(analysis: Analysis) -> tuple[ReportedSpeech, ...]:
    """All the speech of the text in reading order, its speakers not yet resolved."""
    finder = SpeakerMentionFinder(analysis)
    direct_speech = list(direct(analysis, finder))
    taken = SpanIndex(span for u in direct_speech for span in u.content)
    indirect_speech = [
        *indirect(analysis, finder, taken),
        *according(analysis, finder, taken),
        *pointed(analysis, finder, taken),
    ]
    return tuple(sorted([*direct_speech, *_apart(indirect_speech)], key=lambda u: u.at))


@memoized
def _speakers(analysis: Analysis) -> tuple[tuple[Speaker | None, ...], History]:
    return speakers_of(analysis, speech(analysis), HOOKS)


def name_of(analysis: Analysis, mention: SpeakerMention) -> str | None:
    """Whom a mention outside the quotes means, by what stands and who spoke before it."""
    return speaker_of(analysis, mention, _speakers(analysis)[1], HOOKS).name


@memoized
def quotes(analysis: Analysis) -> tuple[Quote, ...]:
    """Every quote of the text; forecasts read them again."""
    speakers, _ = _speakers(analysis)
    made = (_quote(analysis, s, who) for s, who in zip(speech(analysis), speakers, strict=True))
    return tuple(
        q for q in made if q.rule != "ru.dash_alone" or q.speaker_name
    )  # a dash without a known speaker begins a list


def extract(analysis: Analysis) -> Iterable[Quote]:
    return quotes(analysis)


def _apart(indirect_speech: Sequence[ReportedSpeech]) -> list[ReportedSpeech]:
    """Speech without overlaps: of two over the same words the one with the surer rule stays."""
    kept: list[ReportedSpeech] = []
    covered: SpanIndex[Span] = SpanIndex()
    for speech in sorted(indirect_speech, key=lambda u: -CONFIDENCE[u.rule]):
        if not any(True for c in speech.content for _ in covered.touching(c.start, c.end)):
            kept.append(speech)
            for content in speech.content:
                covered.add(content)
    return kept


def _quote(a: Analysis, speech: ReportedSpeech, speaker: Speaker | None) -> Quote:
    named = speaker if speech.speaker_mention else None
    spans = [
        *speech.content,
        *(Span(s.start, s.end) for s in (speech.cue, named and named.slot) if s),
    ]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Quote(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(speech.content[0].start),
        confidence=_confidence(speech, speaker),
        rule=speech.rule,
        form=speech.form,
        content=speech.content,
        cue=speech.cue,
        speaker=named.slot if named else None,
        speaker_name=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
    )


def _confidence(speech: ReportedSpeech, speaker: Speaker | None) -> float:
    sure = CONFIDENCE[speech.rule]
    if speaker is None or speaker.name is None:
        sure -= _UNKNOWN_SPEAKER
    elif speech.speaker_mention is None or speech.speaker_mention.kind in ("pronoun", "role"):
        sure -= _GUESSED_SPEAKER
    return round(sure, 2)
