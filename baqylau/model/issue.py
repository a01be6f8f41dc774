"""What is wrong with an outlet: a finding, which the detectors of `baqylau.monitoring` make, and an
issue, which is a finding stored in the database and open until the numbers are normal again.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """The kinds of trouble an outlet can have. Each is detected from stored records alone."""

    SILENT = "silent"  # nothing new for longer than its rhythm explains
    BLOCKED = "blocked"  # it answers, but refuses our requests
    UNREACHABLE = "unreachable"  # it does not answer
    UNREADABLE = "unreadable"  # the process that reads its answer crashes or hangs
    CHANGED = "changed"  # it answers, but what could be read before is not found any more
    REDUCED = "reduced"  # it brings fewer articles than it used to, though not none
    SLOW = "slow"  # its articles come late, or time out
    UNDELIVERED = "undelivered"  # our messages do not arrive at one of their channels
    UNVISITED = "unvisited"  # our own fault, not the outlet's: no crawler is at work


GAPS = frozenset({Trouble.SILENT, Trouble.REDUCED, Trouble.CHANGED})
"""Troubles of the issues table that make a gap in the data; the others show in the visits
themselves.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is a discovery address or a field, "" the outlet itself. `since` is the last moment
    at which all was well (time-zone aware).

    `probability`: how likely the same numbers are by chance in an outlet where nothing is wrong;
    None where the finding does not rest on a probability. `evidence` is what was counted.
    """

    trouble: Trouble
    subject: str
    since: datetime
    diagnosis: str
    evidence: dict[str, Any] = field(default_factory=dict)
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding with its history. `outlet_id` None: the trouble is in Baqylau, in no outlet."""

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
