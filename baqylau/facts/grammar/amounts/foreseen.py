"""Amounts inside forecasts. Comes in: the facts of a text. Goes out: the same, where an amount that
is part of a forecast has the modality `forecast`. In a plan (a rule called `planned`) each amount
keeps its own: what is reached is actual there, and what is aimed at is planned.

This runs behind the extractors, so that neither fact type needs to know the other.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from baqylau.facts.analysis import Analysis
from baqylau.model.fact import Amount, Fact, Forecast
from baqylau.model.span import SpanIndex


def amounts_in_forecasts(
    compared: Collection[str],
) -> Callable[[Analysis, Sequence[Fact]], Sequence[Fact]]:
    """`compared` are the words before a figure that is given for comparison only (`против 70,2
    млн`): it is actual, though it stands inside a forecast.
    """
    lead = comparison(compared)

    def finish(a: Analysis, facts: Sequence[Fact]) -> Sequence[Fact]:
        foreseen = SpanIndex(
            c
            for f in facts
            if isinstance(f, Forecast) and not f.rule.endswith(_PLAN)
            for c in f.content
        )
        return [
            replace(f, modality="forecast")
            if isinstance(f, Amount)
            and any(foreseen.touching(f.start, f.end))
            and not lead.search(a.text[max(0, f.start - _LEAD) : f.start])
            else f
            for f in facts
        ]

    return finish


_PLAN = ".planned"
_LEAD = 16  # characters before a figure in which the word of a comparison stands


def comparison(words: Collection[str]) -> re.Pattern[str]:
    """The words before a figure that is given for comparison."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})\s$", re.IGNORECASE)
