"""Amounts of a Russian text: money, percent, counts, measures, durations and ratios.

Comes in: an `Analysis`. Goes out: `Amount`s. `facts.amounts.numbers` reads the numbers. This module
decides what a number measures, and whether it measures anything: numbers in names, dates, times,
phones, articles of law and scores do not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.figures import is_phone, is_score
from baqylau.facts.grammar.numbers import Number, numbers
from baqylau.facts.grammar.quantity import Direction, MeasuredAmount, Modality, Modifiers, fact
from baqylau.facts.ru.amounts.counted import (
    counted,
    elliptic,
    elliptic_money,
    named_before,
)
from baqylau.facts.ru.amounts.modifiers import bound_of, direction_of, modality_of
from baqylau.facts.ru.amounts.objects import measured_thing
from baqylau.facts.ru.amounts.shares import out_of, parts, shares, times
from baqylau.facts.ru.dates.extractor import dates
from baqylau.facts.ru.forecasts.extractor import forecasts
from baqylau.facts.ru.words.quantities import known_units, number_words
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.fact import Amount
from baqylau.model.span import Span, SpanIndex


def extract(analysis: Analysis) -> Iterable[Amount]:
    found = list(_measured(analysis))
    found += shares(analysis, (*dates(analysis), *found))
    foreseen = SpanIndex(c for f in forecasts(analysis) for c in f.content)
    before: Amount | None = None
    for made in sorted(found, key=lambda m: m.start):
        before = _fact(analysis, made, foreseen, before)
        yield before


def _measured(a: Analysis) -> Iterator[MeasuredAmount]:
    dated = SpanIndex(dates(a))
    last: MeasuredAmount | None = None
    money: MeasuredAmount | None = None
    for number in numbers(a.text, number_words()):
        if _is_no_amount(a, number, dated):
            continue
        made = (
            times(a, number)
            or parts(a, number)
            or out_of(a, number)
            or _with_unit(a, number)
            or _age(a, number)
            or counted(a, number)
        )
        made = (
            made
            or named_before(a, number)
            or elliptic_money(a, number, money)
            or elliptic(a, number, last)
            or _degrees(a, number)
        )
        in_date = made and any(
            dated.touching(made.start, made.end)
        )  # `за пять месяцев 2024 года` is that date
        if (
            made
            and not in_date
            and not (last and made.start < last.end)
            and not (number.suffix and made.unit.quantity != "money")
        ):
            last = made if made.unit.quantity in ("count", "measure", "ratio") else last
            money = made if made.unit.quantity == "money" else money
            yield made


def _is_no_amount(a: Analysis, number: Number, dated: SpanIndex[DateMention]) -> bool:
    text = a.text
    if any(
        f.rule not in ("last_period", "next_period")
        for f in dated.touching(number.start, number.end)
    ):
        return True
    if number.digits and (
        _glued(text, number)
        or is_score(text, number)
        or is_phone(text, number)
        or _CLOCK.match(text, number.start)
    ):
        return True
    if _OF_DAY.match(text, number.end) or _in_title(a, number):
        return True
    mention = a.mention_at(number.start)
    if mention and mention.type != "place":
        return True
    before = a.tokens_in(max(0, number.start - 24), number.start)
    if before and before[-1].text == "№":
        return True
    named = len(before) > 0 and before[-1].lemma in wordlist("amounts")["names"]["before"]
    if not named or not number.digits or known_units().after(text, number.end):
        return False
    return (
        before[-1].lemma not in wordlist("amounts")["names"]["houses"] or counted(a, number) is None
    )  # "в больнице 300 коек"


_CLOCK = re.compile(
    r"(?<![\d.,])(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.,])"
    r"(?!\s?(?:%|п\.|млн|млрд|тыс|кг|км|м\b|т\b|га|долл|тенге|руб))"
)
"""`вылетел в 12.40 (13.40 мск)`: the press writes fractions with a comma, and a time of day with a
dot.
"""
_OF_DAY = re.compile(
    r"\s(?:час(?:а|ов|у|ам)?\s(?:ночи|утра|дня|вечера)|(?:ночи|утра|вечера))(?!\w)", re.IGNORECASE
)


def _in_title(a: Analysis, number: Number) -> bool:
    """«Двенадцать стульев», «7 дней»: a short name in marks that begins with the number."""
    unit = known_units().after(a.text, number.end)
    if (
        not number.start
        or a.text[number.start - 1] not in '«“„"'
        or (unit and unit[0].quantity in ("money", "percent"))
    ):
        return False
    inside = a.tokens_in(number.end, number.end + _LONGEST_TITLE)
    close = next((i for i, t in enumerate(inside) if t.text in '»”"'), None)
    return close is not None and not any(
        t.pos in ("VERB", "AUX") or t.text in ",.!?" for t in inside[:close]
    )


_LONGEST_TITLE = 40  # characters of a title behind its number


def _glued(text: str, number: Number) -> bool:
    """Digits that are part of a word or of a larger figure: ТУ-154, 24-го, 12/3, 3.5.1, 09:30."""
    before, after = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    if (
        _LAW.search(text[max(0, number.start - 4) : number.start])
        or before.isalpha()
        or (before and before in "-–/:" and text[number.start - 2 : number.start - 1].isalnum())
        or before == "№"
    ):
        return True
    if after == "-" and not re.match(r"-летн|-процентн|-кратн", text[number.end : number.end + 12]):
        return (
            text[number.end + 1 : number.end + 2].isalpha()
            or text[number.end + 1 : number.end + 2].isdigit()
        )
    return (after != "" and after in ":/" and text[number.end + 1 : number.end + 2].isdigit()) or (
        after.isalpha() and known_units().after(text, number.end) is None
    )


_LAW = re.compile(r"(?<!\w)(?:п|пп|ч|ст|гл|стр|д|кв|рис)\.$")  # п.3 ч.1 ст.3


def _with_unit(a: Analysis, number: Number) -> MeasuredAmount | None:
    sign = known_units().sign_before(a.text, number.start)
    if sign:
        return MeasuredAmount(sign[1], number.end, number, sign[0], "ru.money_sign", 0.95)
    unit = known_units().after(a.text, number.end)
    if unit:
        known = unit[0]
        rule = {"money": "ru.money", "percent": "ru.percent", "duration": "ru.duration"}.get(
            known.quantity, "ru.measure"
        )
        start, signed = _signed(a.text, number, known)
        return MeasuredAmount(
            start,
            unit[1],
            signed,
            known,
            rule,
            0.95 if known.quantity in ("money", "percent") else 0.88,
        )
    named = known_units().named_before(a.text, number.start)
    return (
        MeasuredAmount(number.start, number.end, number, named[0], "ru.unit_before", 0.85)
        if named
        else None
    )


_SIGN = re.compile(r"(?<!\w)(?:[-–−+]|минус\s|плюс\s)$", re.IGNORECASE)


def _signed(text: str, number: Number, unit: Unit) -> tuple[int, Number]:
    """The offset where the amount begins, with its sign, and the number. Degrees below zero are
    negative; a fall by 0.6 % has a positive value and the direction `down`.
    """
    if unit.quantity not in ("percent", "measure"):
        return number.start, number
    sign = _SIGN.search(text[max(0, number.start - 7) : number.start])
    start = number.start - len(sign[0]) if sign else number.start
    below = bool(sign and sign[0].lower()[0] in "-–−м")
    if unit.name != "градус" or not below or number.value is None:
        return start, number
    return start, replace(
        number, value=-number.value, high=-number.high if number.high is not None else None
    )


_BELOW = re.compile(r"(?<!\w)(?:минус|плюс)\s$", re.IGNORECASE)


def _degrees(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`ожидается минус 27`, `у нас плюс девять`: a number of degrees with its sign in words and no
    noun behind it to count.
    """
    if not _BELOW.search(a.text[max(0, number.start - 7) : number.start]):
        return None
    unit = Unit("measure", "градус")
    start, signed = _signed(a.text, number, unit)
    return MeasuredAmount(start, number.end, signed, unit, "ru.bare_degrees", 0.7)


