"""What the readings of date forms share in every language: the day of printing, the groups of a match, and what is found."""

import re
from dataclasses import dataclass
from datetime import date

from baqylau.facts.periods import Days, Grain

Reading = tuple[Days | None, Grain, bool] | None
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Day:
    """The day of printing in the article's own zone (None where unknown), and whether the words around look ahead or back."""

    today: date | None
    ahead: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One date expression before it becomes a fact."""

    start: int
    end: int
    days: Days | None
    grain: Grain
    relative: bool
    rule: str


def group(match: Match, name: str) -> str | None:
    return match.groupdict().get(name)
