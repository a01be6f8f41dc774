"""Forecasts as facts, for every language: content, horizon and who foresees it.

Comes in: spans of content that a language's rules have read, in the order of their trust. Goes out:
`Forecast`s none of which share characters; a horizon is the first date in the content.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from baqylau.facts.analysis import Analysis
from baqylau.model.fact import Forecast, Slot
from baqylau.model.span import Span, SpanIndex


class Dated(Protocol):
    """A date of the text, read by the language's date rules."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class ForecastCollector:
    """Collects the forecasts of one text. Characters that one rule has used are not used again."""

    def __init__(
        self,
        analysis: Analysis,
        dates: Iterable[Dated],
        *,
        before: re.Pattern[str] | None = None,
        behind: re.Pattern[str] | None = None,
    ) -> None:
        """`before` and `behind` match words beside a date that belong to the horizon: its
        preposition as group 1, its postposition.
        """
        self.found: list[Forecast] = []
        self._a = analysis
        self._dates: SpanIndex[Dated] = SpanIndex(dates)
        self._taken: SpanIndex[Span] = SpanIndex()
        self._before, self._behind = before, behind

    def add(
        self, content: Sequence[Span], speaker: str | None, rule: str, confidence: float
    ) -> None:
        """Keeps the forecast unless its characters are taken or it has fewer than two words."""
        taken = any(True for c in content for _ in self._taken.touching(c.start, c.end))
        if taken or sum(self._words(c) for c in content) < _FEWEST:
            return
        for span in content:
            self._taken.add(span)
        start, end = content[0].start, content[-1].end
        self.found.append(
            Forecast(
                **self._a.place(start, end),
                confidence=confidence,
                rule=rule,
                content=tuple(content),
                horizon=next((h for h in map(self.horizon, content) if h), None),
                speaker_name=speaker,
            )
        )

    def horizon(self, content: Span) -> Slot | None:
        """The first date in the content, with its preposition or postposition."""
        touching = self._dates.touching(content.start, content.end)
        found = min(touching, key=lambda f: f.start, default=None)
        if found is None:
            return None
        start, end = found.start, found.end
        if self._before:
            floor = max(content.start, start - _LONGEST_PREPOSITION)
            lead = self._before.search(self._a.text, floor, start)
            start = lead.start(1) if lead else start
        tail = self._behind.match(self._a.text, end, content.end) if self._behind else None
        return self._a.slot(start, tail.end() if tail else end)

    def has_horizon(self, content: Sequence[Span]) -> bool:
        return any(self.horizon(c) for c in content)

    def _words(self, span: Span) -> int:
        return sum(t.text[0].isalnum() for t in self._a.tokens_in(span.start, span.end))


_FEWEST = 2
_LONGEST_PREPOSITION = 12  # characters
