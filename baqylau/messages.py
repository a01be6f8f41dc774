"""What is sent over the queue: a small, versioned nudge that carries ids of jobs and nothing else.
What is to be done stands in the rows of these jobs.
"""

import re
from dataclasses import dataclass

WIRE_VERSION = 3


@dataclass(frozen=True, slots=True)
class Nudge:
    """ "Look at these jobs." Losing one loses nothing; the relay sends another. `stage` is a name
    of `baqylau.stages`, `version` the one at which the addressed release works on that stage.
    """

    stage: str
    jobs: tuple[int, ...]
    version: str

    @property
    def queue(self) -> str:
        return queue_of(self.stage, self.version)


def queue_of(stage: str, version: str) -> str:
    """The name of a stage's queue, one for each release: a worker of another release must not
    receive jobs that it cannot do.

    >>> queue_of("facts", "facts-10")
    'facts.w3.facts-10'
    """
    return f"{stage}.w{WIRE_VERSION}.{re.sub(r'[^A-Za-z0-9_-]', '-', version)}"
