"""Amounts of a Russian text: the shared `grammar.amounts` with the tables of lang/ru.

Comes in: an `Analysis`. Goes out: `Amount`s of money, percent, counts, measures, durations and
ratios. Here stand only what Russian grammar alone decides: ages, counted nouns, continued verbs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts import extractor, shares, units
from baqylau.facts.grammar.amounts.grammar import AmountGrammar, Reading
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.ru.amounts import counted
from baqylau.facts.ru.amounts.modifiers import is_verb, modifiers
from baqylau.facts.ru.amounts.objects import measured_thing
from baqylau.facts.ru.amounts.shares import shares as shares_in_words
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.words.quantities import known_units, number_words
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.fact import Amount


def extract(analysis: Analysis) -> Iterable[Amount]:
    return extractor.amounts(analysis, _grammar())


@cache
def _grammar() -> AmountGrammar:
    return AmountGrammar(
        code="ru",
        tables=wordlist("amounts"),
        numerals=number_words,
        units=known_units,
        dates=dates,
        loose_dates=frozenset(),
        readings=_READINGS,
        shares=shares_in_words,
        joined=extractor.never_joined,
        ending=_no_ending,
        is_no_amount=_is_nothing_else,
        noun_counted=lambda a, number: counted.counted(a, number) is not None,
        is_verb=is_verb,
        modifiers=modifiers,
        of=measured_thing,
        shared_direction=_continued_directions,
    )


def _no_ending(_text: str, end: int) -> int:
    return end


def _is_nothing_else(_a: Analysis, _number: Number) -> bool:
    return False


_AGE = re.compile(r"[- ]летн\w+")


def _age(a: Analysis, number: Number) -> MeasuredAmount | None:
    found = _AGE.match(a.text, number.end)
    return (
        MeasuredAmount(number.start, found.end(), number, Unit("duration", "год"), "ru.age", 0.7)
        if found
        else None
    )


_READINGS: tuple[Reading, ...] = (
    lambda a, number, _: shares.times(a, _grammar(), number),
    lambda a, number, _: shares.parts(a, _grammar(), number),
    lambda a, number, _: shares.out_of(a, _grammar(), number),
    lambda a, number, _: units.with_unit(a, _grammar(), number),
    lambda a, number, _: _age(a, number),
    lambda a, number, _: counted.counted(a, number),
    lambda a, number, _: counted.named_before(a, number),
    lambda a, number, before: counted.elliptic_money(a, number, before.money),
    lambda a, number, before: counted.elliptic(a, number, before.counted),
    lambda a, number, _: units.degrees(a, _grammar(), number),
)


def _continued_directions(a: Analysis, found: Sequence[Amount]) -> Sequence[Amount]:
    """`выросли на 0,2%, а с начала года – на 7,9%`: an amount without a verb of its own has the
    direction of the amount before it in the same sentence.
    """
    made = list(found)
    for i in range(1, len(made)):
        before, one = made[i - 1], made[i]
        if one.direction or before.direction is None or one.quantity != before.quantity:
            continue
        own = any(t.pos == "VERB" for t in a.tokens_in(before.end, one.start))
        lead = a.text[max(0, one.start - 3) : one.start]
        if before.sentence == one.sentence and not own and lead.endswith(_BY):
            made[i] = replace(one, direction=before.direction)
    return made


_BY = tuple(x.lstrip() for x in wordlist("amounts")["bound"]["by_how_much"])