_AGE = re.compile(r"[- ]летн\w+")


def _age(a: Analysis, number: Number) -> MeasuredAmount | None:
    found = _AGE.match(a.text, number.end)
    return (
        MeasuredAmount(number.start, found.end(), number, Unit("duration", "год"), "ru.age", 0.7)
        if found
        else None
    )


def _fact(
    a: Analysis, made: MeasuredAmount, foreseen: SpanIndex[Span], before: Amount | None
) -> Amount:
    direction = direction_of(a, made.start, made.end, made.unit.quantity) or _continued_direction(
        a, made, before
    )
    modifiers = Modifiers(
        bound_of(a, made.start, direction is not None), direction, _modality(a, made, foreseen)
    )
    return fact(a, made, modifiers, measured_thing(a, made), wordlist("amounts")["rates"]["stems"])


def _continued_direction(
    a: Analysis, made: MeasuredAmount, before: Amount | None
) -> Direction | None:
    """`выросли на 0,2%, а с начала года – на 7,9%`: an amount without a verb of its own has the
    direction of the amount before it in the same sentence.
    """
    if (
        before is None
        or before.direction is None
        or made.unit.quantity != before.quantity
        or before.sentence != a.sentence_span(made.start)
    ):
        return None
    own = any(t.pos == "VERB" for t in a.tokens_in(before.end, made.start))
    return (
        None
        if own or not a.text[max(0, made.start - 3) : made.start].endswith("на ")
        else before.direction
    )


_AGAINST = re.compile(r"(?:против|с|под|чем)\s$", re.IGNORECASE)


def _modality(a: Analysis, made: MeasuredAmount, foreseen: SpanIndex[Span]) -> Modality:
    """An amount inside a forecast is a forecast. A figure given for comparison (`против 70,2 млн`)
    and the terms of a loan are actual.
    """
    if _AGAINST.search(a.text[max(0, made.start - 7) : made.start]):
        return "actual"
    return (
        "forecast" if any(foreseen.touching(made.start, made.end)) else modality_of(a, made.start)
    )
