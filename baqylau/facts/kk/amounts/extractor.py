"""Amounts of a Kazakh text: money, percent, counts, measures, durations and ratios.

Comes in: an `Analysis`. Goes out: `Amount`s. `facts.amounts.numbers` reads the numbers with the
Kazakh table. This module decides what a number measures, and whether it measures anything. A span
keeps the case ending of its last word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.figures import is_phone, is_score
from baqylau.facts.grammar.neighbours import joined
from baqylau.facts.grammar.numbers import Number, numbers
from baqylau.facts.grammar.quantity import MeasuredAmount, Modifiers, fact
from baqylau.facts.kk.amounts.counted import SUFFIX, counted, elliptic, is_verb, of_them
from baqylau.facts.kk.amounts.modifiers import (
    bound_of,
    case_of,
    direction_of,
    modality_of,
)
from baqylau.facts.kk.amounts.shares import shares
from baqylau.facts.kk.dates.extractor import dates
from baqylau.lang.kk.counting import known_units, number_words
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Amount
from baqylau.model.span import SpanIndex


def extract(analysis: Analysis) -> Iterable[Amount]:
    found = [*shares(analysis)]
    found += _measured(analysis, SpanIndex(found))
    following: Amount | None = None
    for made in sorted(found, key=lambda m: -m.start):
        following = _with_the_next(analysis, _fact(analysis, made), following)
        yield following


def _with_the_next(a: Analysis, one: Amount, following: Amount | None) -> Amount:
    """`сәуірде 0,8 пайызға, мамырда 0,6 пайызға өсті`: the verb stands behind the last amount and
    holds for the others too.
    """
    if (
        following is None
        or one.direction
        or one.sentence != following.sentence
        or not _moved(one)
        or not _moved(following)
    ):
        return one
    own = any(is_verb(t.text) for t in a.tokens_in(one.end, following.start))
    return one if own else replace(one, direction=following.direction)


def _moved(amount: Amount) -> bool:
    """`5 пайызға`, `үш есе`: an amount by which something grows or falls."""
    return amount.quantity == "ratio" or (
        amount.quantity == "percent" and case_of(amount.text.lower()) == "to"
    )


def _measured(a: Analysis, taken: SpanIndex[MeasuredAmount]) -> Iterator[MeasuredAmount]:
    dated = SpanIndex(dates(a))
    last: MeasuredAmount | None = None
    for number in joined(numbers(a.text, number_words()), partial(_from_to, a.text)):
        if any(taken.touching(number.start, number.end)) or _is_no_amount(a, number, dated):
            continue
        end = _own_end(a.text, number)
        own = a.text[number.start : end].lower()
        made = (
            _with_unit(a.text, number, end)
            or of_them(number, own, end, last)
            or counted(a, number, end)
            or elliptic(a, number, end, last)
        )
        if (
            made
            and not (last and made.start < last.end)
            and not (number.suffix and made.unit.quantity != "money")
        ):
            last = made
            yield made


def _own_end(text: str, number: Number) -> int:
    """The offset behind the case ending of a figure: `400-ден`, `2 млн-ға`."""
    suffix = SUFFIX.match(text, number.end)
    return suffix.end() if suffix else number.end


_UNTIL = re.compile(r"[^.,;\n]{0,24}?(?:[ғқ]а|[гк]е|н[ае])\s{1,2}дейін")


def _from_to(text: str, low: Number, high: Number) -> Number | None:
    """`300 тоннадан 750 тоннаға дейін` is one range; where the second number is not greater, these
    are two amounts.
    """
    if (
        low.value is None
        or high.value is None
        or low.high is not None
        or high.high is not None
        or high.start - low.end > _LONGEST_UNIT
    ):
        return None
    unit = known_units().after(text, _own_end(text, low))
    end = unit[1] if unit else _own_end(text, low)
    own = SUFFIX.match(text, end)
    end = own.end() if own else end
    if (
        case_of(text[low.start : end]) != "from"
        or text[end : high.start] != " "
        or not _UNTIL.match(text, high.end)
    ):
        return None
    value = (
        low.value * high.scale
        if unit is None and low.scale == 1 and low.value * high.scale < high.value
        else low.value
    )
    return (
        replace(high, start=low.start, value=value, high=high.value, digits=low.digits)
        if value < high.value
        else None
    )


_LONGEST_UNIT = 40  # characters of a unit between the ends of a range


def _is_no_amount(a: Analysis, number: Number, dated: SpanIndex[DateMention]) -> bool:
    text = a.text
    if number.digits and (_glued(text, number) or is_score(text, number) or is_phone(text, number)):
        return True
    if any(f.rule not in ("lately", "soon") for f in dated.touching(number.start, number.end)):
        return True
    if _in_title(text, number) or _named_behind().match(text, number.end):
        return True
    mention = a.mention_at(number.start)
    if mention and mention.type != "place":
        return True
    before = re.search(r"([\w№]+)\.?\s*$", text[max(0, number.start - 20) : number.start])
    named = before is not None and before[1].lower() in wordlist("amounts")["names"]["before"]
    return named and known_units().after(text, number.end) is None


@cache
def _named_behind() -> re.Pattern[str]:
    """Words that make the figure before them a name: `1406 байланыс орталығы`; with an ordinal they
    are one number (`екі мың жиырмасыншы`).
    """
    stems = "|".join(
        form for forms in wordlist("numerals")["cardinals"].values() for form in forms.split()
    )
    return re.compile(
        rf"\s(?:(?:{'|'.join(wordlist('amounts')['names']['behind'])})"
        f"|(?:{stems})[ыі]?(?:с[ыі])?нш[ыі])",
        re.IGNORECASE,
    )


_TITLE = re.compile(r"[^«»“”\"\n.!?]{1,40}[»”\"]")


def _in_title(text: str, number: Number) -> bool:
    """«Жүз жаңа есім», «7 күн»: a short name in marks that begins with the number."""
    found = (
        _TITLE.match(text, number.end)
        if text[number.start - 1 : number.start] in tuple('«“„"') and number.start
        else None
    )
    return found is not None and not is_verb(found[0][:-1])


def _glued(text: str, number: Number) -> bool:
    """Digits that are part of a word or of a larger figure: ТУ-154, 24-бап, 12/3, 5-ші; an ending
    of a number is none (12-сі).
    """
    before, after = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    if (
        before.isalpha()
        or before == "№"
        or (before and before in "-–/:" and text[number.start - 2 : number.start - 1].isalnum())
    ):
        return True
    if after == "-":
        return SUFFIX.match(text, number.end) is None
    return (after != "" and after in ":/" and text[number.end + 1 : number.end + 2].isdigit()) or (
        after.isalpha() and known_units().after(text, number.end) is None
    )


def _with_unit(text: str, number: Number, end: int) -> MeasuredAmount | None:
    sign = known_units().sign_before(text, number.start)
    if sign:
        return MeasuredAmount(sign[1], end, number, sign[0], "kk.money_sign", 0.95)
    unit = known_units().after(text, end)
    if not unit:
        return None
    known, stop = unit
    own = SUFFIX.match(text, stop)
    rule = {
        "money": "kk.money",
        "percent": "kk.percent",
        "duration": "kk.duration",
        "ratio": "kk.times",
    }.get(known.quantity, "kk.measure")
    below = (
        known.name == "градус"
        and number.value is not None
        and _BELOW.search(text, max(0, number.start - 3), number.start)
    )
    if below and number.high is None and number.value is not None:
        number = replace(number, start=number.start - 1, value=-number.value)
    return MeasuredAmount(
        number.start,
        own.end() if own else stop,
        number,
        known,
        rule,
        0.95 if known.quantity in ("money", "percent") else 0.85,
    )


_BELOW = re.compile(r"(?<![\w\d])[-–−]$")


def _fact(a: Analysis, made: MeasuredAmount) -> Amount:
    direction = direction_of(a, made.start, made.end, made.unit.quantity)
    bound = bound_of(
        a.text, made.start, (_own_end(a.text, made.number), made.end), direction is not None
    )
    if bound == "under" and made.number.high is not None:
        bound = "exact"  # "5-тен 7-ге дейін": the word closes the range
    modifiers = Modifiers(bound, direction, modality_of(a, made.start, made.end))
    return fact(a, made, modifiers, None, wordlist("amounts")["rates"]["stems"])
