"""Dates of a Kazakh text, resolved against the day it was printed.

Comes in: an `Analysis`. Goes out: `Date`s with first and last day (inclusive). Forms are tried in
the order of `lang/kk/date_forms.toml` and never overlap; a span keeps the case ending of its last
word, without `дейін` and `бастап`.
"""

import re
from collections.abc import Iterable
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention, PrintedDay, fact
from baqylau.facts.kk.dates.readings import CALENDAR
from baqylau.facts.kk.dates.relatives import RELATIVE
from baqylau.lang.kk.date_forms import forms
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Date
from baqylau.model.span import SpanIndex

_READINGS = CALENDAR | RELATIVE


def extract(analysis: Analysis) -> Iterable[Date]:
    return (
        fact(analysis, found, "kk", 0.6 if found.days is None or found.rule in _UNSURE else 0.85)
        for found in dates(analysis)
    )


_UNSURE = frozenset({"season", "weekday", "month_edge", "year_edge", "same_period", "lately"})


@memoized
def dates(analysis: Analysis) -> tuple[DateMention, ...]:
    """All date expressions in reading order, none overlapping another. Amounts do not use their
    characters.
    """
    taken: SpanIndex[DateMention] = SpanIndex()
    found: list[DateMention] = []
    for form in forms():
        for match in form.pattern.finditer(analysis.text):
            if any(taken.touching(*match.span())) or _inside_name(analysis, match):
                continue
            read = _READINGS[form.read](match, _day(analysis, match))
            if read:
                found.append(DateMention(match.start(), match.end(), *read, form.name))
                taken.add(found[-1])
    return tuple(sorted(found, key=lambda f: f.start))


def _inside_name(a: Analysis, match: re.Match[str]) -> bool:
    mention = a.mention_at(match.start())
    return mention is not None and mention.type == "organization" and match.end() <= mention.end


_REACH = 140  # characters behind a date to the verb of its clause, which stands last


def _day(a: Analysis, match: re.Match[str]) -> PrintedDay:
    """The day of printing, and whether the sentence speaks of the future or the past: by the first
    verb with a tense behind the date. Verbs of saying do not count.
    """
    published = a.source.published
    end = min(a.sentence_at(match.start()).end, match.end() + _REACH)
    first, ahead, past = _verbs()
    today, done = published.date() if published else None, False
    for word in re.findall(r"\w+", a.text[match.end() : end].lower()):
        if word == "болатын" and done:
            return PrintedDay(today, False, True)  # "өткен болатын"
        done = word.endswith(_PARTICIPLES)
        if word in wordlist("dates")["tense"]["speech_verbs"]:
            continue
        if ahead.fullmatch(word) and not first.fullmatch(word):
            return PrintedDay(today, True, False)
        if first.fullmatch(word) or past.fullmatch(word):
            return PrintedDay(today, False, True)
    return PrintedDay(today, False, False)


_PARTICIPLES = ("ған", "ген", "қан", "кен")


@cache
def _verbs() -> tuple[re.Pattern[str], ...]:
    """Patterns of verbs: past forms that look like the present, forms that look ahead,
    past forms.
    """
    lists = wordlist("dates")["tense"]
    first, ahead, past = (
        "|".join(rf"\w*{x}" for x in lists[name]) for name in ("past_first", "ahead", "past")
    )
    return tuple(
        re.compile(rf"(?<!\w)(?:{x})") for x in (first, "|".join((*lists["plans"], ahead)), past)
    )
