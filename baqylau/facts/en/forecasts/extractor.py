"""What is foreseen in an English text. Comes in: an analysis. Goes out: `Forecast`s:

`Inflation is expected to reach 9 percent by 2027.`      en.is_expected
`The World Bank forecasts that growth will slow.`        en.forecasts_that
`Exports will reach $5 billion by 2030.`                 en.will
`Inflation could climb above 11 percent by December.`    en.could
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.quotes.extractor import speech
from baqylau.facts.en.speakers.backward import backward
from baqylau.facts.en.speakers.mentions import speaks
from baqylau.facts.en.speakers.resolver import SPEAKERS
from baqylau.facts.en.words.marks import trimmed
from baqylau.facts.en.words.phrases import behind
from baqylau.facts.en.words.text import Text, text_of
from baqylau.facts.grammar.forecasts import ForecastCollector
from baqylau.facts.grammar.speakers.resolver import speaker_of
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Forecast
from baqylau.model.span import Span
from baqylau.model.words import Sentence

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_HORIZON = re.compile(
    rf"\b(?:[Bb]y|[Ii]n|until|before|from|during|through)\s(?:the\s)?(?:(?:end|middle|beginning)\sof\s)?"
    rf"(?:(?:{_MONTH})\s)?(?:20\d\d|{_MONTH}|(?:this|next)\s(?:year|month|week|decade))\b"
    r"|\b(?:[Bb]y|until|[Ii]n|before|through)\s(?:the\s)?(?:(?:early|late)\s|mid-?)?"
    r"(?:spring|summer|autumn|fall|winter|20\d\d)\b"
    r"|\b[Bb]y\s(?:the\s)?(?:end\sof\s(?:the|this|next)\s(?:year|month|week|decade)|year-end)\b"
    rf"|\b[Bb]y\s(?:{_MONTH})\s\d\d?\b"
    rf"|\b[Nn]ext\s(?:year|month|week|decade|season)\b|\b[Tt]his\s(?:year|month|week|summer|winter|fall|autumn|spring)\b"
    r"|\bon\s(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\btomorrow\b"
)


@dataclass(frozen=True, slots=True)
class _Horizon:
    start: int
    end: int


def extract(analysis: Analysis) -> Iterable[Forecast]:
    text = text_of(analysis)
    dates = [
        _Horizon(*m.span()) for m in _HORIZON.finditer(analysis.text) if _is_ahead(analysis, m)
    ]
    found = ForecastCollector(analysis, dates)
    for sentence in analysis.sentences:
        for rule in (_that, _expected, _will):
            rule(text, sentence, found)
    return found.found


def _is_ahead(a: Analysis, found: re.Match[str]) -> bool:
    """`in 2030`; not `since the crisis in 2015`, not `in the 2017 election`."""
    year = _YEAR.search(found[0])
    if year is None:
        return True
    printed = a.source.published
    past = printed is not None and int(year[0]) < printed.year
    return not past and re.search(r"the\s20\d\d$", found[0]) is None


_YEAR = re.compile(r"20\d\d")


def _clause(text: Text, s: Sentence, i: int) -> tuple[int, int]:
    """The tokens of the clause around the index: between commas with a new subject, or the
    sentence's ends.
    """
    first, last = s.first, s.last
    said = _said_at(text, i)
    if said:
        return text.index(said.start), text.index(said.end)
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


def _said_at(text: Text, i: int) -> Span | None:
    """The words of an indirect quote that hold the token."""
    offset = text.start(i)
    for piece in speech(text.analysis).speech:
        for content in piece.content:
            if piece.form != "direct" and content.start <= offset < content.end:
                return content
    return None


def _speaker_at(text: Text, offset: int) -> str | None:
    """The name of whoever says the word at the offset, directly or not."""
    found = speech(text.analysis)
    for piece, speaker in zip(found.speech, found.speakers, strict=True):
        if any(c.start <= offset < c.end for c in piece.content):
            return speaker.name if speaker else None
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
        found.add([content], speaker or _speaker_at(text, content.start), rule, sure)


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
        if text.pos(start) == "VERB":
            continue
        general = named.mention.kind in ("people", "role", "pronoun") and start == i + 1
        if general and not _measures(text, start, s.last, found):
            continue  # parents expect teachers to be patient
        if text.low(start) in _NO_CLAUSE:
            continue
        speaker = speaker_of(text.analysis, named.mention, speech(text.analysis).history, SPEAKERS)
        _, last = _clause(text, s, start)
        _add(text, start, last, found, speaker.name, "en.forecasts_that", 0.75)


_NO_CLAUSE = frozenset(("to", "on", "of", "in", "at", "by", "for", ",", "."))


def _measures(text: Text, first: int, last: int, found: ForecastCollector) -> bool:
    """Whether the words hold a figure, a horizon or a verb of growth."""
    words = range(first, last)
    if any(
        text.word(k)[:1].isdigit() or text.low(k) in entries("forecasts", "will") for k in words
    ):
        return True
    return found.has_horizon([Span(text.start(first), text.end(last))])


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
            (weather and text.low(i + 1) in _OF_WEATHER)
            or (
                text.low(i + 1) == "at"
                and text.low(i) != "estimated"
                and any(text.word(k)[:1].isdigit() for k in range(i + 2, i + 6))
            )
        ):
            continue
        first, last = _clause(text, s, i - 2 if i - 2 > s.first else i)
        if text.low(i + 1) == "to" and (text.low(i + 2) == "have" or last <= i + 2):
            continue  # are estimated to have totaled: what has happened
        done = text.low(i + 2) == "be" and text.low(i + 3).endswith("ed")
        done = done and text.low(i + 3) not in entries("forecasts", "expected")
        if done and not _measures(text, first, last, found):
            continue  # apps are expected to be updated
        if _is_fragment(text, first, last) or _is_duty(text, first, i, last, found):
            continue
        _add(text, first, max(last, i + 2), found, None, "en.is_expected", 0.75)


def _is_fragment(text: Text, first: int, last: int) -> bool:
    """`is expected to power the phone` without its subject, `drivers are expected to` alone."""
    return text.pos(first) == "AUX" or text.low(last - 1) == "to"


def _is_duty(text: Text, first: int, i: int, last: int, found: ForecastCollector) -> bool:
    """`Traders are expected to keep the street clean`: what somebody must do, nothing foreseen."""
    people = text.low(i - 1) == "are" and speaks(text, i - 2)
    return people and not _measures(text, first, last, found)


_OF_WEATHER = ("in", "on", "across", "over", "at", "tomorrow", "for")


def _will(text: Text, s: Sentence, found: ForecastCollector) -> None:
    """`Exports will reach $5 billion by 2030.`: a verb of growth, a figure, a horizon."""
    if text.word(s.last - 1) == "?":
        return
    for i in range(s.first + 1, s.last - 2):
        verb = behind(text, i, "forecasts", "modal")
        if verb == i or not _grows(text, i, verb):
            continue
        first, last = _clause(text, s, i)
        last, speaker = _foreseer(text, last)
        first = _behind_source(text, first, i)
        content = Span(text.start(first), text.end(last))
        figure = any(
            text.word(k)[:1].isdigit() or text.low(k) in entries("forecasts", "parts")
            for k in range(i, last)
        )
        counted = figure or text.low(verb) in entries("forecasts", "times")
        weather = any(text.low(k) in entries("forecasts", "weather") for k in range(first, i))
        if (counted or weather) and found.has_horizon([content]):
            sure = text.low(i) == "will"
            _add(text, first, last, found, speaker, "en.will" if sure else "en.could", 0.65)


def _grows(text: Text, modal: int, verb: int) -> bool:
    """A verb of growth; behind `is likely to` also what somebody else decides."""
    low = text.low(verb)
    likely = verb > modal + 1 and low in entries("forecasts", "likely")
    return likely or low in entries("forecasts", "will")


def _foreseer(text: Text, last: int) -> tuple[int, str | None]:
    """`…, the bank forecast.`: the end of what is foreseen, and who foresees it."""
    verb = last - 2 if text.word(last - 1) == "." else last - 1
    if text.low(verb) not in entries("forecasts", "foresee"):
        return last, None
    comma = next((k for k in range(verb - 1, verb - 9, -1) if text.word(k) == ","), None)
    named = backward(text, verb, comma + 1) if comma else None
    if comma is None or named is None:
        return last, None
    history = speech(text.analysis).history
    return comma, speaker_of(text.analysis, named.mention, history, SPEAKERS).name


def _behind_source(text: Text, first: int, stop: int) -> int:
    """Behind `According to the ministry’s forecast,`."""
    if text.low(first) != "according" and (text.low(first), text.low(first + 1)) != ("as", "per"):
        return first
    return next((k + 1 for k in range(first, stop) if text.word(k) == ","), first)
