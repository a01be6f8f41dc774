"""What is foreseen in an English text. Comes in: an analysis. Goes out: `Forecast`s:

`Inflation is expected to reach 9 percent by 2027.`      en.is_expected
`The World Bank forecasts that growth will slow.`        en.forecasts_that
`Exports will reach $5 billion by 2030.`                 en.will
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.quotes.extractor import speech
from baqylau.facts.en.speakers.mentions import backward
from baqylau.facts.en.speakers.resolver import SPEAKERS
from baqylau.facts.en.words.marks import trimmed
from baqylau.facts.en.words.text import Text, text_of
from baqylau.facts.grammar.forecasts import ForecastCollector
from baqylau.facts.grammar.speakers.resolver import speaker_of
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Forecast
from baqylau.model.span import Span
from baqylau.model.words import Sentence

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_HORIZON = re.compile(
    rf"\b(?:by|in|until|before|from|during|through)\s(?:the\s)?(?:(?:end|middle|beginning)\sof\s)?"
    rf"(?:(?:{_MONTH})\s)?(?:20\d\d|{_MONTH}|(?:this|next)\s(?:year|month|week|decade))\b"
    rf"|\bnext\s(?:year|month|week|decade|season)\b|\bthis\s(?:year|month|week|summer|winter|fall|autumn|spring)\b"
    r"|\bon\s(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\btomorrow\b"
)


@dataclass(frozen=True, slots=True)
class _Horizon:
    start: int
    end: int


def extract(analysis: Analysis) -> Iterable[Forecast]:
    text = text_of(analysis)
    dates = [_Horizon(*m.span()) for m in _HORIZON.finditer(analysis.text)]
    found = ForecastCollector(analysis, dates)
    for sentence in analysis.sentences:
        for rule in (_that, _expected, _will):
            rule(text, sentence, found)
    return found.found


def _clause(text: Text, s: Sentence, i: int) -> tuple[int, int]:
    """The tokens of the clause around the index: between commas with a new subject, or the
    sentence's ends.
    """
    first, last = s.first, s.last
    said = _said_at(text, i)
    if said:
        return text.index(said[0].start), text.index(said[0].end)
    for k in range(i, s.first, -1):
        if text.word(k) in (";", "“", "”", '"', "–", ":") or text.low(k) in (
            "that",
            "but",
            "while",
        ):
            first = k + 1
            break
        if text.low(k) in entries("speech", "said") and k < i:
            first = k + 1
            break
    for k in range(i, s.last):
        if text.word(k) in (";", "“", "”", '"') or (
            text.word(k) == ","
            and text.low(k + 1)
            in ("but", "while", "according", "said", "which", "and", "he", "she")
        ):
            last = k
            break
    return first, last


def _said_at(text: Text, i: int) -> tuple[Span, str | None] | None:
    """The words of an indirect quote that hold the token, and the speaker's name."""
    offset = text.start(i)
    found = speech(text.analysis)
    for piece, speaker in zip(found.speech, found.speakers, strict=True):
        for content in piece.content:
            if piece.form != "direct" and content.start <= offset < content.end:
                return content, speaker.name if speaker else None
    return None


def _add(
    text: Text,
    a: int,
    b: int,
    found: ForecastCollector,
    speaker: str | None,
    rule: str,
    sure: float,
) -> None:
    if b > a:
        content = trimmed(text.text, text.start(a), text.end(b))
        said = _said_at(text, a)
        found.add([content], speaker or (said[1] if said else None), rule, sure)


def _that(text: Text, s: Sentence, found: ForecastCollector) -> None:
    """`The World Bank forecasts that growth will slow in 2026.`"""
    for i in range(s.first + 1, s.last - 2):
        if text.low(i) not in entries("forecasts", "foresee") or text.pos(i - 1) in (
            "DET",
            "ADJ",
            "AUX",
        ):
            continue
        named = backward(text, i, s.first)
        if named is None or (
            named.mention.kind == "pronoun" and named.mention.head.text.lower() not in ("he", "she")
        ):
            continue
        start = i + 2 if text.low(i + 1) == "that" else i + 1
        if text.low(start) in ("to", "on", "of") or text.word(start) in (",", "."):
            continue
        speaker = speaker_of(text.analysis, named.mention, speech(text.analysis).history, SPEAKERS)
        _, last = _clause(text, s, start)
        _add(text, start, last, found, speaker.name, "en.forecasts_that", 0.75)


def _expected(text: Text, s: Sentence, found: ForecastCollector) -> None:
    """`Inflation is expected to reach 9 percent`, `Rain is expected in Almaty`."""
    for i in range(s.first + 1, s.last - 1):
        if text.low(i) not in entries("forecasts", "expected") or text.low(i - 1) not in (
            "is",
            "are",
            "also",
            "now",
        ):
            continue
        weather = any(text.low(k) in entries("forecasts", "weather") for k in range(s.first, i))
        if text.low(i + 1) != "to" and not (
            weather and text.low(i + 1) in ("in", "on", "across", "over", "at", "tomorrow")
        ):
            continue
        first, last = _clause(text, s, i - 2 if i - 2 > s.first else i)
        _add(text, first, max(last, i + 2), found, None, "en.is_expected", 0.75)


def _will(text: Text, s: Sentence, found: ForecastCollector) -> None:
    """`Exports will reach $5 billion by 2030.`: a verb of growth, a figure, a horizon."""
    for i in range(s.first + 1, s.last - 2):
        if text.low(i) != "will" or text.low(i + 1) not in entries("forecasts", "will"):
            continue
        first, last = _clause(text, s, i)
        content = Span(text.start(first), text.end(last))
        figure = any(text.word(k)[:1].isdigit() for k in range(i, last))
        if figure and found.has_horizon([content]):
            _add(text, first, last, found, None, "en.will", 0.65)
