"""How much: money, percent, counts, measures, durations and ratios of a Russian text.

Comes in: an `Analysis`. Goes out: `Amount`s. Numbers are read by `facts.amounts.numbers`; here it is decided what a number
measures, and whether it measures anything: figures of names, dates, times, phones, articles of law and scores do not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from baqylau.facts.amounts.numbers import Number, numbers
from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.dates import Found, dates
from baqylau.facts.russian.leanings import bound_of, direction_of, modality_of
from baqylau.lang.numerals import Numerals, numerals
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Quantity, Unit, Units, units
from baqylau.model.fact import Amount
from baqylau.model.span import SpanIndex
from baqylau.model.words import Token


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with what it measures; `end` lies behind the unit."""

    start: int
    end: int
    number: Number
    unit: Unit
    rule: str
    confidence: float


@cache
def _numerals() -> Numerals:
    return numerals(wordlist("numerals"))


@cache
def _units() -> Units:
    return units(wordlist("units"), wordlist("currencies"))


def extract(analysis: Analysis) -> Iterable[Amount]:
    found = list(_measured(analysis))
    found += _shares(analysis, found)
    for amount in found:
        yield _fact(analysis, amount)


def _measured(a: Analysis) -> Iterator[Measured]:
    dated = SpanIndex(dates(a))
    counted: Measured | None = None
    money: Measured | None = None
    for number in numbers(a.text, _numerals()):
        if _is_no_amount(a, number, dated):
            continue
        made = _ratio(a, number) or _out_of(a, number) or _with_unit(a, number) or _age(a, number) or _counted(a, number)
        made = made or (_elliptic_money(a, number, money) if money else None) or (_elliptic(a, number, counted) if counted else None)
        in_date = made and any(dated.touching(made.start, made.end))  # `за пять месяцев 2024 года` is that date
        if made and not in_date and not (counted and made.start < counted.end):
            counted = made if made.unit.quantity in ("count", "measure", "ratio") else counted
            money = made if made.unit.quantity == "money" else money
            yield made


_OUT_OF = re.compile(r"\s+из\s+(\d+)(?!\d)")


def _out_of(a: Analysis, number: Number) -> Measured | None:
    """`9 из 10`"""
    found = _OUT_OF.match(a.text, number.end)
    if found is None or not number.digits or number.value is None or not number.value < int(found[1]) <= _SMALL_WHOLE:
        return None
    share = Number(number.start, found.end(), round(number.value / int(found[1]), 6))
    return Measured(number.start, found.end(), share, Unit("ratio", None), "ru.out_of", 0.7)


_SMALL_WHOLE = 100  # "9 из 10" is a share; "12 из 340 домов" are two counts


def _elliptic_money(a: Analysis, number: Number, money: Measured) -> Measured | None:
    """`составили 520 млн долларов, в августе ожидаем 600–700 млн`: a scaled figure with no noun, in the sentence of the money."""
    after = a.tokens_in(number.end, number.end + 3)
    if number.scale == 1 or a.sentence_at(money.start) != a.sentence_at(number.start) or (after and after[0].pos in ("NOUN", "ADJ")):
        return None
    return Measured(number.start, number.end, number, money.unit, "ru.elliptic_money", 0.7)


_PHONE = re.compile(r"\+?\d[\d()\s-]{5,}\d")
_SCORE = re.compile(r"\d+\s*:\s*\d+")
_ORDINAL = re.compile(r"-(?:й|го|му|м|я|е|ю|х|ой|ая|ое|ые|ми|ти)?(?![а-яё])|-(?:й|го|му|ом|ая|ой|ую|ые|ых)")


def _is_no_amount(a: Analysis, number: Number, dated: SpanIndex[Found]) -> bool:
    text = a.text
    around = text[max(0, number.start - 1) : number.end + 2]
    if any(f.rule not in ("last_period", "next_period") for f in dated.touching(number.start, number.end)):
        return True
    if number.digits and (_glued(text, number) or _SCORE.search(around) or _is_phone(text, number)):
        return True
    mention = a.mention_at(number.start)
    if mention and mention.type != "place":
        return True
    before = a.tokens_in(max(0, number.start - 24), number.start)
    if before and before[-1].text == "№":
        return True
    named = len(before) > 0 and before[-1].lemma in wordlist("amounts")["names"]["before"]
    return named and number.digits and _units().after(text, number.end) is None


