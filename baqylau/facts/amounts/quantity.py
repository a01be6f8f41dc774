"""A number of a text with what it measures, and the amount that is made of it; shared by the
languages.
"""

from dataclasses import dataclass
from typing import Literal

from baqylau.facts.amounts.numbers import Number
from baqylau.facts.analysis import Analysis
from baqylau.lang.units import Unit
from baqylau.model.fact import Amount, Slot


@dataclass(frozen=True, slots=True)
class MeasuredAmount:
    """`end` lies behind the unit; `confidence` is the rule's."""

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
    """What the words around a number say of it, in the contract's words."""

    bound: Bound
    direction: Direction | None
    modality: Modality


def fact(a: Analysis, made: MeasuredAmount, modifiers: Modifiers, of: Slot | None = None) -> Amount:
    """The amount; `of` is what is measured. Money told in a coin is counted in its currency."""
    part = made.unit.part if made.unit.currency else 1.0
    return Amount(
        start=made.start,
        end=made.end,
        text=a.text[made.start : made.end],
        sentence=a.sentence_span(made.start),
        confidence=made.confidence,
        rule=made.rule,
        quantity=made.unit.quantity,
        value=_in_whole(made.number.value, part),
        high=_in_whole(made.number.high, part),
        currency=made.unit.currency,
        unit=made.unit.name,
        bound=modifiers.bound,
        direction=modifiers.direction,
        modality=modifiers.modality,
        of=of,
    )


def _in_whole(value: float | None, part: float) -> float | None:
    return None if value is None else round(value * part, 6)
