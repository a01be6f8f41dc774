"""A number of a text with what it measures, before it becomes an amount; shared by the languages."""

from dataclasses import dataclass

from baqylau.facts.amounts.numbers import Number
from baqylau.lang.units import Unit


@dataclass(frozen=True, slots=True)
class Measured:
    """`end` lies behind the unit; `confidence` is the rule's."""

    start: int
    end: int
    number: Number
    unit: Unit
    rule: str
    confidence: float