def _glued(text: str, number: Number) -> bool:
    """Digits that are part of a word or of a larger figure: ТУ-154, 24-го, 12/3, 3.5.1, 09:30."""
    before, after = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    if before.isalpha() or (before in "-–/:" and text[number.start - 2 : number.start - 1].isalnum()) or before == "№":
        return True
    if after == "-" and not re.match(r"-летн|-процентн|-кратн", text[number.end : number.end + 12]):
        return text[number.end + 1 : number.end + 2].isalpha() or text[number.end + 1 : number.end + 2].isdigit()
    return (after in ":/" and text[number.end + 1 : number.end + 2].isdigit()) or (after.isalpha() and _units().after(text, number.end) is None)


def _is_phone(text: str, number: Number) -> bool:
    found = next((x for x in _PHONE.finditer(text, max(0, number.start - 20), number.end + 20) if x.start() <= number.start < x.end()), None)
    if not found:
        return False
    shape = found[0]
    return bool(re.search(r"\d-\d\d-\d\d|\+\d|\(\d{3,}\)", shape)) or (text[max(0, found.start() - 20) : found.start()].lower().count("тел") > 0)


def _ratio(a: Analysis, number: Number) -> Measured | None:
    """`в 2,5 раза`; without `в` it is a count of times."""
    unit = _units().after(a.text, number.end)
    if unit is None or unit[0].quantity != "ratio":
        return None
    if re.search(r"(?:^|\s)(?:в|почти в|более чем в)\s+$", a.text[max(0, number.start - 12) : number.start], re.IGNORECASE):
        return Measured(number.start, unit[1], number, unit[0], "ru.times", 0.92)
    return Measured(number.start, unit[1], number, Unit("count", "раз"), "ru.times_count", 0.6)


def _with_unit(a: Analysis, number: Number) -> Measured | None:
    sign = _units().sign_before(a.text, number.start)
    if sign:
        return Measured(sign[1], number.end, number, sign[0], "ru.money_sign", 0.95)
    unit = _units().after(a.text, number.end)
    if unit:
        known = unit[0]
        rule = {"money": "ru.money", "percent": "ru.percent", "duration": "ru.duration"}.get(known.quantity, "ru.measure")
        start = (
            number.start - 1
            if number.start and a.text[number.start - 1] in "-–−+" and known.quantity == "percent" and _signed(a.text, number)
            else number.start
        )
        return Measured(start, unit[1], number, known, rule, 0.95 if known.quantity in ("money", "percent") else 0.88)
    named = _units().named_before(a.text, number.start)
    return Measured(number.start, number.end, number, named[0], "ru.unit_before", 0.85) if named else None


def _signed(text: str, number: Number) -> bool:
    return number.start < 2 or not text[number.start - 2].isalnum()


_AGE = re.compile(r"-летн\w+")


def _age(a: Analysis, number: Number) -> Measured | None:
    found = _AGE.match(a.text, number.end)
    return Measured(number.start, found.end(), number, Unit("duration", "год"), "ru.age", 0.7) if found else None


_LONGEST_PHRASE = 4  # attributes between a number and the noun it counts: лабораторно подтверждённых случаев


def _counted(a: Analysis, number: Number) -> Measured | None:
    """The noun behind the number, over the attributes between; its genitive belongs to it where it says of what."""
    if number.value == 1 and not number.digits:
        return None  # "одно слово" counts nothing
    words = a.tokens_in(number.end, number.end + 90)
    for i, token in enumerate(words[: _LONGEST_PHRASE + 1]):
        if token.start - (words[i - 1].end if i else number.end) > 1 or "\n" in a.text[number.end : token.start]:
            break
        if token.pos in ("NOUN", "PROPN") and token.text[0].islower():
            end = token.end
            rare = number.value is not None and number.value < 4 and not number.digits
            return Measured(number.start, end, number, Unit("count", token.lemma), "ru.count", 0.6 if rare else 0.86)
        if token.pos not in ("ADJ", "VERB", "ADV", "DET") or (token.pos == "VERB" and token.feats.get("VerbForm") != "Part"):
            break
        if token.pos == "ADV" and i:
            break
    if number.collective:
        return Measured(number.start, number.end, number, Unit("count", "человек"), "ru.collective", 0.75)
    return None


