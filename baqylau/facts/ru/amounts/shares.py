"""Ratios of a Russian text, how many times and what part: `в 2,5 раза`, `вдвое`, `на треть`, `две
трети опрошенных`, `9 из 10`.

Comes in: an `Analysis` and a `Number`, or the amounts and dates found so far. Goes out:
`MeasuredAmount`s of ratios.
"""

import re
from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.numbers import Number, numbers
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.ru.words.quantities import known_units, number_words
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.span import SpanIndex
from baqylau.model.words import Token

_OUT_OF = re.compile(r"\s{1,2}из\s{1,2}(?=\w)")
_SMALL_WHOLE = 100  # "9 из 10" is a share; "12 из 340 домов" are two counts
_TIMES = re.compile(r"(?:^|\s)(?:в|почти в|более чем в)\s{1,2}$", re.IGNORECASE)


def out_of(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`9 из 10`, `восемь из десяти`"""
    found = _OUT_OF.match(a.text, number.end)
    if found is None or number.value is None or number.high is not None:
        return None
    whole = next(
        iter(numbers(a.text, number_words(), found.end(), found.end() + _LONGEST_WORD)), None
    )
    if (
        whole is None
        or whole.start != found.end()
        or not whole.value
        or not number.value < whole.value <= _SMALL_WHOLE
    ):
        return None
    if not number.digits and whole.value not in (3, 4, 5, 10, 100):
        return None  # "из шести финалов два" counts finals
    share = Number(number.start, whole.end, round(number.value / whole.value, 6))
    return MeasuredAmount(number.start, whole.end, share, Unit("ratio", None), "ru.out_of", 0.7)


_LONGEST_WORD = 14


def times(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`в 2,5 раза`; without `в` it is a count of times."""
    unit = known_units().after(a.text, number.end)
    if unit is None or unit[0].quantity != "ratio":
        return None
    if _TIMES.search(a.text[max(0, number.start - 12) : number.start]):
        return MeasuredAmount(number.start, unit[1], number, unit[0], "ru.times", 0.92)
    return MeasuredAmount(
        number.start, unit[1], number, Unit("count", "раз"), "ru.times_count", 0.6
    )


def shares(a: Analysis, taken: Iterable[DateMention | MeasuredAmount]) -> Iterator[MeasuredAmount]:
    """`вдвое`, `треть потребности`, `на треть`, `полгода`, outside the characters of dates and
    other amounts.
    """
    names = wordlist("amounts")["names"]
    measured = SpanIndex(taken)
    for token in a.tokens:
        low = token.text.lower()
        half = known_units().halves.get(low) if low.startswith("пол") else None
        if (low not in names["multiples"] and low not in names["shares"] and not half) or any(
            measured.touching(token.start, token.end)
        ):
            continue
        if half:
            yield MeasuredAmount(
                token.start, token.end, Number(token.start, token.end, 0.5), half, "ru.half", 0.85
            )
        elif low in names["multiples"]:
            yield _share(token.start, token.end, names["multiples"][low], "ru.multiple", 0.85)
        else:
            yield from _share_of(a, token, names["shares"][low])


def _share(start: int, end: int, value: float, rule: str, confidence: float) -> MeasuredAmount:
    return MeasuredAmount(
        start, end, Number(start, end, value), Unit("ratio", None), rule, confidence
    )


def parts(a: Analysis, number: Number) -> MeasuredAmount | None:
    """`две трети`, `три четверти`, `одну пятую`: a number word of a part."""
    if number.digits or number.value is None or not number.value < _MOST_PARTS:
        return None
    words = a.tokens_in(number.end, number.end + _LONGEST_WORD)
    part = wordlist("amounts")["names"]["parts"].get(words[0].text.lower()) if words else None
    return (
        _share(number.start, words[0].end, round(number.value / part, 6), "ru.parts", 0.85)
        if part
        else None
    )


_MOST_PARTS = 10


def _share_of(a: Analysis, token: Token, value: float) -> Iterator[MeasuredAmount]:
    """A share with its noun in the genitive, or behind `на` or a verb of change; `половина дня` and
    a quarter of a year are no amounts.
    """
    after = a.tokens_in(token.end, token.end + 40)
    before = a.tokens_in(max(0, token.start - 12), token.start)
    if after and after[0].pos in ("NOUN", "ADJ") and after[0].feats.get("Case") == "Gen":
        noun = next((t for t in after[:3] if t.pos == "NOUN"), after[0])
        if noun.lemma not in wordlist("amounts")["names"]["times_of_day"]:
            yield _share(token.start, noun.end, value, "ru.share_of", 0.7)
    elif before and before[-1].text.lower() in ("на", "примерно", "около", "почти"):
        yield _share(token.start, token.end, value, "ru.share", 0.75)
    elif before and before[-1].pos in ("VERB", "ADJ"):
        yield _share(token.start, token.end, value, "ru.share_bare", 0.5)
