"""What ails an outlet: a finding as the detectors make it, an issue as the house keeps it until the
numbers recover.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """The ways an outlet falls ill; each is told from the numbers alone."""

    SILENT = "silent"  # nothing new for longer than its rhythm explains
    BLOCKED = "blocked"  # it answers, and turns us away
    UNREACHABLE = "unreachable"  # it does not answer
    UNREADABLE = "unreadable"  # what it answers kills or stalls what reads it
    CHANGED = "changed"  # it answers, and what we could read is gone
    SLOW = "slow"  # its articles come late, or time out
    UNVISITED = "unvisited"  # ours: nobody visits


GAPS = frozenset({Trouble.SILENT, Trouble.CHANGED})
"""Troubles of the issues table that make a gap in the data; the others show in the visits
themselves.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is a discovery address or a field, "" the outlet itself. `since`: the last moment
    all was well, aware.

    `probability` is that of so much bad luck in an outlet that is well, where the finding rests on
    one; `evidence` is what was counted.
    """

    trouble: Trouble
    subject: str
    since: datetime
    diagnosis: str
    evidence: dict[str, Any] = field(default_factory=dict)
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding with its history. `outlet_id` None: the house itself."""

    id: int
    outlet_id: str | None
    finding: Finding
    opened: datetime
    confirmed: datetime
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which articles of an outlet may be missing; `until` None: it lasts."""

    outlet_id: str
    since: datetime
    until: datetime | None
    why: str
