"""What a language brings to the reading of amounts. Comes in: its tables and hooks. Goes out: an
`AmountGrammar`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount, Modifiers
from baqylau.lang.numerals import Numerals
from baqylau.lang.units import Units
from baqylau.model.fact import Amount, Slot
from baqylau.model.words import Token


@dataclass(slots=True)
class Before:
    """The amounts read before a number: the last one that counts or measures something, and the
    last amount of money. A figure without a unit may continue them.
    """

    counted: MeasuredAmount | None = None
    money: MeasuredAmount | None = None
    any: MeasuredAmount | None = None

    def add(self, made: MeasuredAmount) -> None:
        self.any = made
        if made.unit.quantity in ("count", "measure", "ratio"):
            self.counted = made
        if made.unit.quantity == "money":
            self.money = made


Reading = Callable[[Analysis, Number, Before], MeasuredAmount | None]
"""Reads what a number measures; None where this reading does not fit."""


@dataclass(frozen=True)
class AmountGrammar:
    """`readings` are tried in their order until one fits. `dates` are the date mentions, whose
    characters amounts do not use, except those of the forms `loose_dates` ("за последние три года"
    is a date and a duration).

    Hooks: `shares` reads parts of a whole in words, outside what is taken; `joined` joins the
    numbers that are the ends of one range; `ending` gives the offset behind a figure's own ending
    (400-ден); `is_no_amount` knows figures that measure nothing in this language only;
    `noun_counted` says that a noun stands behind a number; `modifiers` and `of` read the words
    around an amount; `shared_direction` gives an amount the direction of a neighbour whose verb
    holds for both.
    """

    code: str
    tables: Mapping[str, Any]
    numerals: Callable[[], Numerals]
    units: Callable[[], Units]
    dates: Callable[[Analysis], tuple[DateMention, ...]]
    loose_dates: frozenset[str]
    readings: tuple[Reading, ...]
    shares: Callable[[Analysis, Sequence[DateMention | MeasuredAmount]], Iterator[MeasuredAmount]]
    joined: Callable[[str, Number, Number], Number | None]
    ending: Callable[[str, int], int]
    is_no_amount: Callable[[Analysis, Number], bool]
    noun_counted: Callable[[Analysis, Number], bool]
    is_verb: Callable[[Token], bool]
    modifiers: Callable[[Analysis, MeasuredAmount], Modifiers]
    of: Callable[[Analysis, MeasuredAmount], Slot | None]
    shared_direction: Callable[[Analysis, Sequence[Amount]], Sequence[Amount]]

    def __hash__(self) -> int:
        return id(self)

    def rule(self, name: str) -> str:
        return f"{self.code}.{name}"
