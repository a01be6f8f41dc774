"""Dates of a Russian text, resolved against the day it was printed.

Comes in: an `Analysis`. Goes out: `Date`s with first and last day (inclusive). Forms are tried in
the order of `lang/ru/date_forms.toml` and never overlap; a date that cannot be resolved ("в
ближайшие 3–5 лет") keeps its words and has no days.
"""

import re
from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention, PrintedDay, fact
from baqylau.facts.ru.dates.context import in_context
from baqylau.facts.ru.dates.readings import CALENDAR
from baqylau.facts.ru.dates.relatives import RELATIVE
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.date_forms import forms, near
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Date
from baqylau.model.span import Span, SpanIndex
from baqylau.model.words import Token

_READINGS = CALENDAR | RELATIVE
_LONGEST = 80  # characters before a date's own word: "с 1 января 2024 года по 31 декабря 2025 года"
_BEHIND = 48


def extract(analysis: Analysis) -> Iterable[Date]:
    return (fact(analysis, found, "ru", _confidence(found)) for found in dates(analysis))


_UNSURE = frozenset(
    {
        "season",
        "season_bare",
        "day",
        "year_bare",
        "decade_bare",
        "century",
        "on_days",
        "part_edge",
        "last_period",
        "year_in_brackets",
    }
)


def _confidence(found: DateMention) -> float:
    return 0.6 if found.days is None or found.rule in _UNSURE else 0.9


@memoized
def dates(analysis: Analysis) -> tuple[DateMention, ...]:
    """All date expressions in reading order, none overlapping another. Amounts do not use their
    characters.
    """
    zones = _zones(analysis)
    taken: SpanIndex[DateMention] = SpanIndex()
    found: list[DateMention] = []
    for form in forms():
        for zone in _joined([z for kind in form.near for z in zones.get(kind, ())]):
            for match in form.pattern.finditer(analysis.text, zone.start, zone.end):
                span = Span(*match.span()) if form.whole else _core(match)
                if any(taken.touching(span.start, span.end)) or _inside_name(analysis, span):
                    continue
                read = _READINGS[form.read](match, _day(analysis, span))
                if read:
                    found.append(DateMention(span.start, span.end, *read, form.name))
                    taken.add(found[-1])
    return tuple(in_context(analysis, sorted(found, key=lambda f: f.start)))


def _zones(a: Analysis) -> dict[str, list[Span]]:
    """The stretches of text in which a form of each kind can stand: around the words that every
    form of this kind contains.
    """
    found: dict[str, list[Span]] = {}
    for token in a.tokens:
        for kind in near(token.text):
            found.setdefault(kind, []).append(
                Span(max(0, token.start - _LONGEST), token.end + _BEHIND)
            )
    return found


def _joined(zones: list[Span]) -> Iterator[Span]:
    """Zones in reading order, with touching zones joined."""
    start = end = -1
    for zone in sorted(zones):
        if zone.start > end:
            if end > start:
                yield Span(start, end)
            start = zone.start
        end = max(end, zone.end)
    if end > start:
        yield Span(start, end)


_LEAD = re.compile(
    r"(?:в|во|к|ко|до|с|со|на|за|под|и|по|против|итогам|итоги|сравнению"
    r" с|ранее|раньше|позднее|позже|течение|после|по итогам)\s+(?=\D)",
    re.IGNORECASE,
)


def _core(match: re.Match[str]) -> Span:
    """The span of the match without the preposition that the form needs before it."""
    lead = _LEAD.match(match[0])
    lead = lead or (
        re.match(r"(?:в|к|до|с|на|за)\s+(?=(?:19|20)\d\d)", match[0], re.IGNORECASE)
        if "last_year" not in match.re.groupindex
        else None
    )
    begin = match.start() + (lead.end() if lead else len(match[0]) - len(match[0].lstrip()))
    return Span(begin, match.start() + len(match[0].rstrip()))


def _inside_name(a: Analysis, span: Span) -> bool:
    mention = a.mention_at(span.start)
    return mention is not None and mention.type == "organization" and span.end <= mention.end


_NEAR = 90  # characters to either side in which a verb tells whether a date lies ahead


def _day(a: Analysis, span: Span) -> PrintedDay:
    published = a.source.published
    sentence = a.sentence_at(span.start)
    words = a.tokens_in(
        max(sentence.start, span.start - _NEAR), min(sentence.end, span.end + _NEAR)
    )
    ahead, past = _time_direction(words, span)
    lead = a.text[max(0, span.start - 3) : span.start + 3].lower().split()
    if any(x in ("к", "ко", "до") for x in lead[:1]):
        ahead, past = True, False
    if lead[:1] == ["на"] and any(
        t.lemma in wordlist("dates")["tense"]["scheduled"] for t in words
    ):
        ahead, past = True, False
    return PrintedDay(published.date() if published else None, ahead, past)


def _time_direction(words: tuple[Token, ...], span: Span) -> tuple[bool, bool]:
    """Whether the words around look ahead or back, by the nearest word with a tense, first in the
    date's own clause. Verbs of saying do not count.
    """
    speech_verbs, planned = (
        wordlist("dates")["tense"]["speech_verbs"],
        wordlist("dates")["tense"]["ahead"],
    )
    best: tuple[int, bool] | None = None
    for token in words:
        tense = token.feats.get("Tense")
        ahead = tells_future(token) or token.lemma in planned
        if not (
            ahead
            or (
                tense == "Past"
                and token.lemma not in speech_verbs
                and token.pos in ("VERB", "AUX", "ADJ")
            )
        ):
            continue
        between = [
            t for t in words if min(token.end, span.end) <= t.start < max(token.start, span.start)
        ]
        distance = len(between) + 6 * sum(t.text in (",", "–", "—", ":", ";") for t in between)
        if best is None or distance < best[0]:
            best = distance, ahead
    return (best is not None and best[1], best is not None and not best[1])
