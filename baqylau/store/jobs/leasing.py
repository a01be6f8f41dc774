"""Jobs are held: a worker claims one, and finishes it or puts it back."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from baqylau.store.columns import storable
from baqylau.store.connect import at_once, writing
from baqylau.store.jobs import pauses
from baqylau.store.jobs.adding import updated
from baqylau.store.jobs.giving_up import give_up
from baqylau.store.jobs.job import LEASED, LONGEST_LEASE, LOST, PENDING, Job, LeaseLost, is_mine
from baqylau.store.jobs.statements import CLAIM, EXPIRED, EXPIRED_KINDS, FINISH, FREE
from baqylau.store.leases import horizon
from baqylau.store.tables import jobs
from baqylau.store.versions import workable


def claim(
    engine: Engine,
    job_id: int,
    moment: datetime,
    lease: timedelta,
    limit: int,
    version: str | None = None,
) -> Job | None:
    """The job, leased, with this attempt counted; None where there is nothing to do now (done, held
    by another, not yet due).

    A job that has used up its `limit` of attempts is set aside instead: its workers died. `version`
    is the caller's: a job of a later one is left to later workers, a job of an earlier one is
    superseded by one of the caller's version.
    """
    token = secrets.token_hex(16)
    given = {
        "the_job": job_id,
        "the_moment": moment,
        "the_limit": limit,
        "the_version": version,
        "the_token": token,
        "the_end": moment + lease,
        "lease_horizon": horizon(moment, lease),
        "pause_horizon": horizon(moment, pauses.longest_pause(limit)),
    }
    with at_once(engine) as connection:
        plain = connection.execute(CLAIM, given).one_or_none()
    if plain is not None:
        return Job(job_id, plain.stage, plain.subject, plain.version, plain.attempts, token)
    with writing(engine) as connection:
        row = connection.execute(
            select(jobs).where(jobs.c.id == job_id, FREE).with_for_update(skip_locked=True), given
        ).one_or_none()
        if row is not None and version not in (None, row.version):
            row = updated(connection, row, version, moment)
        if row is None:
            return None
        if row.attempts >= limit:
            give_up(connection, row, moment)
            return None
        mine = {
            "state": LEASED,
            "attempts": row.attempts + 1,
            "lease_token": token,
            "lease_until": moment + lease,
        }
        connection.execute(update(jobs).where(jobs.c.id == row.id).values(**mine))
        return Job(row.id, row.stage, row.subject, row.version, row.attempts + 1, token)


@contextmanager
def finishing(engine: Engine, job: Job, outcome: str, moment: datetime) -> Iterator[Connection]:
    """The transaction in which a job's result is written. Raises `LeaseLost`, before anything is
    written, where the lease no longer holds.
    """
    with writing(engine) as connection:
        given = {
            "the_job": job.id,
            "the_token": job.token,
            "the_outcome": outcome,
            "the_moment": moment,
        }
        if connection.execute(FINISH, given).rowcount != 1:
            raise LeaseLost(
                f"job {job.id} ({job.stage} of {job.subject}) was taken over by another worker"
            )
        yield connection


def put_back(engine: Engine, job: Job, moment: datetime, reason: str) -> bool:
    """Makes the job pending again, after a pause that doubles with each attempt. False where the
    lease was lost.
    """
    pause = pauses.pause_after(job.attempt)
    values = {
        "state": PENDING,
        "lease_token": None,
        "lease_until": None,
        "nudged": None,
        "not_before": moment + pause,
        "reason": storable(reason),
    }
    with writing(engine) as connection:
        return connection.execute(update(jobs).where(is_mine(job)).values(**values)).rowcount == 1


def wait(engine: Engine, job: Job, moment: datetime, reason: str) -> bool:
    """Makes the job pending again, and the attempt does not count: the database, archive or queue
    was busy, the page is not to blame. False where the lease was lost.
    """
    freed = {
        "state": PENDING,
        "lease_token": None,
        "lease_until": None,
        "nudged": None,
        "attempts": job.attempt - 1,
    }
    with writing(engine) as connection:
        waiting = (
            update(jobs)
            .where(is_mine(job))
            .values(**freed, not_before=moment + pauses.BUSY_PAUSE, reason=storable(reason))
        )
        return connection.execute(waiting).rowcount == 1


def return_expired(
    engine: Engine, moment: datetime, limit: int, lease: timedelta = LONGEST_LEASE
) -> int:
    """Jobs whose lease ran out become pending, or are set aside where their attempts are used up.
    Returns how many there were. `lease` is the longest that this release gives; what a later
    release leased is left to that one.
    """
    given: dict[str, Any] = {"the_moment": moment, "the_horizon": horizon(moment, lease)}
    with at_once(engine) as connection:
        kinds = workable(map(tuple, connection.execute(EXPIRED_KINDS, given).all()))
    if not kinds:
        return 0
    with writing(engine) as connection:
        rows = connection.execute(EXPIRED, given | {"the_kinds": kinds}).all()
        for row in rows:
            if row.attempts >= limit:
                give_up(connection, row, moment)
            else:
                freed = {
                    "state": PENDING,
                    "lease_token": None,
                    "lease_until": None,
                    "nudged": None,
                    "reason": LOST,
                }
                connection.execute(update(jobs).where(jobs.c.id == row.id).values(**freed))
    return len(rows)