_REST = re.compile(r"(?:из них|остальны[ех]|ещ[её]|до|с|около|более|свыше|порядка|почти|лишь|только|всего|ныне|стало|до порядка)\s+$", re.IGNORECASE)


def _elliptic(a: Analysis, number: Number, counted: Measured) -> Measured | None:
    """`Из них 57 признаны`, `планируют довести до 500`: a bare figure counts what was counted just before."""
    if not number.digits or number.value is None or number.start - counted.end > _REACH:
        return None
    scaled = number.scale > 1
    lead = _REST.search(a.text[max(0, number.start - 14) : number.start])
    after = a.tokens_in(number.end, number.end + 30)
    listed = _is_listed(a, number, counted)
    if not (lead or listed or scaled) or (after and after[0].text in ("%", "-", ":")):
        return None
    quantity: Quantity = "measure" if counted.unit.quantity == "measure" and not lead else "count"
    return Measured(number.start, number.end, number, replace(counted.unit, quantity=quantity), "ru.elliptic", 0.7)


_REACH = 200  # characters back to the noun a bare figure counts


def _is_listed(a: Analysis, number: Number, counted: Measured) -> bool:
    """`в Актогайском районе 30 и в Теренкольском 19`: a figure behind a place, in the sentence of the count."""
    before = a.mention_at(number.start - 2) or a.mention_at(number.start - 3)
    return before is not None and before.type == "place" and before.end < number.start and a.sentence_at(counted.start) == a.sentence_at(number.start)


def _shares(a: Analysis, found: list[Measured]) -> Iterator[Measured]:
    """`вдвое`, `треть потребности`, `на треть`"""
    names = wordlist("amounts")["names"]
    measured = SpanIndex(found)
    for token in a.tokens:
        low = token.text.lower()
        if measured.at(token.start):
            continue
        if low in names["multiples"]:
            yield _share(token, token.end, names["multiples"][low], "ru.multiple", 0.85)
        elif low in names["shares"]:
            yield from _share_of(a, token, names["shares"][low])


def _share(token: Token, end: int, value: float, rule: str, confidence: float) -> Measured:
    return Measured(token.start, end, Number(token.start, token.end, value), Unit("ratio", None), rule, confidence)


def _share_of(a: Analysis, token: Token, value: float) -> Iterator[Measured]:
    """With its genitive noun, or behind `на` or a verb of change; `половина дня` and `четверть` of a year are no amounts."""
    after = a.tokens_in(token.end, token.end + 40)
    before = a.tokens_in(max(0, token.start - 12), token.start)
    if after and after[0].pos in ("NOUN", "ADJ") and after[0].feats.get("Case") == "Gen":
        noun = next((t for t in after[:3] if t.pos == "NOUN"), after[0])
        yield _share(token, noun.end, value, "ru.share_of", 0.7)
    elif before and before[-1].text.lower() in ("на", "примерно", "около", "почти"):
        yield _share(token, token.end, value, "ru.share", 0.75)
    elif before and before[-1].pos in ("VERB", "ADJ"):
        yield _share(token, token.end, value, "ru.share_bare", 0.5)


def _fact(a: Analysis, made: Measured) -> Amount:
    number, unit = made.number, made.unit
    part = unit.part if unit.currency else 1.0
    bound = bound_of(a, made.start)
    direction = direction_of(a, made.start, made.end, made.unit.quantity)
    if bound == "under" and direction == "up" and a.text[max(0, made.start - 3) : made.start].strip().lower() == "до":
        bound = "exact"  # "вырос до 5 %" says where it stands
    return Amount(
        start=made.start,
        end=made.end,
        text=a.text[made.start : made.end],
        sentence=a.sentence_span(made.start),
        confidence=made.confidence,
        rule=made.rule,
        quantity=unit.quantity,
        value=None if number.value is None else round(number.value * part, 6),
        high=None if number.high is None else round(number.high * part, 6),
        currency=unit.currency,
        unit=unit.name,
        bound=bound,
        direction=direction,
        modality=modality_of(a, made.start),
    )
