"""The one shared pass over an article: paragraphs, sentences, tokens, lemmas, tags and names. It is
made once, and all extractors read it.

Comes in: a `Source`, the article's text and what is known about it. Goes out: an `Analysis`, which
also keeps what the rules have read in it (`memoized`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, TypeVar

from baqylau import lang
from baqylau.model.fact import Mention, Slot
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Sentence, Token
from baqylau.text.language import language as language_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the article before it is read; `published` has a time zone."""

    text: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: datetime | None = None


class Analysis:
    """A text as the extractors see it. Offsets are code points of `text`; all tuples are in reading
    order.
    """

    def __init__(self, source: Source, language: lang.Language) -> None:
        self.source = source
        self.text = source.text
        self.language = language.code
        self._language = language
        self.paragraphs = paragraphs_of(source.text)
        self.sentences, self.tokens = language.words(source.text, self.paragraphs)
        self._starts = [s.start for s in self.sentences]
        self._token_starts = [t.start for t in self.tokens]
        self._made: dict[Any, Any] = {}

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Persons, organizations and places, none overlapping another."""
        return tuple(self._language.mentions(self.text, self.sentences, self.tokens))

    def words(self, sentence: Sentence) -> tuple[Token, ...]:
        return self.tokens[sentence.first : sentence.last]

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that begin in `text[start:end]`."""
        return self.tokens[
            bisect_left(self._token_starts, start) : bisect_left(self._token_starts, end)
        ]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that contains the offset; between two sentences, the one before."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def sentence_span(self, offset: int) -> Span:
        if not self.sentences:
            return Span(0, len(self.text))
        sentence = self.sentence_at(offset)
        return Span(sentence.start, sentence.end)

    def sentences_in(self, paragraph: int) -> tuple[Sentence, ...]:
        first = bisect_left(self.sentences, paragraph, key=lambda s: s.paragraph)
        return self.sentences[
            first : bisect_right(self.sentences, paragraph, key=lambda s: s.paragraph)
        ]

    def sentences_between(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The sentences that share a character with `text[start:end]`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        return tuple(
            s for s in self.sentences[first : bisect_left(self._starts, end)] if s.end > start
        )

    @cached_property
    def _mention_index(self) -> SpanIndex[Mention]:
        return SpanIndex(self.mentions)

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        return tuple(
            m for m in self._mention_index.touching(start, end) if start <= m.start and m.end <= end
        )

    def mention_at(self, offset: int) -> Mention | None:
        """The mention that contains this character."""
        return self._mention_index.at(offset)

    def memo(self, make: "Callable[[Analysis], T]") -> T:
        """What `make` reads in this text, made once and kept as long as the analysis."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def place(self, start: int, end: int) -> dict[str, Any]:
        """The fields that every fact has for its place: its characters, its words and their
        sentence.
        """
        return {
            "start": start,
            "end": end,
            "text": self.text[start:end],
            "sentence": self.sentence_span(start),
        }

    def slot(self, start: int, end: int, name: str | None = None) -> Slot:
        return Slot(start, end, self.text[start:end], name)


def memoized(make: Callable[[Analysis], T]) -> Callable[[Analysis], T]:
    """A function of an analysis that is computed once for each analysis."""

    @wraps(make)
    def made(analysis: Analysis) -> T:
        return analysis.memo(make)

    return made


def analyse(source: Source) -> Analysis:
    """The analysis in the source's language; where it is not given, the letters of the
    text decide.
    """
    return Analysis(source, lang.of(source.language or language_of(source.text), source.text))


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """The spans of the non-empty lines of a text, without their line feeds. Where a page lost the
    line feed (`в городе.Напомним`, `открыли.– Мы ждали`), the second paragraph begins there too.
    """
    spans, start = [], 0
    for line in text.split("\n"):
        cuts = [m.end() for m in _GLUED.finditer(line)]
        for first, last in pairwise([0, *cuts, len(line)]):
            if line[first:last].strip():
                spans.append(Span(start + first, start + last))
        start += len(line) + 1
    return tuple(spans)


_LETTER, _CAPITAL = "а-яёәғқңөұүһі", "А-ЯЁӘҒҚҢӨҰҮҺІ"
_GLUED = re.compile(
    rf"(?:[{_LETTER}]{{5}}|[{_LETTER}][»”)])[.!?…]"
    rf"(?=(?:[–—-]\s)?[«\"]?(?!Ру\b)[{_CAPITAL}](?:[{_LETTER}]{{2}}|[{_LETTER}]?\s))"
)
"""A full stop with a capital letter right behind it: five letters before it, for `проф.Иванов` and
`им.Абая` are abbreviations; `Газета.Ру` is a name."""
