"""What every rule of the Russian forecasts reads: the text with its quotes, and the collector that
keeps what a rule has found.

Comes in: an `Analysis`. Goes out: a `ForecastReading`, and tests of words that are about the
future.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.forecasts import ForecastCollector
from baqylau.facts.grammar.speakers.speaker import SpeakerMention
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.quotes.extractor import name_of, quotes
from baqylau.facts.ru.speakers.mentions import SpeakerMentionFinder
from baqylau.facts.ru.words.clauses import clause_end
from baqylau.facts.ru.words.speech import SentenceBlock, is_finite, trimmed
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Quote
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token


@cache
def listed(key: str) -> frozenset[str]:
    """A list of `forecasts.toml`."""
    return frozenset(wordlist("forecasts")[key])


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A span of quoted speech with its quote, in the shape that `SpanIndex` needs."""

    span: Span
    quote: Quote

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end


class ForecastReading:
    """One text while its forecasts are read."""

    def __init__(self, analysis: Analysis) -> None:
        self.a = analysis
        self.finder = SpeakerMentionFinder(analysis)
        self.collector = ForecastCollector(analysis, dates(analysis), before=_PREPOSITION)
        self._quoted: SpanIndex[QuotedSpan] = SpanIndex(
            QuotedSpan(c, q) for q in quotes(analysis) for c in q.content
        )

    def words(self, content: Sequence[Span]) -> list[Token]:
        return [t for c in content for t in self.a.tokens_in(c.start, c.end)]

    def pieces(self, content: Sequence[Span]) -> list[tuple[Span, ...]]:
        """The content sentence by sentence; the parts of an interrupted sentence stay together."""
        pieces = []
        for span in content:
            for sentence in self.a.sentences_between(span.start, span.end):
                piece = trimmed(
                    self.a.text, max(sentence.start, span.start), min(sentence.end, span.end)
                )
                pieces.append((self.a.sentence_at(piece.start).start, piece))
        return [tuple(p for _, p in group) for _, group in groupby(pieces, key=lambda x: x[0])]

    def subject(self, block: SentenceBlock, at: int, until: int) -> SpeakerMention | None:
        return self.finder.subject(block.words[:at], block.words[at + 1 : until], block.words[at])

    def quote_at(self, offset: int) -> QuotedSpan | None:
        return self._quoted.at(offset)

    def speaker_at(self, content: Span) -> str | None:
        quoted = self.quote_at(content.start)
        return quoted.quote.speaker_name if quoted else None

    def add_clause(
        self,
        block: SentenceBlock,
        first: int,
        mention: SpeakerMention | None,
        rule: str,
        confidence: float,
    ) -> None:
        """The clause from word `first` on."""
        end = clause_end(block.words, first)
        if end > first:
            content = trimmed(self.a.text, block.words[first].start, block.words[end - 1].end)
            named = name_of(self.a, mention) if mention else None  # `Мы ожидаем`: who is quoted
            self.collector.add([content], named or self.speaker_at(content), rule, confidence)

    def add_sentence(self, block: SentenceBlock, at: int, rule: str, confidence: float) -> None:
        """The sentence around the verb `at`, without a first clause that only names its source
        (`Как сообщает X, …`) and the tail that does; inside quoted speech only the quoted words.
        """
        words = block.words
        quoted = self.quote_at(words[at].start)
        first = _behind_lead(words, at)
        end = max(clause_end(words, first), at + 1)
        content = trimmed(self.a.text, words[first].start, words[end - 1].end)
        if quoted:
            spoken = [p for c in self.pieces([quoted.span]) for p in c]
            content = next((p for p in spoken if p.start <= words[at].start < p.end), quoted.span)
        speaker = quoted.quote.speaker_name if quoted else None
        self.collector.add([content], speaker, rule, confidence)


def _behind_lead(words: Sequence[Token], at: int) -> int:
    """The word behind `Как сообщает X,` or `Напомним,`; 0 where the sentence has no such lead."""
    low = words[0].text.lower()
    if low != "как" and low not in listed("leads"):
        return 0
    comma = next((i for i in range(at) if words[i].text == ","), None)
    return comma + 1 if comma is not None and comma + 1 < at else 0


_PREPOSITION = re.compile(
    r"(?<!\w)((?:не раньше|не ранее|к|ко|до|в|во|на|с|через|после|за)\s+)$", re.IGNORECASE
)


def ahead(words: Sequence[Token]) -> bool:
    """The words are about the future, a possibility or an expectation."""
    return any(
        tells_future(t) or t.lemma in listed("expected") or _may_come(words, i)
        for i, t in enumerate(words)
    )


def _may_come(words: Sequence[Token], at: int) -> bool:
    """`может вырасти`: what may happen once. `мог появиться` guesses at the past, and `может
    помогать` says how things are.
    """
    verb = words[at]
    if verb.lemma not in listed("may") or not is_finite(verb) or verb.feats.get("Tense") == "Past":
        return False
    done = next((t for t in words[at + 1 : at + _GOAL] if t.feats.get("VerbForm") == "Inf"), None)
    return done is None or done.feats.get("Aspect") != "Imp" or done.lemma in listed("goes_on")


_GOAL = 8  # words from `может` to its infinitive


def is_question(words: Sequence[Token]) -> bool:
    return bool(words) and words[-1].text == "?"
