"""Indirect and partly quoted speech around a reporting verb: `отметил, что …`, `Как сообщил X, …`,
`…, сообщил X`, `рекомендовала поднять …`.

Comes in: an `Analysis`, its `SpeakerMentionFinder` and the spans that direct speech has taken. Goes
out: `ReportedSpeech` in reading order.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.quotes.reported import Form, ReportedSpeech
from baqylau.facts.ru.quotes.written import document_in
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.speakers.sources import is_newsroom, source_of_mention
from baqylau.facts.ru.speakers.sources import listed as source_words
from baqylau.facts.ru.words.clauses import clause_end, complement, is_introduction, piece_start
from baqylau.facts.ru.words.speech import (
    SentenceBlock,
    count,
    is_finite,
    is_verb,
    marked_in,
    sentence_blocks,
    slot,
    touching_marks,
    trimmed,
    verbs,
)
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token

_CUES = ("giving", "say", "opinion", "infinitive", "impersonal", "describe")
_FEWEST_MARKED = 3
"""The fewest words in marks that make a clause partly quoted; fewer are a title or a scare quote.
"""
RELAYING = frozenset(
    {
        "передавать",
        "передать",
        "сообщать",
        "писать",
        "информировать",
        "цитировать",
        "приводить",
        "сообщить",
    }
)
"""Verbs of a newsroom or press service that passes news on: they make an attribution and no quote,
unless `что` follows.
"""


def indirect(
    a: Analysis, finder: SpeakerMentionFinder, taken: SpanIndex[Span]
) -> Iterator[ReportedSpeech]:
    """The speech that reporting verbs of the running text report."""
    for block in sentence_blocks(a):
        if any(is_verb(t, *_CUES) for t in block.words):
            yield from _IndirectSpeechReader(a, finder, block, taken).reported_speech()


class _IndirectSpeechReader:
    def __init__(
        self,
        a: Analysis,
        finder: SpeakerMentionFinder,
        block: SentenceBlock,
        taken: SpanIndex[Span],
    ) -> None:
        self._a = a
        self._finder = finder
        self._words = block.words
        self._taken = taken
        self._end = -1  # end of the last content found: verbs inside it belong to that content
        self._before: tuple[SpeakerMention, Token] | None = (
            None  # the last subject and its verb: `… и подчеркнул`
        )

    def reported_speech(self) -> Iterator[ReportedSpeech]:
        for at, verb in enumerate(self._words):
            if (
                verb.start < self._end
                or not is_verb(verb, *_CUES)
                or self._taken.at(verb.start)
                or verb.text.lower() in verbs("editorial")
                or self._is_remark(at)
            ):
                continue
            for rule in (
                self._that,
                self._as_reported,
                self._requested,
                self._emphasised,
                self._colon,
                self._described,
                self._trailing,
                self._about,
            ):
                made = rule(at)
                if made and not any(
                    True for c in made.content for _ in self._taken.touching(c.start, c.end)
                ):
                    self._end = max(c.end for c in made.content)
                    yield made
                    break

    def _is_remark(self, at: int) -> bool:
        """`Следует отметить, что`: the author of the article speaks."""
        behind = self._words[at + 1 : at + 3]
        return self._words[at].lemma == "следовать" and any(
            t.feats.get("VerbForm") == "Inf" for t in behind
        )

    def _made(
        self,
        content: Sequence[Span],
        at: int,
        speaker_mention: SpeakerMention | None,
        rule: str,
        form: Form | None = None,
    ) -> ReportedSpeech | None:
        verb = self._words[at]
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
            count(self._a, c) for c in content
        ) < 2:
            return None
        if speaker_mention:
            self._before = (speaker_mention, self._words[at])
        content, marked = _narrowed(self._a, content)
        place = speaker_mention.start if speaker_mention else self._words[at].start
        return ReportedSpeech(
            tuple(content),
            form or marked,
            rule,
            slot(self._a, self._words[at : at + 1]),
            speaker_mention,
            place,
            continues,
            document_in(self._words) if impersonal else None,
        )

    def _span(self, first: int, last: int) -> Span:
        if first >= last:
            return Span(0, 0)
        return trimmed(self._a.text, self._words[first].start, self._words[last - 1].end)

    def _speaker_mention(self, at: int, until: int) -> SpeakerMention | None:
        """The speaker: the subject before the verb, or behind it up to `until`, or the subject of
        the verb that it is joined to.
        """
        verb = self._words[at]
        if is_verb(verb, "impersonal") and (source := self._from_words_of(at)):
            return source
        if is_verb(verb, "impersonal"):
            return next(
                (
                    n
                    for n in self._finder.all(self._words[at + 1 : until], "Gen")
                    if n.kind != "people"
                ),
                None,
            ) or self._finder.inside(self._words[at + 1 : until])
        joined = (
            self._before
            if (at and self._words[at - 1].lemma in ("и", "а", "также", "но"))
            or verb.feats.get("VerbForm") == "Conv"
            else None
        )
        if joined and (
            verb.feats.get("VerbForm") == "Conv"
            or joined[1].feats.get("Gender") == verb.feats.get("Gender")
        ):
            return joined[0]
        before = [t for t in self._words[:at] if t.start >= self._end]
        return self._finder.subject(before, self._words[at + 1 : until], verb) or (
            joined[0] if joined else None
        )

    def _from_words_of(self, at: int) -> SpeakerMention | None:
        """`Из слов X следует, что`, `В письме министерства говорится, что`"""
        out = next(
            (i for i in range(at - 1, -1, -1) if self._words[i].text.lower() in ("из", "в")), None
        )
        return (
            self._finder.of(self._words[out + 2 : at]) if out is not None and out + 2 < at else None
        )

    def _that(self, at: int) -> ReportedSpeech | None:
        """`X отметил, что …`: also `сообщили в акимате, что`, `уверена, что`, `…, добавив, что`."""
        what = complement(self._words, at)
        if (
            what is None
            and self._words[at].lemma in ("дать", "давать")
            and at + 1 < len(self._words)
            and self._words[at + 1].lemma == "понять"
        ):
            what = complement(self._words, at + 1)  # `дал понять, что`
        if what is None:
            return None
        content = self._free(self._span(what + 1, clause_end(self._words, what + 1)))
        return self._made([content], at, self._speaker_mention(at, what - 1), "ru.verb_that")

    def _free(self, content: Span) -> Span:
        """`что реестр останется ловушкой: «Человек …»`: the content up to the colon before direct
        speech.
        """
        direct = next(
            (
                s
                for s in sorted(
                    self._taken.touching(content.start, content.end), key=lambda s: s.start
                )
                if s.start > content.start
            ),
            None,
        )
        colon = self._a.text.rfind(":", content.start, direct.start) if direct else -1
        return trimmed(self._a.text, content.start, colon) if colon > 0 else content

    def _as_reported(self, at: int) -> ReportedSpeech | None:
        """`Как сообщил X, …`, `…, как заверила X, …`; a newsroom that passes news on makes only an
        attribution.
        """
        first = next(
            (i for i in range(at - 1, max(-1, at - 9), -1) if self._words[i].text.lower() == "как"),
            None,
        )
        if (
            first is None
            or (first and not self._introduces(first))
            or not is_verb(self._words[at], "say", "opinion", "direct", "impersonal")
        ):
            return None
        lead, comma = self._words[first + 1 : at], self._comma_behind(at)
        if is_verb(self._words[at], "impersonal"):
            speaker_mention = self._finder.inside(self._words[at + 1 : comma])
        else:
            speaker_mention = self._finder.subject(
                lead, self._words[at + 1 : comma], self._words[at], after_first=True
            )
            speaker_mention = speaker_mention or self._finder.subject(
                lead, self._words[at + 1 :], self._words[at], after_first=True
            )
        if speaker_mention is None or _relays(self._a, speaker_mention, self._words[at]):
            return None
        comma = self._comma_behind(max(at, self._index(speaker_mention.end)))
        content = (
            [self._lead(first), self._span(comma + 1, clause_end(self._words, comma + 1))]
            if comma
            else [self._span(0, first)]
        )
        return self._made(
            [c for c in content if c.end > c.start], at, speaker_mention, "ru.as_said"
        )

    def _introduces(self, at: int) -> bool:
        """Whether a `как` behind a comma introduces the speaker; not in `после того, как` and `с
        тех пор, как`.
        """
        return self._words[at - 1].text == "," and (
            at < _TIME or self._words[at - _TIME].lemma not in ("то", "тот", "пора")
        )

    def _lead(self, until: int) -> Span:
        """The content before the interruption; empty where it only introduces the sentence."""
        start = piece_start(self._words, until)
        return Span(0, 0) if is_introduction(self._words[start:until]) else self._span(start, until)

    def _index(self, offset: int) -> int:
        return next((i for i, t in enumerate(self._words) if t.end >= offset), len(self._words) - 1)

    def _comma_behind(self, at: int) -> int | None:
        return next(
            (i for i in range(at + 1, len(self._words) - 1) if self._words[i].text == ","), None
        )

    def _requested(self, at: int) -> ReportedSpeech | None:
        """`рекомендовала Казахстану поднять охват до 95 процентов`"""
        if not is_verb(self._words[at], "infinitive"):
            return None
        goal = next(
            (
                i
                for i in range(at + 1, min(at + 8, len(self._words)))
                if self._words[i].feats.get("VerbForm") == "Inf"
            ),
            None,
        )
        goal = goal - 1 if goal and self._words[goal - 1].text.lower() == "не" else goal
        if goal is None or any(t.text in (",", ":", "«", '"') for t in self._words[at:goal]):
            return None
        before = [t for t in self._words[:at] if t.start >= self._end]
        speaker_mention = self._finder.subject(before, self._words[at + 1 : goal], self._words[at])
        start = next(
            (i for i in range(at + 1, goal) if self._words[i].pos in ("ADP", "ADV")), goal
        )  # `до 1 марта завершить`
        return (
            self._made(
                [self._span(start, clause_end(self._words, goal))],
                at,
                speaker_mention,
                "ru.infinitive",
            )
            if speaker_mention
            else None
        )

    def _emphasised(self, at: int) -> ReportedSpeech | None:
        """`отметил вклад рабочих`, `подчеркнул важность переговоров`"""
        verb = self._words[at]
        if (
            verb.lemma not in verbs("nominal")
            or verb.feats.get("VerbForm") != "Fin"
            or at + 2 >= len(self._words)
        ):
            return None
        first = at + 1
        while first < len(self._words) - 1 and self._words[first].pos in ("ADV", "PART"):
            first += 1
        head = next((t for t in self._words[first : first + 4] if t.pos == "NOUN"), None)
        agreeing = self._words[first].pos in ("NOUN", "ADJ", "DET") and self._words[
            first
        ].feats.get("Case") in ("Acc", "Nom")
        if (
            head is None
            or not agreeing
            or head.feats.get("Animacy") == "Anim"
            or head.lemma in verbs("celebrated")
            or head.feats.get("Case") not in ("Acc", "Nom")
        ):
            return None
        speaker_mention = self._speaker_mention(at, at + 1)
        if speaker_mention is None or speaker_mention.kind in ("people", "institution"):
            return None
        return self._made(
            [self._span(first, clause_end(self._words, first))], at, speaker_mention, "ru.stressed"
        )

    def _about(self, at: int) -> ReportedSpeech | None:
        """`заявил о готовности к переговорам`"""
        words = self._words
        if (
            words[at].lemma not in verbs("about")
            or at + 3 >= len(words)
            or words[at + 1].lemma not in ("о", "об")
            or words[at + 2].pos in ("PRON", "DET")
        ):
            return None
        return self._made(
            [self._span(at + 2, clause_end(words, at + 2))],
            at,
            self._speaker_mention(at, at + 1),
            "ru.about",
        )

    def _colon(self, at: int) -> ReportedSpeech | None:
        """`Белова уверена: одной работы мало.`"""
        colon = next(
            (
                i
                for i in range(at + 1, min(at + 8, len(self._words) - 1))
                if self._words[i].text == ":"
            ),
            None,
        )
        if colon is None or self._words[colon + 1].text in '«“"–—-':
            return None
        content = [self._span(colon + 1, clause_end(self._words, colon + 1))]
        speaker_mention = self._speaker_mention(at, colon)
        start = piece_start(self._words, at)
        lead = self._words[start : max(at - 1, start)]
        behind = speaker_mention is not None and speaker_mention.start > self._words[at].start
        if (
            behind
            and at > 1
            and self._words[at - 1].text == ","
            and any(is_finite(t) for t in lead)
            and lead[0].start >= self._end
        ):
            content.insert(
                0, self._span(start, at - 1)
            )  # `Авария случилась ночью, объяснил X: трубы стары`
        return self._made(content, at, speaker_mention, "ru.verb_colon")

    def _described(self, at: int) -> ReportedSpeech | None:
        """`охарактеризовал документ как «не просто символ, …»`: words in marks behind a verb of
        describing.
        """
        verb = self._words[at]
        if (
            verb.lemma in ("продолжать", "продолжить")
            and self._words[at + 1 : at + 2]
            and self._words[at + 1].feats.get("VerbForm") == "Inf"
        ):
            return None
        speaker_mention = self._speaker_mention(at, at + 6)
        if speaker_mention is None and is_verb(verb, "opinion"):
            return None  # `законопроект предполагал снос «…»`
        for stretch in marked_in(self._a, verb.end, self._words[-1].end + 1):
            if _speech_like(self._a, stretch.inner):
                return self._made(
                    [trimmed(self._a.text, stretch.inner.start, stretch.inner.end)],
                    at,
                    speaker_mention,
                    "ru.partly_quoted",
                    "mixed",
                )
        return None

    def _trailing(self, at: int) -> ReportedSpeech | None:
        """`Рост составил 5,8%, сообщил министр X.`; `передаёт агентство` and `сообщает
        пресс-служба` are attributions only.
        """
        first = next(
            (
                i
                for i in range(at - 1, max(-1, at - 5), -1)
                if self._words[i].text in (",", "–", "—")
            ),
            None,
        )
        if (
            first is None
            or first < 1
            or not is_verb(self._words[at], "say", "opinion", "impersonal")
            or (self._words[at].lemma in _publishing() and self._is_relative_clause(first))
            or any(
                t.pos in ("VERB", "SCONJ", "CCONJ") or t.lemma == "который"
                for t in self._words[first + 1 : at]
            )
        ):
            return None
        parted = (
            self._comma_behind(at) is not None
        )  # `При этом, отмечает X, …`: the content stands behind
        if self._words[at].feats.get("VerbForm") == "Conv" or not (
            parted
            or any(
                t.pos in ("VERB", "AUX", "ADJ", "ADV") or t.text in "–—"
                for t in self._words[:first]
            )
        ):
            return None
        if is_verb(self._words[at], "impersonal"):
            speaker_mention = self._speaker_mention(at, len(self._words))
        else:
            speaker_mention = self._finder.subject(
                (), self._words[at + 1 : at + 14], self._words[at], after_first=True
            )
        if (
            speaker_mention is None
            or _relays(self._a, speaker_mention, self._words[at])
            or any(t.text == "," for t in self._words[at + 1 : self._index(speaker_mention.start)])
        ):
            return None
        start = piece_start(self._words, first)
        while start < first and self._words[start].start < self._end:
            start += 1
        if self._a.text.startswith(("Об этом ", "об этом "), self._words[start].start):
            # `Об этом в четверг, 14 ноября, сообщили в полиции` points at the content before
            return None
        comma = self._comma_behind(self._index(speaker_mention.end))
        content = [] if is_introduction(self._words[start:first]) else [self._span(start, first)]
        relayed = comma and any(
            is_verb(t, "say", "impersonal") for t in self._words[comma + 1 : comma + 3]
        )  # `…, передаёт агентство`
        if (
            comma
            and not relayed
            and (
                self._words[comma + 1].pos not in ("ADJ", "VERB", "PRON", "SCONJ")
                or self._continues_clause(start, first, comma)
            )
        ):
            content.append(self._span(comma + 1, clause_end(self._words, comma + 1)))
        return self._made(
            [c for c in content if c.end > c.start], at, speaker_mention, "ru.trailing_verb"
        )

    def _is_relative_clause(self, until: int) -> bool:
        """`Фотографии, которые продаются на рынке, опубликовал X`: the verb before the comma is
        that of a clause with `который`, and its noun is what was published.
        """
        start = piece_start(self._words, until)
        clause = next((i for i in range(start, until) if self._words[i].lemma == "который"), until)
        return not any(is_finite(t) for t in self._words[start:clause])

    def _continues_clause(self, start: int, first: int, comma: int) -> bool:
        """`Полив, утверждает X, обходится дороже`: the clause had no verb before the
        interruption.
        """
        return is_finite(self._words[comma + 1]) and not any(
            is_finite(t) for t in self._words[start:first]
        )


@cache
def _publishing() -> frozenset[str]:
    return verbs("publishing")


_TIME = 2  # words back from `как` to `того`
_LEADING = 3
"""The most words before a verb that begins its sentence without a subject: `Также отметил, что`."""


def _relays(a: Analysis, speaker_mention: SpeakerMention, verb: Token) -> bool:
    """`сообщает пресс-служба`; with other verbs (`отмечает «Власть»`) only a newsroom that is known
    by its name.
    """
    if verb.feats.get("Number") != "Sing":
        return False
    if verb.lemma in RELAYING:
        return speaker_mention.kind == "institution" or speaker_mention.head.lemma in _REPORTERS
    return (
        speaker_mention.kind == "institution"
        and verb.lemma in source_words("newsroom_verbs")
        and is_newsroom(source_of_mention(a, speaker_mention), speaker_mention.words)
    )


_REPORTERS = frozenset({"корреспондент", "собкор", "спецкор", "редакция"})


def _speech_like(a: Analysis, inner: Span) -> bool:
    """Whether words in marks are speech: three words or more, no name of an organization and no
    title. A title begins with a capital letter and has no verb.
    """
    words = [t for t in a.tokens_in(inner.start, inner.end) if t.text[0].isalnum()]
    mention = a.mention_at(inner.start)
    if len(words) < _FEWEST_MARKED or (
        mention and mention.type == "organization" and inner.end <= mention.end
    ):
        return False
    return words[0].text[0].islower() or any(t.pos in ("VERB", "AUX") for t in words)


def _narrowed(a: Analysis, content: Sequence[Span]) -> tuple[list[Span], Form]:
    """The content and its form: `mixed` where some of its words stand in marks; where the marked
    words are most of it, the content is the marked words alone.
    """
    marked = [
        q for c in content for q in marked_in(a, c.start, c.end + 1) if _speech_like(a, q.inner)
    ]
    whole = [
        q
        for c in content
        for q in touching_marks(a, c)
        if q.inner.start <= c.start and c.end <= q.inner.end
    ]
    if whole:
        return list(content), "mixed"
    if not marked:
        return list(content), "indirect"
    marked_length = sum(q.inner.end - q.inner.start for q in marked)
    if len(marked) == 1 and marked_length > _MOSTLY * sum(c.end - c.start for c in content):
        return [trimmed(a.text, marked[0].inner.start, marked[0].inner.end)], "mixed"
    return list(content), "mixed"


_MOSTLY = 0.7
"""The share of a clause that its marked words must fill to become the whole content."""


def narrowed(a: Analysis, content: Sequence[Span]) -> tuple[list[Span], Form]:
    return _narrowed(a, content)
