"""Forecasts by a phrase: `По прогнозу Казгидромета, …`, `…, по прогнозам, …`, `Добыча составит 90
млн тонн` beside `прогноз`.

Comes in: a `ForecastReading` and a `SentenceBlock`. Goes out: nothing; the collector keeps what is
found.
"""

import re

from baqylau.facts.ru.forecasts.reading import ForecastReading, ahead, listed
from baqylau.facts.ru.quotes.according import phrases
from baqylau.facts.ru.quotes.extractor import name_of
from baqylau.facts.ru.words.clauses import clause_end
from baqylau.facts.ru.words.speech import SentenceBlock, trimmed
from baqylau.model.span import Span


def read_phrased(r: ForecastReading, block: SentenceBlock) -> None:
    """`По прогнозу Казгидромета, …`: the forecast of an institution, which is not read as
    speech.
    """
    for phrase in phrases(r.a, block):
        weather = any(t.lemma in listed("outlook_offices") for t in phrase.speaker_mention.words)
        if not weather and not any(x in phrase.cue.text.lower() for x in listed("phrases")):
            continue
        if ahead(r.words(phrase.content)):
            speaker = name_of(r.a, phrase.speaker_mention)
            r.collector.add(phrase.content, speaker, "ru.by_forecast", 0.85)


def read_nameless(r: ForecastReading, block: SentenceBlock) -> None:
    """`По прогнозам, …`, `…, по прогнозам, …` and `При сохранении погоды …`: a forecast without a
    named source.
    """
    for found in _NAMELESS.finditer(r.a.text, block.start, block.end):
        pieces = [Span(block.start, found.start()), Span(found.end(), _closed(block, found.end()))]
        content = [
            x for x in (trimmed(r.a.text, p.start, p.end) for p in pieces) if x.end > x.start
        ]
        if ahead(r.words(content)):
            r.collector.add(content, None, "ru.by_forecasts", 0.65)


_NAMELESS = re.compile(
    r"(?<!\w)по\s+(?:предварительным\s+|последним\s+)?"
    r"(?:прогноз(?:у|ам)|ожиданиям|расч[её]там|оценкам)\s*(?=,)",
    re.IGNORECASE,
)


def _closed(block: SentenceBlock, offset: int) -> int:
    """The offset where the clause behind `offset` ends."""
    first = next(
        (i for i, t in enumerate(block.words) if t.start >= offset and t.text != ","),
        len(block.words),
    )
    end = clause_end(block.words, first) if first < len(block.words) else first
    return block.words[end - 1].end if end > first else offset
