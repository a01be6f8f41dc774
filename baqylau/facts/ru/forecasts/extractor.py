"""Forecasts: `По прогнозу Нацбанка, рост составит 5–6%`, `аналитик ожидает, что тенге укрепится`,
`завтра ожидается метель`.

Comes in: an `Analysis`. Goes out: `Forecast`s. A plan or an order ("завод откроют в сентябре") is
no forecast: a forecast has a person or an institution who foresees it, or is about the weather.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.quotes.according import phrases
from baqylau.facts.ru.quotes.extractor import name_of, quotes
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.clauses import clause_end, complement
from baqylau.facts.ru.words.speech import SentenceBlock, count, is_finite, sentence_blocks, trimmed
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.positions import group
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Forecast, Quote, Slot
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(wordlist("forecasts")[key])


@cache
def _triggers() -> frozenset[str]:
    """Lemmas of which a sentence with a forecast contains at least one."""
    keys = ("foresee", "opinion", "not_excluded", "expected", "weather", "may", "possible")
    return frozenset().union(*(_listed(k) for k in keys))


def extract(analysis: Analysis) -> Iterable[Forecast]:
    return forecasts(analysis)


@memoized
def forecasts(analysis: Analysis) -> tuple[Forecast, ...]:
    """Every forecast of the text. Cached, since amounts need to know whether they are part of a
    forecast.
    """
    return tuple(_ForecastReader(analysis).found())


class _ForecastReader:
    """Reads the forecasts of one text. Characters that one rule has used are not read by the next
    rule.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._a = analysis
        self._taken: SpanIndex[Span] = SpanIndex()
        self._dated: SpanIndex[DateMention] = SpanIndex(dates(analysis))
        self._quoted_spans: SpanIndex[_QuotedSpan] = SpanIndex(
            _QuotedSpan(c, q) for q in quotes(analysis) for c in q.content
        )
        self._finder = SpeakerMentionFinder(analysis)

    def found(self) -> Iterator[Forecast]:
        for quote in quotes(self._a):
            yield from self._quoted(quote)
        for before, block in pairwise(sentence_blocks(self._a)):
            yield from self._pointed(before, block)
        for block in sentence_blocks(self._a):
            low = self._a.text[block.start : block.end].lower()
            if any(x in low for x in wordlist("forecasts")["phrases"]) or any(
                t.lemma in _listed("outlook_offices") for t in block.words
            ):
                yield from self._phrased(block)
                yield from self._nameless(block)
            if any(
                t.lemma in _triggers() or t.text.lower() in _listed("likely") for t in block.words
            ):
                for rule in (self._verbs, self._likely, self._may, self._weather):
                    yield from rule(block)

    def _quoted(self, quote: Quote) -> Iterator[Forecast]:
        """A quote whose cue is a verb of foreseeing, or of opinion with words in the future."""
        cue = self._a.tokens_in(quote.cue.start, quote.cue.end) if quote.cue else ()
        low = quote.cue.text.lower() if quote.cue else ""
        foreseen = any(t.lemma in _listed("foresee") for t in cue) or any(
            x in low for x in ("прогноз", "ожидан", "расчет", "расчёт")
        )
        thought = (
            any(t.lemma in _listed("opinion") for t in cue)
            or low in _listed("sure")
            or any(x in low for x in wordlist("forecasts")["phrases"])
        )
        for content in self._pieces(quote.content):
            words = self._words(content)
            if foreseen and (_ahead(words) or _changes(words)):
                yield from self._made(content, quote.speaker_name, "ru.foreseen", 0.8)
            elif (
                _by_expert(quote)
                and _ahead(words)
                and self._horizon_of(content)
                and not any(t.feats.get("Person") == "1" for t in words)
            ):
                yield from self._made(content, quote.speaker_name, "ru.expert_ahead", 0.6)
            elif (thought and _ahead(words)) or any(t.lemma in _listed("expected") for t in words):
                yield from self._made(content, quote.speaker_name, "ru.thought_ahead", 0.65)
            elif _has_effect(words):
                yield from self._made(content, quote.speaker_name, "ru.effect_ahead", 0.55)

    def _pointed(self, before: SentenceBlock, block: SentenceBlock) -> Iterator[Forecast]:
        """`Дефицит достигнет 3 млрд. Такой прогноз приводит министерство.`"""
        low = self._a.text[block.start : block.start + _POINTER].lower()
        if not low.startswith(tuple(wordlist("forecasts")["pointing"])) or not _ahead(before.words):
            return
        verb = next((t for t in block.words if is_finite(t)), None)
        at = block.words.index(verb) if verb else 0
        speaker_mention = (
            self._finder.subject(block.words[:at], block.words[at + 1 :], verb, after_first=True)
            if verb
            else None
        )
        yield from self._clause(before, 0, speaker_mention, "ru.pointed_at", 0.75)

    def _words(self, content: Sequence[Span]) -> list[Token]:
        return [t for c in content for t in self._a.tokens_in(c.start, c.end)]

    def _pieces(self, content: Sequence[Span]) -> list[tuple[Span, ...]]:
        """The content sentence by sentence; the parts of an interrupted sentence stay together."""
        pieces = []
        for span in content:
            for sentence in self._a.sentences_between(span.start, span.end):
                piece = trimmed(
                    self._a.text, max(sentence.start, span.start), min(sentence.end, span.end)
                )
                pieces.append((self._a.sentence_at(piece.start).start, piece))
        return [tuple(p for _, p in group) for _, group in groupby(pieces, key=lambda x: x[0])]

    def _phrased(self, block: SentenceBlock) -> Iterator[Forecast]:
        """`По прогнозу Казгидромета, …`: the forecast of an institution, which is not read as
        speech.
        """
        for phrase in phrases(self._a, block):
            weather = any(
                t.lemma in _listed("outlook_offices") for t in phrase.speaker_mention.words
            )
            if not weather and not any(
                x in phrase.cue.text.lower() for x in wordlist("forecasts")["phrases"]
            ):
                continue
            content = phrase.content
            if _ahead(self._words(content)):
                yield from self._made(
                    content,
                    name_of(self._a, phrase.speaker_mention),
                    "ru.by_forecast",
                    0.85,
                )

    def _nameless(self, block: SentenceBlock) -> Iterator[Forecast]:
        """`По прогнозам, …` and `…, по прогнозам, …`: a forecast without a named source."""
        for found in _NAMELESS.finditer(self._a.text, block.start, block.end):
            pieces = [
                Span(block.start, found.start()),
                Span(found.end(), _closed(block, found.end())),
            ]
            content = tuple(
                x
                for x in (trimmed(self._a.text, p.start, p.end) for p in pieces)
                if x.end > x.start
            )
            if _ahead(self._words(content)):
                yield from self._made(content, None, "ru.by_forecasts", 0.65)

    def _verbs(self, block: SentenceBlock) -> Iterator[Forecast]:
        """`Ожидается, что …`, `МВФ ждёт, что …`, `банк прогнозирует рост …`, `не исключают
        вспышки`, `завтра ожидается метель`.
        """
        for at, verb in enumerate(block.words):
            low = verb.text.lower()
            if verb.lemma in _listed("expected") and is_finite(verb):
                yield from self._impersonal(block, at)
            elif low in _listed("sure") or (is_finite(verb) and self._foresees(block, at)):
                yield from self._reported(block, at)

    def _foresees(self, block: SentenceBlock, at: int) -> bool:
        if block.words[at].lemma in _listed("foresee") | _listed("opinion"):
            return True
        return (
            block.words[at].lemma in _listed("not_excluded")
            and at > 0
            and block.words[at - 1].lemma == "не"
        )

    def _impersonal(self, block: SentenceBlock, at: int) -> Iterator[Forecast]:
        words = block.words
        what = complement(words, at)
        if what is not None:
            yield from self._clause(block, what + 1, None, "ru.expected_that", 0.75)
            return
        first = max(
            (i + 1 for i in range(at) if words[i].text in (",", ";", ":", "–", "—", "«")), default=0
        )
        last = next(
            (
                i
                for i in range(at + 1, len(words))
                if words[i].text in (",", ";", ".", "»") and not _lists(words, i)
            ),
            len(words),
        )
        content = trimmed(self._a.text, words[first].start, words[last - 1].end)
        yield from self._made([content], self._speaker_of(content), "ru.expected", 0.65)

    def _reported(self, block: SentenceBlock, at: int) -> Iterator[Forecast]:
        words, verb = block.words, block.words[at]
        what = complement(words, at)
        if what is not None:
            end = clause_end(words, what + 1)
            if verb.lemma not in _listed("opinion") or _ahead(words[what + 1 : end]):
                yield from self._clause(
                    block, what + 1, self._subject(block, at, what), "ru.foresees_that", 0.75
                )
            return
        if verb.lemma not in (
            "прогнозировать",
            "спрогнозировать",
            "предсказывать",
            "предсказать",
            "ожидать",
            "ждать",
            "исключать",
            "исключить",
        ):
            return
        if at + 1 >= len(words):
            return
        head = next((t for t in words[at + 1 : at + 4] if t.pos == "NOUN"), None)
        if (
            head is None
            or head.feats.get("Case") not in ("Acc", "Gen")
            or any(t.text in ",:«" for t in words[at + 1 : at + 2])
        ):
            yield from self._before(block, at)
        elif verb.lemma not in ("ожидать", "ждать") or head.lemma in _listed("awaited") | _listed(
            "weather"
        ):
            yield from self._clause(
                block, at + 1, self._subject(block, at, at + 1), "ru.foresees", 0.65
            )

    def _before(self, block: SentenceBlock, at: int) -> Iterator[Forecast]:
        """`Дожди с грозой прогнозируют в области`: the content of the forecast stands before the
        verb.
        """
        words = block.words
        if (
            at
            and words[at].feats.get("Number") == "Plur"
            and any(t.lemma in _listed("weather") | _listed("awaited") for t in words[:at])
        ):
            end = clause_end(words, 0)
            yield from self._made(
                [trimmed(self._a.text, words[0].start, words[end - 1].end)],
                None,
                "ru.foreseen_first",
                0.6,
            )

    def _clause(
        self,
        block: SentenceBlock,
        first: int,
        speaker_mention: SpeakerMention | None,
        rule: str,
        confidence: float,
    ) -> Iterator[Forecast]:
        end = clause_end(block.words, first)
        if end > first:
            content = trimmed(self._a.text, block.words[first].start, block.words[end - 1].end)
            yield from self._made(
                [content],
                name_of(self._a, speaker_mention) if speaker_mention else None,
                rule,
                confidence,
            )

    def _subject(self, block: SentenceBlock, at: int, until: int) -> SpeakerMention | None:
        return self._finder.subject(block.words[:at], block.words[at + 1 : until], block.words[at])

    def _likely(self, block: SentenceBlock) -> Iterator[Forecast]:
        """`Вероятно, к зиме порт замёрзнет.`"""
        words = block.words
        if (
            words
            and words[0].text.lower() in _listed("likely")
            and len(words) > 2
            and words[1].text == ","
            and _ahead(words)
        ):
            yield from self._clause(block, 2, None, "ru.likely", 0.6)

    def _may(self, block: SentenceBlock) -> Iterator[Forecast]:
        """`Нефть может подорожать до ста долларов`; a permission ("may do") is no forecast."""
        words = block.words
        for at, verb in enumerate(words):
            if verb.lemma not in _listed("may") or not is_finite(verb):
                continue
            goal = next(
                (t for t in words[at + 1 : at + 4] if t.feats.get("VerbForm") == "Inf"), None
            )
            if goal and goal.lemma in _listed("change"):
                yield from self._whole_clause(block, at, "ru.may", 0.55)

    def _weather(self, block: SentenceBlock) -> Iterator[Forecast]:
        words = block.words
        about = next((i for i, t in enumerate(words) if t.lemma in _listed("weather")), None)
        if about is None:
            return
        verb = next(
            (
                i
                for i, t in enumerate(words)
                if tells_future(t) or t.text.lower() in _listed("possible")
            ),
            None,
        )
        if verb is not None and abs(verb - about) <= _NEAR:
            yield from self._whole_clause(block, verb, "ru.weather", 0.7)

    def _whole_clause(
        self, block: SentenceBlock, at: int, rule: str, confidence: float
    ) -> Iterator[Forecast]:
        """The sentence without the tail that names its source; inside quoted speech only the quoted
        words.
        """
        words = block.words
        quoted = self._quoted_spans.at(words[at].start)
        end = clause_end(words, 0)
        content = trimmed(self._a.text, words[0].start, words[end - 1].end)
        if quoted:
            content = next(
                (
                    p
                    for c in self._pieces([quoted.span])
                    for p in c
                    if p.start <= words[at].start < p.end
                ),
                quoted.span,
            )
        yield from self._made(
            [content], quoted.quote.speaker_name if quoted else None, rule, confidence
        )

    def _speaker_of(self, content: Span) -> str | None:
        quoted = self._quoted_spans.at(content.start)
        return quoted.quote.speaker_name if quoted else None

    def _made(
        self, content: Sequence[Span], speaker: str | None, rule: str, confidence: float
    ) -> Iterator[Forecast]:
        taken = any(True for c in content for _ in self._taken.touching(c.start, c.end))
        if taken or sum(count(self._a, c) for c in content) < _FEWEST:
            return
        for span in content:
            self._taken.add(span)
        start, end = content[0].start, content[-1].end
        yield Forecast(
            start=start,
            end=end,
            text=self._a.text[start:end],
            sentence=self._a.sentence_span(start),
            confidence=confidence,
            rule=rule,
            content=tuple(content),
            horizon=next((h for h in map(self._horizon, content) if h), None),
            speaker_name=speaker,
        )

    def _horizon_of(self, content: Sequence[Span]) -> bool:
        return any(self._horizon(c) for c in content)

    def _horizon(self, content: Span) -> Slot | None:
        """The first date in the content, with its preposition."""
        found = min(
            self._dated.touching(content.start, content.end), key=lambda f: f.start, default=None
        )
        if found is None:
            return None
        lead = _PREPOSITION.search(self._a.text, max(content.start, found.start - 12), found.start)
        return self._a.slot(lead.start(1) if lead else found.start, found.end)


