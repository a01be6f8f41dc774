"""A sentence block in which reported speech is looked for, and what its patterns share: the speaker
of a verb, and the spans of its clauses.

Comes in: an `Analysis`, a `SentenceBlock` and the spans that direct speech has taken. Goes out: the
`ReportedSpeech` that a pattern puts together.
"""

from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quotes.mixed import narrowed
from baqylau.facts.grammar.quotes.speech import Form, ReportedSpeech
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.quotes.written import document_in
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.speech import (
    SentenceBlock,
    count,
    is_verb,
    slot,
    trimmed,
)
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token

_LEADING = 3
"""The most words before a verb that begins its sentence without a subject: `Также отметил, что`."""


def has_verb(a: Analysis, span: Span) -> bool:
    """Whether a word of the span is a verb in any form."""
    return any(t.pos in ("VERB", "AUX") for t in a.tokens_in(span.start, span.end))


class Reading:
    """One sentence block. `end` is the end of the last content found: verbs inside it belong to
    that content. `before` is the last speaker and his verb: `… и подчеркнул`.
    """

    def __init__(self, a: Analysis, block: SentenceBlock, taken: SpanIndex[Span]) -> None:
        self.a = a
        self.finder = SpeakerMentionFinder(a)
        self.words = block.words
        self.taken = taken
        self.end = -1
        self.before: tuple[SpeakerMention, Token] | None = None

    def speech(
        self,
        content: Sequence[Span],
        at: int,
        speaker_mention: SpeakerMention | None,
        rule: str,
        form: Form | None = None,
    ) -> ReportedSpeech | None:
        verb = self.words[at]
        impersonal = speaker_mention is None and is_verb(verb, "impersonal")
        nobody = impersonal or (
            speaker_mention is None
            and at <= _LEADING
            and verb.feats.get("VerbForm") == "Fin"
            and verb.feats.get("Number") == "Plur"
            and verb.feats.get("Person") not in ("1", "2")
        )  # `Ранее сообщили, что`: people whom the text does not name
        continues = (
            speaker_mention is None
            and not impersonal
            and at <= _LEADING
            and verb.feats.get("VerbForm") == "Fin"
            and verb.feats.get("Number") != "Plur"
            and verb.feats.get("Person") not in ("1", "2")
        )
        if (speaker_mention is None and not continues and not nobody) or sum(
            count(self.a, c) for c in content
        ) < 2:
            return None
        if speaker_mention:
            self.before = (speaker_mention, self.words[at])
        content, marked = narrowed(self.a, content, has_verb)
        place = speaker_mention.start if speaker_mention else self.words[at].start
        return ReportedSpeech(
            tuple(content),
            form or marked,
            rule,
            slot(self.a, self.words[at : at + 1]),
            speaker_mention,
            place,
            continues,
            document_in(self.words) if impersonal else None,
        )

    def span(self, first: int, last: int) -> Span:
        if first >= last:
            return Span(0, 0)
        return trimmed(self.a.text, self.words[first].start, self.words[last - 1].end)

    def index(self, offset: int) -> int:
        return next((i for i, t in enumerate(self.words) if t.end >= offset), len(self.words) - 1)

    def comma_behind(self, at: int) -> int | None:
        return next(
            (i for i in range(at + 1, len(self.words) - 1) if self.words[i].text == ","), None
        )

    def speaker(self, at: int, until: int) -> SpeakerMention | None:
        """The speaker: the subject before the verb, or behind it up to `until`, or the subject of
        the verb that it is joined to.
        """
        verb = self.words[at]
        if is_verb(verb, "impersonal") and (source := self._from_words_of(at)):
            return source
        if is_verb(verb, "impersonal"):
            return next(
                (
                    n
                    for n in self.finder.all(self.words[at + 1 : until], "Gen")
                    if n.kind != "people"
                ),
                None,
            ) or self.finder.inside(self.words[at + 1 : until])
        joined = (
            self.before
            if (at and self.words[at - 1].lemma in ("и", "а", "также", "но"))
            or verb.feats.get("VerbForm") == "Conv"
            else None
        )
        if joined and (
            verb.feats.get("VerbForm") == "Conv"
            or joined[1].feats.get("Gender") == verb.feats.get("Gender")
        ):
            return joined[0]
        before = [t for t in self.words[:at] if t.start >= self.end]
        return self.finder.subject(before, self.words[at + 1 : until], verb) or (
            joined[0] if joined else None
        )

    def _from_words_of(self, at: int) -> SpeakerMention | None:
        """`Из слов X следует, что`, `В письме министерства говорится, что`"""
        out = next(
            (i for i in range(at - 1, -1, -1) if self.words[i].text.lower() in ("из", "в")), None
        )
        return (
            self.finder.of(self.words[out + 2 : at]) if out is not None and out + 2 < at else None
        )
