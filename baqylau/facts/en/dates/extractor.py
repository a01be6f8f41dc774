"""Dates of an English text: the shared readings (`facts.grammar.dates`) with the tables of lang/en.

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
from baqylau.lang.en.date_forms import tables
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.fact import Date
from baqylau.model.span import Span
from baqylau.model.words import Token


def extract(analysis: Analysis) -> Iterable[Date]:
    return date_facts(analysis, _grammar(), dates(analysis))


@memoized
def dates(analysis: Analysis) -> tuple[DateMention, ...]:
    """All date expressions in reading order; amounts do not use their characters."""
    return date_mentions(analysis, _grammar())


@cache
def _grammar() -> DateGrammar:
    leads = wordlist("dates")["span"]["leads"]
    return DateGrammar(
        code="en",
        tables=tables(),
        number=counted_by_table(tables()),
        looks=_looks,
        no_date=_is_no_date,
        leads=tuple(re.compile(x, re.IGNORECASE) for x in leads),
        sure=0.85,
    )


_A_NAME = re.compile(r" [A-Z][a-z]+(?:’s|'s)? (?:said|says|told|added|noted)")


def _is_no_date(groups: Groups) -> bool:
    """A month before a surname is a first name (`from April Novak said`), and `Black Friday` is no
    day of this week.
    """
    text, match = groups.match.string, groups.match
    if groups.form.name == "month":
        return _A_NAME.match(text, match.end(), match.end() + 40) is not None
    if groups.form.name == "months_of_years" and " and " in match[0]:
        return not match[0].lower().lstrip().startswith("between")
    before = text[max(0, match.start() - 12) : match.start()].lower().split()[-1:]
    if groups.form.name == "last_period" and len(match[0].split()) == _COUNTED:
        return any(x in wordlist("dates")["lasts"]["before"] for x in before)  # it will last 3 days
    named = wordlist("dates")["weekdays_named"]["before"]
    return groups.form.read == "weekday" and any(x in named for x in before)


_COUNTED = 3  # words of `last three days`
_NEAR = 90  # characters to either side in which a verb tells whether a date lies ahead


def _looks(a: Analysis, span: Span) -> tuple[bool, bool]:
    sentence = a.sentence_at(span.start)
    before = a.text[max(0, span.start - 10) : span.start].lower().split()[-1:]
    if any(x in wordlist("dates")["tense"]["lead_ahead"] for x in before):
        return True, False
    words = a.tokens_in(
        max(sentence.start, span.start - _NEAR), min(sentence.end, span.end + _NEAR)
    )
    told = [t for i, t in enumerate(words) if not _is_participle(words, i)]
    return nearest(told, span, _tense)


_OBJECT = 4  # words from a wish to its participle: wants the old gates opened


def _is_participle(words: Sequence[Token], i: int) -> bool:
    """`will be held`, `wants the gates opened`: the form of the past says nothing of time."""
    tense = wordlist("dates")["tense"]
    if i and words[i - 1].text.lower() in tense["passive"]:
        return True
    wished = any(t.text.lower() in tense["wishes"] for t in words[max(0, i - _OBJECT) : i])
    return wished and words[i].text.lower().endswith(tuple(tense["past_endings"]))


def _tense(token: Token) -> bool | None:
    """Verbs of saying do not count: their tense is the speaker's."""
    tense, low = wordlist("dates")["tense"], token.text.lower()
    if low in tense["speech_verbs"]:
        return None
    if low in tense["ahead"]:
        return True
    return False if low in tense["past"] or low.endswith(tuple(tense["past_endings"])) else None
