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
        ending=_own_end,
        is_no_amount=_is_nothing_else,
        noun_counted=lambda a, number: _counted(a, number) is not None,
        is_verb=is_verb,
        modifiers=modifiers,
        of=measured_thing,
        shared_direction=_with_the_one_before,
    )


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(rf"-(?:{'|'.join(number_words().endings)})(?!\w)")


def _own_end(text: str, end: int) -> int:
    """The offset behind the ending of a figure: `5-ти`, `3-х`."""
    found = _endings().match(text, end)
    return found.end() if found else end


def _counted(a: Analysis, number: Number) -> MeasuredAmount | None:
    end = _own_end(a.text, number.end)
    return counted.counted(a, replace(number, end=end) if number.digits else number)


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
    lambda a, number, _: _counted(a, number),
    lambda a, number, _: counted.named_before(a, number),
    lambda a, number, before: counted.elliptic_money(a, number, before.money),
    lambda a, number, before: counted.elliptic(a, number, before.counted),
    lambda a, number, _: units.degrees(a, _grammar(), number),
)


def _with_the_one_before(a: Analysis, found: Sequence[Amount]) -> Sequence[Amount]:
    made = list(found)
    for i in range(1, len(made)):
        made[i] = _continued_direction(a, made[i - 1], _continued_thing(a, made[i - 1], made[i]))
    return made


def _continued_direction(a: Analysis, before: Amount, one: Amount) -> Amount:
    """`выросли на 0,2%, а с начала года – на 7,9%`, `сократилась на 2,5%, до 84,8 млн тонн`: an
    amount without a verb of its own has the direction of the amount before it in its sentence.
    """
    lists = wordlist("amounts")["direction"]["moved_before"]
    lead = next((x for x in lists if a.text.endswith(x, 0, one.start)), None)
    if lead is None or before.direction in (None, "level") or before.sentence != one.sentence:
        return one
    if one.quantity in ("duration", "count") or one.direction or one.start - before.end > _CLOSE:
        return one
    if any(t.pos == "VERB" for t in a.tokens_in(before.end, one.start)):
        return one
    level = lead.strip() in wordlist("amounts")["bound"]["level_behind_change"]
    return replace(one, direction=before.direction, bound="exact" if level else one.bound)


_CLOSE = 60  # characters between two amounts that one verb governs
_NO_UNIT = ("ru.elliptic_money", "ru.bare_money", "ru.elliptic")


def _continued_thing(a: Analysis, before: Amount, one: Amount) -> Amount:
    """`100 МРП (369 200 тенге)`, `сузится до 10 млрд. В Нацбанке ждут 12 млрд`: what the amount
    before measures.
    """
    bracket = a.text[before.end : one.start] == " ("
    follows = one.rule in _NO_UNIT and one.quantity == before.quantity
    if before.of is None or not (bracket or (follows and one.of is None)):
        return one
    return replace(one, of=before.of)
