"""A visit to an outlet as it is remembered: what each discovery address answered, and the note that
ends the visit.

>>> SourceResult.parse("failed: timed out")
SourceResult(outcome=<SourceOutcome.FAILED: 'failed'>, detail='timed out')
>>> str(SourceResult(SourceOutcome.EMPTY))
'empty'
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceOutcome(StrEnum):
    """What came of asking one discovery address. An empty list, an invalid one and an unchanged one
    (304, or the body we had) are three things.
    """

    READ = "read"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    INVALID = "invalid"
    FAILED = "failed"
    UNREADABLE = "unreadable"
    """The answer came, and killed or stalled what read it."""
    OTHER = "other"
    """A word this release does not know, written by another one."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """An outcome with its detail for a person ("timed out", "not a feed"; "" where there is none).

    The database keeps it as one text, `str(result)`; `parse` reads that back, also in rows of
    earlier releases.
    """

    outcome: SourceOutcome
    detail: str = ""

    @classmethod
    def parse(cls, text: str) -> "SourceResult":
        """Never raises: a text without a known outcome is kept whole as the detail of `OTHER`."""
        word, mark, detail = text.partition(": ")
        if word in _WRITTEN and bool(mark) == bool(detail):
            return cls(SourceOutcome(word), detail)
        return cls(SourceOutcome.OTHER, text)

    def __str__(self) -> str:
        if self.outcome is SourceOutcome.OTHER:
            return self.detail
        return f"{self.outcome}: {self.detail}" if self.detail else self.outcome.value

    @property
    def answered(self) -> bool:
        """Whether the address answered with something that could be read, be it nonsense."""
        return self.outcome not in (SourceOutcome.FAILED, SourceOutcome.UNREADABLE)

    @property
    def good(self) -> bool:
        """Whether nothing speaks against the address."""
        return self.outcome not in (
            SourceOutcome.FAILED,
            SourceOutcome.UNREADABLE,
            SourceOutcome.INVALID,
            SourceOutcome.EMPTY,
        )

    @property
    def reason(self) -> str:
        """For a person who knows that something is wrong: a failure by its detail alone."""
        return self.detail if self.outcome is SourceOutcome.FAILED and self.detail else str(self)


_WRITTEN = frozenset(x.value for x in SourceOutcome if x is not SourceOutcome.OTHER)


def parsed(kept: Mapping[str, str]) -> dict[str, SourceResult]:
    """What the database keeps of a visit: discovery address → result."""
    return {url: SourceResult.parse(text) for url, text in kept.items()}


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """What a visit leaves behind: the row of `visits` and the outlet's next appointment.

    `responses` counts answers by status ("200", "304", "refused"), `bytes` are those received,
    `ways` says what each discovery address answered, `looks` counts the articles asked for by what
    came of it.
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
    ways: Mapping[str, SourceResult] = field(default_factory=dict)
    looks: Mapping[str, int] = field(default_factory=dict)