_POINTER = 24  # characters in which a pointing phrase stands
_NEAR = 12  # words between a weather word and its verb
_FEWEST = 2
_NAMELESS = re.compile(
    r"(?<!\w)по\s+(?:предварительным\s+|последним\s+)?"
    r"(?:прогноз(?:у|ам)|ожиданиям|расч[её]там|оценкам)\s*(?=,)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?<!\w)((?:не раньше|не ранее|к|ко|до|в|во|на|с|через|после|за)\s+)$", re.IGNORECASE
)


class _QuotedSpan:
    """A span of quoted speech with its quote, in the shape that `SpanIndex` needs."""

    def __init__(self, span: Span, quote: Quote) -> None:
        self.span, self.quote = span, quote

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end


def _by_expert(quote: Quote) -> bool:
    return bool(quote.speaker_role) and any(
        group(w) == "expert" for w in (quote.speaker_role or "").lower().split()
    )


def _has_effect(words: Sequence[Token]) -> bool:
    """`Коридор превратит регион в хаб`: a thing will have an effect on something else. `мы укрепим`
    is a promise and `скажем` only an aside: neither is a forecast.
    """
    effect = any(tells_future(t) and t.lemma in _listed("effects") for t in words)
    return effect and not any(
        t.feats.get("Person") == "1" and t.text.lower() != "скажем" for t in words
    )


def _ahead(words: Sequence[Token]) -> bool:
    """The words are about the future, a possibility or an expectation."""
    return any(
        tells_future(t)
        or t.lemma in _listed("expected")
        or (t.lemma in _listed("may") and is_finite(t))
        for t in words
    )


def _changes(words: Sequence[Token]) -> bool:
    """`рост экспорта на 5%`: a noun of change without a verb."""
    return any(t.lemma in _listed("awaited") for t in words) and not any(
        t.feats.get("Tense") == "Past" for t in words
    )


def _lists(words: Sequence[Token], comma: int) -> bool:
    """Whether the comma separates items of what is expected: `ожидаются снег, метель`."""
    return (
        words[comma].text == ","
        and comma + 2 < len(words)
        and words[comma + 1].feats.get("Case") == "Nom"
        and words[comma + 1].pos == "NOUN"
    )


def _closed(block: SentenceBlock, offset: int) -> int:
    """The offset where the clause behind `offset` ends."""
    first = next(
        (i for i, t in enumerate(block.words) if t.start >= offset and t.text != ","),
        len(block.words),
    )
    end = clause_end(block.words, first) if first < len(block.words) else first
    return block.words[end - 1].end if end > first else offset
