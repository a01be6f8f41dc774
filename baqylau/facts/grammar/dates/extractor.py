"""Dates of a text, resolved against the day it was printed.

Comes in: an `Analysis` and the `DateGrammar` of its language. Goes out: `Date`s with first and last
day (inclusive). Forms are tried in the order of `date_forms.toml` and never overlap; a date that
cannot be resolved ("в ближайшие 3–5 лет") keeps its words and has no days.
"""

import re
from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention, PrintedDay, fact
from baqylau.facts.grammar.dates.calendar import CALENDAR
from baqylau.facts.grammar.dates.context import in_context
from baqylau.facts.grammar.dates.grammar import DateGrammar, Groups
from baqylau.facts.grammar.dates.relatives import RELATIVE
from baqylau.lang.date_forms import DateForm
from baqylau.model.fact import Date
from baqylau.model.span import Span, SpanIndex

_READINGS = CALENDAR | RELATIVE
_LONGEST = 80  # characters before a date's own word: "с 1 января 2024 года по 31 декабря 2025 года"
_BEHIND = 48


def date_facts(a: Analysis, grammar: DateGrammar, found: Iterable[DateMention]) -> Iterator[Date]:
    """The date mentions as facts; forms that are often something else are less sure."""
    unsure = grammar.tables.dates["unsure"]["forms"]
    for one in found:
        doubtful = one.days is None or one.rule in unsure
        yield fact(a, one, grammar.code, 0.6 if doubtful else grammar.sure)


def date_mentions(a: Analysis, grammar: DateGrammar) -> tuple[DateMention, ...]:
    """All date expressions in reading order, none overlapping another. Amounts do not use their
    characters.
    """
    zones = _zones(a, grammar)
    taken: SpanIndex[DateMention] = SpanIndex()
    found: list[DateMention] = []
    for form in grammar.tables.forms:
        for zone in _zones_of(form, zones, a):
            for match in form.pattern.finditer(a.text, zone.start, zone.end):
                span = Span(*match.span()) if form.whole else _core(match, grammar)
                if any(taken.touching(span.start, span.end)) or _inside_name(a, span):
                    continue
                one = _mention(a, grammar, Groups(grammar, form, match), span)
                if one:
                    found.append(one)
                    taken.add(one)
    return in_context(a, grammar, sorted(found, key=lambda f: f.start))


def _mention(a: Analysis, grammar: DateGrammar, groups: Groups, span: Span) -> DateMention | None:
    if grammar.no_date(groups):
        return None
    published = a.source.published
    day = PrintedDay(published.date() if published else None, *grammar.looks(a, span))
    read = _READINGS[groups.form.read](groups, day)
    if read is None:
        return None
    return DateMention(span.start, span.end, *read, groups.form.name, groups.form.read)


def _zones(a: Analysis, grammar: DateGrammar) -> dict[str, list[Span]]:
    """The stretches of text in which a form of each kind can stand: around the words that every
    form of this kind contains.
    """
    found: dict[str, list[Span]] = {}
    for token in a.tokens:
        for kind in grammar.tables.near(token.text):
            found.setdefault(kind, []).append(
                Span(max(0, token.start - _LONGEST), token.end + _BEHIND)
            )
    return {kind: list(_joined(zones)) for kind, zones in found.items()}


def _zones_of(form: DateForm, zones: dict[str, list[Span]], a: Analysis) -> Iterable[Span]:
    if not form.near:
        return (Span(0, len(a.text)),)
    if len(form.near) == 1:
        return zones.get(next(iter(form.near)), ())
    return _joined([z for kind in form.near for z in zones.get(kind, ())])


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


def _core(match: re.Match[str], grammar: DateGrammar) -> Span:
    """The span of the match without the preposition that the form needs before it."""
    ranged = "last_year" in match.re.groupindex
    leads = grammar.leads[:1] if ranged else grammar.leads
    lead = next((found for x in leads if (found := x.match(match[0]))), None)
    begin = match.start() + (lead.end() if lead else len(match[0]) - len(match[0].lstrip()))
    return Span(begin, match.start() + len(match[0].rstrip()))


def _inside_name(a: Analysis, span: Span) -> bool:
    mention = a.mention_at(span.start)
    return mention is not None and mention.type == "organization" and span.end <= mention.end
