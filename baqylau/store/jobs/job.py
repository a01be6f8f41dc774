"""What a job is: the states and outcomes of its row, and the lease that a worker holds."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_

from baqylau.errors import BaqylauError
from baqylau.stages import STAGES, names
from baqylau.store.tables import jobs

PENDING, LEASED, DONE, SET_ASIDE = "pending", "leased", "done", "set_aside"
ARTICLE = "article"
"""The outcome of a page that has one."""
SUPERSEDED = "superseded"
"""The outcome of a job whose work a later version does; its state is done."""
STATES = (PENDING, LEASED, DONE, SET_ASIDE)
LONGEST_LEASE = timedelta(minutes=15)
"""What a lease lasts at most, where the caller does not say."""
LOST = "its worker died or was too slow"


class LeaseLost(BaqylauError):
    """Another worker has claimed the job; what was read here is thrown away."""


@dataclass(frozen=True, slots=True)
class Job:
    """A leased job; `stage` is a name of `baqylau.stages`, `attempt` counts from 1 and includes
    this one.

    `fresh`: its subject was new when the job was made, and no other worker has held it, so that no
    earlier result has to be replaced.
    """

    id: int
    stage: str
    subject: int
    version: str
    attempt: int
    token: str
    fresh: bool = False


def decides_outcome() -> ColumnElement[bool]:
    """Whether a page waits for the job to know its outcome."""
    return jobs.c.stage.in_(names(x for x in STAGES.values() if x.decides_outcome))


def is_mine(job: Job) -> ColumnElement[bool]:
    """Whether a row is the job, and its lease still stands."""
    return and_(jobs.c.id == job.id, jobs.c.state == LEASED, jobs.c.lease_token == job.token)
