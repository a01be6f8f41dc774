"""A number with what it measures, and the `Amount` made of it; all languages use it. Comes in: a
`MeasuredAmount` and its `Modifiers`. Goes out: an `Amount`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.numbers import Number, in_thousands
from baqylau.lang.units import Unit
from baqylau.model.fact import Amount, Slot


@dataclass(frozen=True, slots=True)
class MeasuredAmount:
    """A number with its unit or counted noun. `end` is behind the unit; `confidence` is that of the
    rule.
    """

    start: int
    end: int
    number: Number
    unit: Unit
    rule: str
    confidence: float


Bound = Literal["exact", "over", "under", "about"]
Direction = Literal["up", "down", "level"]
Modality = Literal["actual", "planned", "forecast"]


@dataclass(frozen=True, slots=True)
class Modifiers:
    """What the words around a number say about it, in the words of the public contract."""

    bound: Bound
    direction: Direction | None
    modality: Modality


def fact(
    a: Analysis,
    made: MeasuredAmount,
    modifiers: Modifiers,
    of: Slot | None = None,
    rates: Iterable[str] = (),
) -> Amount:
    """The amount; `of` is the thing that is measured. Money in coins (cents) is converted to its
    currency. `rates` are stems of words that speak of an exchange rate, which is printed with three
    digits behind the mark (5,375 тенге).
    """
    part = made.unit.part if made.unit.currency else 1.0
    number = in_thousands(made.number) if _is_whole(a, made, rates) else made.number
    return Amount(
        start=made.start,
        end=made.end,
        text=a.text[made.start : made.end],
        sentence=a.sentence_span(made.start),
        confidence=made.confidence,
        rule=made.rule,
        quantity=made.unit.quantity,
        value=_in_whole(number.value, part),
        high=_in_whole(number.high, part),
        currency=made.unit.currency,
        unit=made.unit.name,
        bound=modifiers.bound,
        direction=modifiers.direction,
        modality=modifiers.modality,
        of=of,
    )


def _is_whole(a: Analysis, made: MeasuredAmount, rates: Iterable[str]) -> bool:
    """Whether a mark before three digits parts thousands: money has two digits behind its mark, and
    what is counted has none. A measure may have three: 1,250 кг.
    """
    if made.unit.quantity != "money":
        return made.unit.quantity == "count"
    sentence = a.sentence_span(made.start)
    written = a.text[sentence.start : sentence.end].lower()
    return made.unit.part == 1.0 and not any(stem in written for stem in rates)


def _in_whole(value: float | None, part: float) -> float | None:
    """In whole units of the currency, with the digits that a figure has: 4.1 trillion is
    4,100,000,000,000 and no binary fraction beside it.
    """
    return None if value is None else round(float(f"{value * part:.{_DIGITS}g}"), 6)


_DIGITS = 12  # significant
