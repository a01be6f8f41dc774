"""Types that the date rules of every language share. Comes in: a match of a date form. Goes out:
`DateMention`s, and the `Date` facts made of them.
"""

import re
from dataclasses import dataclass
from datetime import date

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.periods import Days, Grain
from baqylau.model.fact import Date

DateReading = tuple[Days | None, Grain, bool] | None
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """The day of printing in the article's own time zone (None where unknown), and whether the
    words around the date speak of the future or the past.
    """

    today: date | None
    ahead: bool
    past: bool


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression before it becomes a fact; `rule` is the name of its form, `read` that of
    its reading.
    """

    start: int
    end: int
    days: Days | None
    grain: Grain
    relative: bool
    rule: str
    read: str = ""


def fact(a: Analysis, found: DateMention, language: str, confidence: float) -> Date:
    """The date mention as a fact; its rule is the language and the name of the form."""
    return Date(
        start=found.start,
        end=found.end,
        text=a.text[found.start : found.end],
        sentence=a.sentence_span(found.start),
        confidence=confidence,
        rule=f"{language}.{found.rule}",
        first=found.days[0] if found.days else None,
        last=found.days[1] if found.days else None,
        grain=found.grain,
        relative=found.relative,
    )
