"""Jobs are made: a stage, a subject and a version come in, a pending or a held job goes out, and no
work of a later version is undone.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from baqylau.store import dialect
from baqylau.store.jobs.job import DONE, LEASED, PENDING, SUPERSEDED, Job
from baqylau.store.jobs.statements import VERSIONS, upsert
from baqylau.store.tables import jobs
from baqylau.store.versions import is_newer


def add(
    connection: Connection,
    stage: str,
    subject: int,
    version: str,
    moment: datetime,
    nudged: bool = False,
    first: bool = False,
) -> int:
    """Makes a job pending; its id. A job that was there starts anew: a worker that holds it loses
    its lease, since its subject has changed.

    Where there is a job of a later version, that one starts anew: a worker of an earlier release
    must not undo the later one's work.
    `nudged`: the caller announces the job to the queue itself, right after its commit. `first`: the
    subject is new and has no job.
    """
    if not first:
        version = _newest(connection, stage, subject, version)
    waiting = {
        "state": PENDING,
        "attempts": 0,
        "lease_token": None,
        "lease_until": None,
        "nudged": moment if nudged else None,
    }
    return _put(connection, stage, subject, version, moment, waiting)


def add_held(
    connection: Connection,
    stage: str,
    subject: int,
    version: str,
    moment: datetime,
    lease: timedelta,
    first: bool = False,
) -> Job | None:
    """`add`, and the caller holds the job from the commit on, this attempt counted, as if it had
    claimed it.

    None where there is a job of a later version: that one starts anew and waits for later workers.
    """
    if not first and _newest(connection, stage, subject, version) != version:
        add(connection, stage, subject, version, moment)
        return None
    token = secrets.token_hex(16)
    held = {
        "state": LEASED,
        "attempts": 1,
        "lease_token": token,
        "lease_until": moment + lease,
        "nudged": None,
    }
    return Job(
        _put(connection, stage, subject, version, moment, held),
        stage,
        subject,
        version,
        1,
        token,
        fresh=first,
    )


def is_known(connection: Connection, stage: str, subject: int, version: str) -> bool:
    """Whether the job table has this job already, in whatever state."""
    return (
        version
        in connection.execute(VERSIONS, {"the_stage": stage, "the_subject": subject}).scalars()
    )


def _put(
    connection: Connection,
    stage: str,
    subject: int,
    version: str,
    moment: datetime,
    state: dict[str, Any],
) -> int:
    empty = {"not_before": None, "outcome": None, "reason": None, "finished": None}
    row = (
        {"stage": stage, "subject": subject, "version": version, "created": moment} | empty | state
    )
    return int(connection.execute(upsert(dialect.name_of(connection)), row).scalar_one())


def _newest(connection: Connection, stage: str, subject: int, version: str) -> str:
    known = connection.execute(VERSIONS, {"the_stage": stage, "the_subject": subject}).scalars()
    return next((x for x in known if is_newer(x, version)), version)


def updated(
    connection: Connection, row: Row[Any], version: str, moment: datetime
) -> Row[Any] | None:
    """The row of the caller's version that replaces an earlier one; None where it was there
    already, or the row is of a later version.
    """
    if is_newer(row.version, version):
        return None
    fresh = supersede(connection, row.stage, row.subject, version, moment)
    return (
        None if fresh is None else connection.execute(select(jobs).where(jobs.c.id == fresh)).one()
    )


def supersede(
    connection: Connection, stage: str, subject: int, version: str, moment: datetime
) -> int | None:
    """Jobs of other versions are closed, and one of this version is made; its id, None where it was
    there already.
    """
    closed = {
        "state": DONE,
        "outcome": SUPERSEDED,
        "lease_token": None,
        "lease_until": None,
        "finished": moment,
    }
    others = and_(jobs.c.stage == stage, jobs.c.subject == subject, jobs.c.version != version)
    connection.execute(update(jobs).where(others).values(**closed))
    values = {
        "stage": stage,
        "subject": subject,
        "version": version,
        "state": PENDING,
        "attempts": 0,
        "created": moment,
    }
    new = dialect.insert_or_ignore(connection, jobs).values(**values)
    found = connection.execute(new.returning(jobs.c.id)).scalar_one_or_none()
    return None if found is None else int(found)
