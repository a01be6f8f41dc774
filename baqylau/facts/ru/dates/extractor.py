"""Dates of a Russian text: the shared readings (`facts.grammar.dates`) with the tables of lang/ru.

Comes in: an `Analysis`. Goes out: `Date`s with first and last day (inclusive).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.dates.extractor import date_facts, date_mentions
from baqylau.facts.grammar.dates.grammar import DateGrammar, Groups, counted_by_table
from baqylau.facts.grammar.dates.tenses import nearest
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
    return (False, True) if _when_said(words, span) else nearest(words, span, _tense)


def _when_said(words: Sequence[Token], span: Span) -> bool:
    """`«Мы ответим», – заявил министр в пятницу`: behind a verb of saying in the past, with no mark
    between them, the date is that of the speech.
    """
    said = False
    for token in words:
        if token.start >= span.start:
            return said
        if token.pos == "PUNCT":
            said = False
        elif token.lemma in wordlist("dates")["tense"]["speech_verbs"]:
            said = token.feats.get("Tense") == "Past" and token.pos == "VERB"
    return False


def _tense(token: Token) -> bool | None:
    """Verbs of saying do not count: their tense is the speaker's."""
    tense = wordlist("dates")["tense"]
    if tells_future(token) or token.lemma in tense["ahead"]:
        return True
    if token.lemma in wordlist("forecasts")["may"] and token.feats.get("Tense") == "Pres":
        return True  # `в пятницу может атаковать`
    past = token.feats.get("Tense") == "Past" and token.pos in ("VERB", "AUX", "ADJ")
    return False if past and token.lemma not in tense["speech_verbs"] else None
