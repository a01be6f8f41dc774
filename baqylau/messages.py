"""The wire between stages: a tiny, versioned nudge that carries ids only. The job row holds the
truth.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stages a page goes through, in this order; each is one dramatiq queue and one kind of job
    row.
    """

    CLEAN = "clean"
    FACTS = "facts"
    INDEX = "index"


WIRE_VERSION = 2


@dataclass(frozen=True, slots=True)
class Nudge:
    """ "Look at these jobs." Losing one loses nothing; the relay sends another."""

    stage: Stage
    jobs: tuple[int, ...]
