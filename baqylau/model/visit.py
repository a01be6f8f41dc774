"""What the database keeps of a visit to an outlet: what each discovery source answered, and the
record that the crawler writes at the end of the visit.

>>> SourceResult.parse("failed: timed out")
SourceResult(outcome=<SourceOutcome.FAILED: 'failed'>, detail='timed out')
>>> str(SourceResult(SourceOutcome.EMPTY))
'empty'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceOutcome(StrEnum):
    """What came of fetching one discovery source. An empty list, an invalid one and an unchanged
    one (304, or the same body as before) are three different outcomes.
    """

    READ = "read"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    INVALID = "invalid"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    """The answer came, but the parser that read it failed, stalled or ended the process."""
    OTHER = "other"
    """A word in the database that this release does not know: another release wrote it."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """An outcome with its detail for a person ("timed out", "not a feed"; "" where there is none).

    The database keeps it as one text, `str(result)`; `parse` reads that back, also in rows of
    earlier releases.
    """

    outcome: SourceOutcome
    detail: str = ""
    refused: int = 0
    """Links on the outlet's hosts that may be articles and that its pattern refuses."""
    lookalike: str = ""
    """One of them, where several certainly look like articles; "" where none do."""

    @classmethod
    def parse(cls, text: str) -> "SourceResult":
        """Never raises: a text without a known outcome is kept whole as the detail of `OTHER`."""
        word, mark, detail = text.partition(": ")
        if word in _WRITTEN and bool(mark) == bool(detail):
            found = _REFUSED.search(detail)
            if found:
                return cls(
                    SourceOutcome(word), detail[: found.start()], int(found[1]), found[2] or ""
                )
            return cls(SourceOutcome(word), detail)
        return cls(SourceOutcome.OTHER, text)

    def __str__(self) -> str:
        if self.outcome is SourceOutcome.OTHER:
            return self.detail
        words = [self.detail] if self.detail else []
        if self.refused:
            example = f", some of which look like articles: {self.lookalike}"
            words.append(
                f"{self.refused} links refused by the pattern{example if self.lookalike else ''}"
            )
        return f"{self.outcome}: {'; '.join(words)}" if words else self.outcome.value

    @property
    def answered(self) -> bool:
        """Whether the address answered with a body that could be parsed, whatever it held."""
        return self.outcome not in (SourceOutcome.FAILED, SourceOutcome.UNREADABLE)

    @property
    def good(self) -> bool:
        """Whether the outcome shows no fault of the address."""
        return self.outcome not in (
            SourceOutcome.FAILED,
            SourceOutcome.UNREADABLE,
            SourceOutcome.INVALID,
            SourceOutcome.EMPTY,
        )

    @property
    def reason(self) -> str:
        """The text for a person who knows already that it failed: of a failure the detail alone."""
        return self.detail if self.outcome is SourceOutcome.FAILED and self.detail else str(self)


FETCHED = "had"  # the database keeps this word
"""The key of `VisitRecord.fetches` for articles that were fetched."""

_REFUSED = re.compile(
    r"(?:^|; )(\d{1,9}) links refused by the pattern"
    r"(?:, some of which look like articles: (\S{1,3000}))?$"
)
_WRITTEN = frozenset(x.value for x in SourceOutcome if x is not SourceOutcome.OTHER)


def parsed(kept: Mapping[str, str]) -> dict[str, SourceResult]:
    """Turns what the database keeps of a visit (discovery address → text) into results."""
    return {url: SourceResult.parse(text) for url, text in kept.items()}


@dataclass(frozen=True, slots=True)
class VisitFind:
    """What a recorded visit found: when it started, and how many links were new."""

    started: datetime
    fresh: int


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """The result of a visit: the row of `visits` and the time of the outlet's next visit.

    `found` counts the listed links, `fresh` those not known before, `fetched` the stored pages.
    `responses` counts answers by status ("200", "304", "refused"), `bytes` are those received.
    `sources` says what each discovery address answered. `fetches` counts the requested articles by
    what came of it: `FETCHED`, or why it could not be fetched.
    """

    started: datetime
    ended: datetime
    found: int
    fresh: int
    fetched: int
    bytes: int
    responses: Mapping[str, int]
    result: str
    failures: int
    next_visit: datetime
    not_before: datetime | None
    sources: Mapping[str, SourceResult] = field(default_factory=dict)
    fetches: Mapping[str, int] = field(default_factory=dict)
