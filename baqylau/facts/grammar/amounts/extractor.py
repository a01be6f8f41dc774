"""Amounts of a text: money, percent, counts, measures, durations and ratios.

Comes in: an `Analysis` and the `AmountGrammar` of its language. Goes out: `Amount`s in reading
order. `grammar.numbers` reads the numbers; the readings of the language decide what a number
measures, and `figures` whether it measures anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts.figures import is_no_amount
from baqylau.facts.grammar.amounts.grammar import AmountGrammar, Before
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.neighbours import joined
from baqylau.facts.grammar.numbers import Number, numbers
from baqylau.facts.grammar.quantity import MeasuredAmount, fact
from baqylau.model.fact import Amount
from baqylau.model.span import SpanIndex


def amounts(a: Analysis, g: AmountGrammar) -> Iterable[Amount]:
    found = list(_with_coins(a, _measured(a, g)))
    found += g.shares(a, (*g.dates(a), *found))
    rates = g.tables["rates"]["stems"]
    facts = [
        fact(a, made, g.modifiers(a, made), g.of(a, made), rates)
        for made in sorted(found, key=lambda m: m.start)
    ]
    return g.shared_direction(a, facts)


def _measured(a: Analysis, g: AmountGrammar) -> Iterator[MeasuredAmount]:
    dated = SpanIndex(g.dates(a))
    before = Before()
    for number in joined(numbers(a.text, g.numerals()), partial(g.joined, a.text)):
        if _in_date(number, dated, g) or is_no_amount(a, g, number):
            continue
        made = next((m for read in g.readings if (m := read(a, number, before))), None)
        if made is None or not _loose(made, dated, g):
            continue  # "за пять месяцев 2024 года" is that date
        overlaps = before.any is not None and made.start < before.any.end
        bare_letter = number.suffix and made.unit.quantity != "money"  # "4K" is a name
        if not overlaps and not bare_letter:
            before.add(made)
            yield made


def _with_coins(a: Analysis, found: Iterable[MeasuredAmount]) -> Iterator[MeasuredAmount]:
    """`596 тенге 10 тиын`: the coins right behind an amount of their currency belong to it."""
    whole: MeasuredAmount | None = None
    for made in found:
        if whole and _are_coins(a, whole, made):
            value = (whole.number.value or 0) + (made.number.value or 0) * made.unit.part
            number = replace(whole.number, value=value, end=made.number.end)
            whole = replace(whole, number=number, end=made.end)
            continue
        if whole:
            yield whole
        whole = made
    if whole:
        yield whole


def _are_coins(a: Analysis, whole: MeasuredAmount, coins: MeasuredAmount) -> bool:
    money = whole.unit.currency is not None and whole.unit.currency == coins.unit.currency
    ranged = whole.number.high is not None or coins.number.high is not None
    beside = a.text[whole.end : coins.start] in (" ", "\u00a0")
    return money and beside and not ranged and coins.unit.part < whole.unit.part == 1


def _in_date(number: Number, dated: SpanIndex[DateMention], g: AmountGrammar) -> bool:
    return any(f.rule not in g.loose_dates for f in dated.touching(number.start, number.end))


def _loose(made: MeasuredAmount, dated: SpanIndex[DateMention], g: AmountGrammar) -> bool:
    return all(f.rule in g.loose_dates for f in dated.touching(made.start, made.end))


def each_alone(_a: Analysis, found: Sequence[Amount]) -> Sequence[Amount]:
    """Amounts none of which takes anything from its neighbour."""
    return found


def never_joined(_text: str, _low: Number, _high: Number) -> None:
    return None
