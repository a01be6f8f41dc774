"""Speech that a phrase reports: `по словам X`, `X-тың айтуынша`, `according to X`; and a sentence
that reports the one before: `Об этом заявил X`, `Бұл туралы X мәлім етті`.

Comes in: an `Analysis`, the phrases or sentences that a language finds, and the spans that direct
speech has taken. Goes out: `ReportedSpeech`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.blocks import count
from baqylau.facts.grammar.quotes.mixed import HasVerb, narrowed
from baqylau.facts.grammar.quotes.speech import ReportedSpeech
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.model.fact import Slot
from baqylau.model.span import Span, SpanIndex


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """A phrase such as `по данным полиции`: its cue words, the source it names, whether it cites
    data, and the content around it.
    """

    cue: Slot
    speaker_mention: SpeakerMention
    cites: bool
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pointing:
    """A sentence such as `Об этом заявил X`: its verb, its speaker, and the statement before it at
    which it points.
    """

    start: int
    cue: Slot
    speaker_mention: SpeakerMention
    statement: Span


def according(
    a: Analysis,
    phrases: Callable[[Analysis], Iterator[SourcePhrase]],
    has_verb: HasVerb,
    taken: SpanIndex[Span],
) -> Iterator[ReportedSpeech]:
    """`По словам X, …`; a phrase that cites data is speech only where its source is a person and
    not an office.
    """
    for phrase in phrases(a):
        mention = phrase.speaker_mention
        if phrase.cites and mention.kind not in ("person", "pronoun", "role"):
            continue
        if taken.at(phrase.cue.start):
            continue
        content, form = narrowed(a, phrase.content, has_verb)
        if sum(count(a, c) for c in content) > 1:
            rule = f"{a.language}.according{'_data' if phrase.cites else ''}"
            yield ReportedSpeech(tuple(content), form, rule, phrase.cue, mention, phrase.cue.start)


def pointed(
    a: Analysis, pointing: Callable[[Analysis], Iterator[Pointing]], taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """`Об этом заявил X`: where X is a person, the sentence before is reported speech. Where X is
    an institution, it is only an attribution.
    """
    for found in pointing(a):
        content, mention = found.statement, found.speaker_mention
        if (
            mention.kind in ("person", "role", "pronoun")
            and count(a, content) > 1
            and not any(True for _ in taken.touching(content.start, content.end))
        ):
            rule = f"{a.language}.about_this"
            yield ReportedSpeech((content,), "indirect", rule, found.cue, mention, found.start)
