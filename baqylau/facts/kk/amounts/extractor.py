"""Amounts of a Kazakh text: the shared `grammar.amounts` with the tables of lang/kk.

Comes in: an `Analysis`. Goes out: `Amount`s of money, percent, counts, measures, durations and
ratios. A span keeps the case ending of its last word. Here stands only what Kazakh grammar alone
decides: ends of a range by their cases, counted nouns, the verb behind the last amount.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts import extractor, shares, units
from baqylau.facts.grammar.amounts.grammar import AmountGrammar, Before, Reading
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.kk.amounts.counted import counted, elliptic, is_base, is_numbered, of_them
from baqylau.facts.kk.amounts.modifiers import case_of, is_verb, modifiers
from baqylau.facts.kk.amounts.objects import inherits, is_number_of, measured_thing
from baqylau.facts.kk.amounts.shares import fraction, is_half_of_time
from baqylau.facts.kk.amounts.shares import shares as shares_in_words
from baqylau.facts.kk.dates.extractor import dates
from baqylau.lang.kk.counting import SUFFIX, known_units, number_words, own_end
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Amount


def extract(analysis: Analysis) -> Iterable[Amount]:
    return extractor.amounts(analysis, _grammar())


@cache
def _grammar() -> AmountGrammar:
    tables = wordlist("amounts")
    return AmountGrammar(
        code="kk",
        tables=tables | {"figures": tables["figures"] | {"inflected": SUFFIX.pattern}},
        numerals=number_words,
        units=known_units,
        dates=dates,
        loose_dates=frozenset({"lately", "soon"}),
        readings=_READINGS,
        shares=shares_in_words,
        joined=_from_to,
        ending=own_end,
        is_no_amount=_is_no_amount,
        noun_counted=lambda a, number: counted(a, number, own_end(a.text, number.end)) is not None,
        is_verb=is_verb,
        modifiers=modifiers,
        of=measured_thing,
        shared_direction=_direction_of_the_next,
    )


def _of_them(a: Analysis, number: Number, before: Before) -> MeasuredAmount | None:
    end = own_end(a.text, number.end)
    return of_them(number, a.text[number.start : end].lower(), end, before.any)


_READINGS: tuple[Reading, ...] = (
    lambda a, number, _: fraction(a, number),
    lambda a, number, _: shares.times(a, _grammar(), number),
    lambda a, number, _: units.with_unit(a, _grammar(), number),
    _of_them,
    lambda a, number, _: counted(a, number, own_end(a.text, number.end)),
    lambda a, number, before: elliptic(a, number, own_end(a.text, number.end), before.any),
    lambda a, number, _: units.degrees(a, _grammar(), number),
)


def _direction_of_the_next(a: Analysis, found: Sequence[Amount]) -> Sequence[Amount]:
    """`сәуірде 0,8 пайызға, мамырда 0,6 пайызға өсті`: the verb stands behind the last amount and
    holds for the others too.
    """
    made = list(found)
    for i in range(len(made) - 2, -1, -1):
        one, following = made[i], made[i + 1]
        if _counts_the_same(a, one, following):
            made[i] = one = replace(one, unit=following.unit, of=following.of)
        if one.direction or one.sentence != following.sentence:
            continue
        own = any(is_verb(t) for t in a.tokens_in(one.end, following.start))
        if not own and _moved(one) and _moved(following):
            made[i] = replace(one, direction=following.direction)
    for i in range(1, len(made)):
        before, one = made[i - 1], made[i]
        if _is_of_the_counted(before, one) or _is_compared(a, before, one):
            made[i] = replace(one, of=before.of)
        if before.of and before.sentence == one.sentence and _same_thing(a, before, one):
            made[i] = replace(one, of=before.of)
    return made


def _is_of_the_counted(before: Amount, one: Amount) -> bool:
    """`38 орталықтың 33-і`: some of what was counted."""
    some = (
        one.rule == "kk.of_them"
        and one.of is None
        and one.bound == "exact"
        and before.quantity == "count"
    )
    return some and one.sentence == before.sentence and one.unit == before.unit


def _is_compared(a: Analysis, before: Amount, one: Amount) -> bool:
    """`қоры 4 млн тонна, бұл былтырғыдан 12 пайызға көп`: the same thing by another measure."""
    _, joined, rest = a.text[before.end : one.start].lower().rpartition(", бұл ")
    same = one.sentence == before.sentence and one.of is None and one.direction is not None
    return (
        same
        and bool(joined)
        and not any(is_verb(t) for t in a.tokens_in(one.start - len(rest), one.start))
    )


def _counts_the_same(a: Analysis, one: Amount, following: Amount) -> bool:
    """`арна 3,1 миллион, радио 2,9 миллион көрермен жинады`: the noun stands behind the last."""
    plain = one.rule == "kk.bare_scale" and one.unit is None and one.of is None
    noun = following.rule in ("kk.count", "kk.bare_scale") and following.unit is not None
    between = a.text[one.end : following.start]
    listed = re.match(r"\s?(?:,|және|мен|пен|бен)\s", between) is not None
    verbs = any(is_verb(t) for t in a.tokens_in(one.end, following.start))
    return plain and noun and listed and not verbs and one.sentence == following.sentence


def _same_thing(a: Analysis, before: Amount, one: Amount) -> bool:
    """`Экспорт 4,5 пайызға төмендеп, 78 млрд доллардан асқан`: both measure what was named."""
    if one.quantity == "duration" or before.quantity == "count" or before.of is None:
        return False
    if one.quantity == "count":
        return is_number_of(a, before.of, before.end, one.start)
    return one.of is None and inherits(a, before.end, one.start)


def _moved(amount: Amount) -> bool:
    """`5 пайызға`, `үш есе`: an amount by which something grows or falls."""
    return amount.quantity == "ratio" or (
        amount.quantity == "percent" and case_of(amount.text.lower()) == "to"
    )


_UNTIL = re.compile(r"[^.,;\n]{0,24}?(?:[ғқ]а|[гк]е|н[ае])\s{1,2}дейін")


def _from_to(text: str, low: Number, high: Number) -> Number | None:
    """`300 тоннадан 750 тоннаға дейін` is one range; where the second number is not greater, these
    are two amounts.
    """
    if low.value is None or high.value is None or low.high is not None or high.high is not None:
        return None
    if high.start - low.end > _LONGEST_UNIT:
        return None
    unit = known_units().after(text, own_end(text, low.end))
    end = own_end(text, unit[1] if unit else own_end(text, low.end))
    if (
        case_of(text[low.start : end]) != "from"
        or text[end : high.start] != " "
        or not _UNTIL.match(text, high.end)
    ):
        return None
    scaled = unit is None and low.scale == 1 and low.value * high.scale < high.value
    value = low.value * high.scale if scaled else low.value
    if not value < high.value:
        return None
    return replace(high, start=low.start, value=value, high=high.value, digits=low.digits)


_LONGEST_UNIT = 40  # characters of a unit between the ends of a range


def _is_no_amount(a: Analysis, number: Number) -> bool:
    return (
        _ordinals().match(a.text, number.end) is not None
        or is_half_of_time(a, number)
        or is_base(a, number)
        or _is_clock(a, number)
        or is_numbered(a, number)
    )


def _is_clock(a: Analysis, number: Number) -> bool:
    """`сағат сегіз шамасында`: an hour of the day, in words."""
    before = a.tokens_in(max(0, number.start - _BEFORE), number.start)[-1:]
    spoken = not number.digits and number.value is not None and number.value <= _HOURS
    named = bool(before) and before[0].text.lower() in wordlist("amounts")["names"]["clock"]
    return spoken and named and known_units().after(a.text, number.end) is None


_BEFORE, _HOURS = 12, 24


@cache
def _ordinals() -> re.Pattern[str]:
    """With an ordinal behind it a number word is a part of one number: екі мың жиырмасыншы."""
    forms = wordlist("numerals")["cardinals"].values()
    stems = "|".join(form for row in forms for form in row.split())
    return re.compile(rf"\s(?:{stems})[ыі]?(?:с[ыі])?нш[ыі]", re.IGNORECASE)
