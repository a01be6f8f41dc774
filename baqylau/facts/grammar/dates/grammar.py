"""What a language brings to the reading of dates. Comes in: its tables and hooks. Goes out: a
`DateGrammar`, and `Groups`, the named groups of one matched form with their meaning.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from re import Pattern
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar import periods
from baqylau.facts.grammar.date_types import Match, PrintedDay
from baqylau.facts.grammar.periods import Days
from baqylau.lang.date_forms import DateForm, DateTables
from baqylau.model.span import Span


@dataclass(frozen=True)
class DateGrammar:
    """`number` reads a figure or number word ("27-нші", "пяти"; None for "несколько"). `looks` says
    whether the words around a date look ahead and whether they look back. `no_date` says that a
    matched form means something else ("Мая", a name). `leads` are patterns of the prepositions that
    a form needs before it and that its span leaves out. `sure` is the confidence of a form that is
    in no list of unsure ones.
    """

    code: str
    tables: DateTables
    number: Callable[[str], int | None]
    looks: Callable[[Analysis, Span], tuple[bool, bool]]
    no_date: Callable[["Groups"], bool]
    leads: tuple[Pattern[str], ...]
    sure: float

    @cached_property
    def context(self) -> Mapping[str, Any]:
        """What stands between two dates that are one: the table `[context]` of `dates.toml`."""
        table: Mapping[str, Any] = self.tables.dates["context"]
        return table


@dataclass(frozen=True, slots=True)
class Groups:
    """A matched form: `groups["month"]` is the text of a named group or None."""

    grammar: DateGrammar
    form: DateForm
    match: Match

    def get(self, name: str) -> str | None:
        return self.match.groupdict().get(name)

    def __getitem__(self, name: str) -> str:
        return self.match[name]

    def number(self, name: str) -> int | None:
        written = self.get(name)
        return self.grammar.number(written) if written else None

    def month(self, name: str = "month") -> int:
        return self.grammar.tables.month(self[name])

    def shift(self, name: str, table: str, otherwise: int = 0) -> int:
        word = self.get(name)
        return self.grammar.tables.shift(word, table) if word else otherwise

    def unit(self) -> str:
        """The unit in the words of the grammar: day, week, month, quarter, half, year, decade."""
        return self.grammar.tables.kind(self["unit"], "units")

    def moved(self) -> int:
        """How many years, months, … the groups point away from this one: "прошлого" is -1."""
        return self.shift("which", "which") if self.get("which") else self.shift("this", "this")

    def names_year(self) -> bool:
        return any(self.get(name) for name in ("year", "which", "this"))

    def relative(self) -> bool:
        return bool(self.get("which") or self.get("this"))

    def year(self, day: PrintedDay) -> int | None:
        """The year that the groups name, by number or by words such as "прошлого года"; the year of
        printing where they name none.
        """
        if self.get("year"):
            return self.number("year")
        return None if day.today is None else day.today.year + self.moved()

    def near_year(self, day: PrintedDay, month: int, span: int = 1) -> int | None:
        """The year that the groups name, else the nearest year in the direction in which the words
        around look. `month` is the first of `span` months.
        """
        if self.names_year() or day.today is None:
            return self.year(day)
        return periods.nearest_year(day.today, month, day.ahead, day.past, span)

    def edge(self, whole: Days) -> Days:
        """The first, the middle or the last day of a period, by the word for its edge."""
        kind = self.grammar.tables.kind(self["edge"], "edges")
        found = {"first": whole[0], "middle": middle(whole), "last": whole[1]}[kind]
        return found, found

    def since(self) -> bool:
        """`с начала года`: the words mean the time from an edge to today."""
        return (
            bool(self.get("since")) and self.grammar.tables.kind(self["edge"], "edges") == "first"
        )


def counted_by_table(tables: DateTables) -> Callable[[str], int | None]:
    """A reader of figures, with or without an ending, and of the number words of `[counts]`."""

    def number(written: str) -> int | None:
        digits = _FIGURE.match(written)
        if digits:
            return int(digits[0])
        try:
            return tables.shift(written, "counts")
        except StopIteration:
            return None

    return number


_FIGURE = re.compile(r"\d+")


def middle(whole: Days) -> date:
    """The fifteenth of a month, the first of July of a year, the middle day of anything else."""
    first, last = whole
    if (first.month, first.year) == (last.month, last.year):
        return first.replace(day=15) if last.day > _WEEK else first + (last - first) // 2
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return first.replace(month=7)
    return first + (last - first) // 2


_WEEK = 27
