"""Dates of a Russian text: the shared readings (`facts.grammar.dates`) with the tables of lang/ru.

Comes in: an `Analysis`. Goes out: `Date`s with first and last day (inclusive).
"""

import re
from collections.abc import Iterable
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.dates.extractor import date_facts, date_mentions
from baqylau.facts.grammar.dates.grammar import DateGrammar, Groups, counted_by_table
from baqylau.facts.ru.words.tenses import tells_future
from baqylau.lang.ru.date_forms import tables
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Date
from baqylau.model.span import Span
from baqylau.model.words import Token


def extract(analysis: Analysis) -> Iterable[Date]:
    return date_facts(analysis, _grammar(), dates(analysis))


@memoized
def dates(analysis: Analysis) -> tuple[DateMention, ...]:
    """All date expressions in reading order; amounts and forecasts read them too."""
    return date_mentions(analysis, _grammar())


@cache
def _grammar() -> DateGrammar:
    leads = wordlist("dates")["span"]["leads"]
    return DateGrammar(
        code="ru",
        tables=tables(),
        number=counted_by_table(tables()),
        looks=_looks,
        no_date=_is_no_date,
        leads=tuple(re.compile(x, re.IGNORECASE) for x in leads),
        sure=0.9,
    )


def _is_no_date(groups: Groups) -> bool:
    """A month with a capital letter and without a year is a woman's name (Мая, Марта)."""
    if groups.form.read != "month":
        return False
    return not groups.names_year() and groups["month"][0].isupper()


_NEAR = 90  # characters to either side in which a verb tells whether a date lies ahead


def _looks(a: Analysis, span: Span) -> tuple[bool, bool]:
    """Whether the words around look ahead or back; behind `к` and `до` a date lies ahead, and so
    does a day on which something is scheduled (`назначено на 15 января`).
    """
    tense, sentence = wordlist("dates")["tense"], a.sentence_at(span.start)
    words = a.tokens_in(
        max(sentence.start, span.start - _NEAR), min(sentence.end, span.end + _NEAR)
    )
    lead = a.text[max(0, span.start - 3) : span.start + 3].lower().split()[:1]
    if any(x in tense["lead_ahead"] for x in lead):
        return True, False
    if any(x in tense["lead_scheduled"] for x in lead) and any(
        t.lemma in tense["scheduled"] for t in words
    ):
        return True, False
    return _time_direction(words, span)


def _time_direction(words: tuple[Token, ...], span: Span) -> tuple[bool, bool]:
    """Whether the words around look ahead or back, by the nearest word with a tense, first in the
    date's own clause. Verbs of saying do not count.
    """
    tense = wordlist("dates")["tense"]
    best: tuple[int, bool] | None = None
    for token in words:
        ahead = tells_future(token) or token.lemma in tense["ahead"]
        if not (
            ahead
            or (
                token.feats.get("Tense") == "Past"
                and token.lemma not in tense["speech_verbs"]
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
