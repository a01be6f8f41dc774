"""Amounts of an English text: the shared `grammar.amounts` with the tables of lang/en.

Comes in: an `Analysis`. Goes out: `Amount`s of money, percent, counts, measures, durations and
ratios.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.amounts.counted import counted, elliptic, vague
from baqylau.facts.en.amounts.modifiers import is_verb, modifiers
from baqylau.facts.en.amounts.objects import measured_thing
from baqylau.facts.en.amounts.shares import shares as shares_in_words
from baqylau.facts.en.dates.extractor import dates
from baqylau.facts.grammar.amounts import extractor, shares, units
from baqylau.facts.grammar.amounts.grammar import AmountGrammar, Reading
from baqylau.facts.grammar.numbers import Number
from baqylau.lang.en.counting import known_units, number_words
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.fact import Amount


def extract(analysis: Analysis) -> Iterable[Amount]:
    return extractor.amounts(analysis, _grammar())


@cache
def _grammar() -> AmountGrammar:
    return AmountGrammar(
        code="en",
        tables=wordlist("amounts"),
        numerals=number_words,
        units=known_units,
        dates=dates,
        loose_dates=frozenset({"last_period", "next_period"}),
        readings=_READINGS,
        shares=shares_in_words,
        joined=extractor.never_joined,
        ending=lambda _text, end: end,
        is_no_amount=_is_no_amount,
        noun_counted=lambda a, number: counted(a, number) is not None,
        is_verb=is_verb,
        modifiers=modifiers,
        of=measured_thing,
        shared_direction=_with_the_one_before,
    )


def _is_no_amount(a: Analysis, number: Number) -> bool:
    """`one of the reasons` counts nothing that is named; `a year and a half` is no half, `several
    thousand` no thousand.
    """
    if number.digits:
        return False
    lead = a.text[max(0, number.start - _LONGEST_LEAD) : number.start].lower()
    vague = lead.endswith(("several ", "a few ", "many ")) and (number.value or 0) >= _HUNDRED
    half = number.value == _HALF and lead.endswith("and a ")
    return vague or half or (number.value == 1 and a.text.startswith(" of ", number.end))


_HALF, _HUNDRED = 0.5, 100
_LONGEST_LEAD = 8  # characters of `several `


_READINGS: tuple[Reading, ...] = (
    lambda a, number, _: shares.times(a, _grammar(), number),
    lambda a, number, _: shares.parts(a, _grammar(), number),
    lambda a, number, _: shares.out_of(a, _grammar(), number),
    lambda a, number, _: units.with_unit(a, _grammar(), number),
    lambda a, number, _: counted(a, number),
    lambda a, number, before: elliptic(a, number, before),
    lambda a, number, _: vague(a, number),
    lambda a, number, _: units.degrees(a, _grammar(), number),
)


def _with_the_one_before(a: Analysis, found: Sequence[Amount]) -> Sequence[Amount]:
    """`36.5 billion tenge (US$75.3 million)`, `$45 million, of which 70%`: what the amount before
    measures; `fell by 2 percent to 40 million tons`: its direction.
    """
    made = list(found)
    for i in range(1, len(made)):
        before, one = made[i - 1], made[i]
        gap = a.text[before.end : one.start]
        if (
            gap in wordlist("amounts")["of"]["same"]
            and one.of is None
            and before.quantity != "count"
        ):
            made[i] = one = replace(one, of=before.of)
        if gap == " (" and one.quantity == before.quantity == "money":
            made[i] = replace(
                one, bound=before.bound, direction=before.direction, modality=before.modality
            )
    return made
