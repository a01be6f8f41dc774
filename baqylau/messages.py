"""The wire between stages: a tiny, versioned nudge that carries ids only. The job row holds the
truth.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stages a page goes through, in this order; each is one dramatiq queue of a release and
    one kind of job row.
    """

    CLEAN = "clean"
    FACTS = "facts"
    INDEX = "index"


WIRE_VERSION = 3


@dataclass(frozen=True, slots=True)
class Nudge:
    """ "Look at these jobs." Losing one loses nothing; the relay sends another. `version` is of the
    stage, as the release works on it that is told.
    """

    stage: Stage
    jobs: tuple[int, ...]
    version: str

    @property
    def queue(self) -> str:
        return queue_of(self.stage, self.version)


def queue_of(stage: Stage, version: str) -> str:
    """The queue of a stage, one for each release: a worker of another release must not take from
    it what that worker cannot do.

    >>> queue_of(Stage.FACTS, "facts-10")
    'facts.w3.facts-10'
    """
    return f"{stage}.w{WIRE_VERSION}.{re.sub(r'[^A-Za-z0-9_-]', '-', version)}"
