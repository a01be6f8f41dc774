"""The job table, which is the truth about all work: what is pending, leased, done or set aside, and
why.

A job is one stage of one subject at one version. It is claimed with its attempt counted before the
work, and its result is committed only while its lease token still stands: two workers may run the
same job, one of them commits. Times are in UTC.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from baqylau.errors import BaqylauError
from baqylau.stages import STAGES, names
from baqylau.store import dialect
from baqylau.store.columns import storable
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.leases import has_come, horizon, is_over
from baqylau.store.subjects import present
from baqylau.store.tables import UtcDateTime, articles, jobs, pages
from baqylau.store.versions import is_newer, version_of, workable

PENDING, LEASED, DONE, SET_ASIDE = "pending", "leased", "done", "set_aside"
ARTICLE = "article"
"""The outcome of a page that has one."""
SUPERSEDED = "superseded"
"""The outcome of a job whose work a later version does; its state is done."""
STATES = (PENDING, LEASED, DONE, SET_ASIDE)
LONGEST_LEASE = timedelta(minutes=15)
"""What a lease lasts at most, where the caller does not say."""
LOST = "its worker died or was too slow"
_FIRST_PAUSE, _LONGEST_PAUSE = (
    timedelta(seconds=5),
    timedelta(minutes=30),
)  # a page that failed is tried again soon, then ever less often
_BUSY_PAUSE = timedelta(seconds=10)  # a restarted database or archive is back by then
MOST_ATTEMPTS = 10
"""With so many attempts the longest pause is reached."""


class LeaseLost(BaqylauError):
    """Another worker has claimed the job; what was read here is thrown away."""


def longest_pause(attempts: int) -> timedelta:
    """The longest a job waits by itself where it may be tried so many times."""
    return max(_BUSY_PAUSE, _pause_after(min(attempts, MOST_ATTEMPTS)))


def _pause_after(attempt: int) -> timedelta:
    return min(_FIRST_PAUSE * (1 << (attempt - 1)), _LONGEST_PAUSE)


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
        in connection.execute(_VERSIONS, {"the_stage": stage, "the_subject": subject}).scalars()
    )


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
        "pause_horizon": horizon(moment, longest_pause(limit)),
    }
    with at_once(engine) as connection:
        plain = connection.execute(_CLAIM, given).one_or_none()
    if plain is not None:
        return Job(job_id, plain.stage, plain.subject, plain.version, plain.attempts, token)
    with writing(engine) as connection:
        row = connection.execute(
            select(jobs).where(jobs.c.id == job_id, _FREE).with_for_update(skip_locked=True), given
        ).one_or_none()
        if row is not None and version not in (None, row.version):
            row = _updated(connection, row, version, moment)
        if row is None:
            return None
        if row.attempts >= limit:
            _give_up(connection, row, moment)
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
        if connection.execute(_FINISH, given).rowcount != 1:
            raise LeaseLost(
                f"job {job.id} ({job.stage} of {job.subject}) was taken over by another worker"
            )
        yield connection


def put_back(engine: Engine, job: Job, moment: datetime, reason: str) -> bool:
    """Makes the job pending again, after a pause that doubles with each attempt. False where the
    lease was lost.
    """
    pause = _pause_after(job.attempt)
    values = {
        "state": PENDING,
        "lease_token": None,
        "lease_until": None,
        "nudged": None,
        "not_before": moment + pause,
        "reason": storable(reason),
    }
    with writing(engine) as connection:
        return connection.execute(update(jobs).where(_is_mine(job)).values(**values)).rowcount == 1


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
            .where(_is_mine(job))
            .values(**freed, not_before=moment + _BUSY_PAUSE, reason=storable(reason))
        )
        return connection.execute(waiting).rowcount == 1


def set_aside(engine: Engine, job: Job, moment: datetime, reason: str) -> bool:
    """Gives the job up for good, with its reason. The row of its stage in `baqylau.stages` says
    what else is done: which other stages get a job, and whether a page that was never read gets its
    outcome. False where the lease was lost.
    """
    with writing(engine) as connection:
        if (
            connection.execute(update(jobs).where(_is_mine(job)).values(lease_token=None)).rowcount
            != 1
        ):
            return False
        _set_aside(connection, job.id, job.stage, job.subject, reason, moment)
        return True


def return_expired(
    engine: Engine, moment: datetime, limit: int, lease: timedelta = LONGEST_LEASE
) -> int:
    """Jobs whose lease ran out become pending, or are set aside where their attempts are used up.
    Returns how many there were. `lease` is the longest that this release gives; what a later
    release leased is left to that one.
    """
    given: dict[str, Any] = {"the_moment": moment, "the_horizon": horizon(moment, lease)}
    with at_once(engine) as connection:
        kinds = workable(map(tuple, connection.execute(_EXPIRED_KINDS, given).all()))
    if not kinds:
        return 0
    with writing(engine) as connection:
        rows = connection.execute(_EXPIRED, given | {"the_kinds": kinds}).all()
        for row in rows:
            if row.attempts >= limit:
                _give_up(connection, row, moment)
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


def retry(
    engine: Engine, moment: datetime, stage: str | None = None, ids: Sequence[int] = ()
) -> int:
    """Set-aside jobs become pending with no attempts counted, all of them or those named; pages
    that were set aside with them have no outcome again. Returns how many jobs.
    """
    wanted = [jobs.c.state == SET_ASIDE]
    if stage is not None:
        wanted.append(jobs.c.stage == stage)
    if ids:
        wanted.append(jobs.c.id.in_(ids))
    fresh = {
        "state": PENDING,
        "attempts": 0,
        "not_before": None,
        "nudged": None,
        "outcome": None,
        "finished": None,
        "created": moment,
    }
    with writing(engine) as connection:
        undecided = select(jobs.c.subject).where(*wanted, decides_outcome())
        connection.execute(
            update(pages)
            .where(pages.c.id.in_(undecided), pages.c.outcome == SET_ASIDE)
            .values(outcome=None, reason=None)
        )
        return connection.execute(update(jobs).where(*wanted).values(**fresh)).rowcount


def sweep(engine: Engine, stage: str, version: str, moment: datetime, portion: int = 5000) -> int:
    """Every subject that has a job of an earlier version, done or not, gets a pending job of this
    version; so does an article that a release without this stage has read. Returns how many.

    Each portion is a transaction of its own, so that workers go on meanwhile; run again, it goes on
    where it ended.
    """
    swept = 0
    while True:
        with writing(engine) as connection:
            known = connection.execute(
                select(jobs.c.version).where(jobs.c.stage == stage).distinct()
            ).scalars()
            earlier = [x for x in known if is_newer(version, x)]
            found = _of_earlier(connection, stage, earlier, portion)
            found = found or _never_worked_on(connection, stage, portion)
            for subject in found:
                _supersede(connection, stage, subject, version, moment)
        if not found:
            return swept
        swept += len(found)


def counts(engine: Engine) -> dict[str, dict[str, int]]:
    """Jobs by stage and state, every stage and state named, and stages of other releases that have
    jobs.
    """
    found = {stage: dict.fromkeys(STATES, 0) for stage in STAGES}
    with reading(engine) as connection:
        for stage, state, count in connection.execute(
            select(jobs.c.stage, jobs.c.state, func.count()).group_by(jobs.c.stage, jobs.c.state)
        ):
            found.setdefault(stage, dict.fromkeys(STATES, 0))[state] = count
    return found


def unfinished(engine: Engine) -> int:
    """How many jobs are pending or leased that this release can work on."""
    wanted = (
        select(jobs.c.stage, jobs.c.version, func.count())
        .where(jobs.c.state.in_((PENDING, LEASED)))
        .group_by(jobs.c.stage, jobs.c.version)
    )
    with reading(engine) as connection:
        found = {(stage, version): count for stage, version, count in connection.execute(wanted)}
    return sum(found[x] for x in workable(found))


def decides_outcome() -> ColumnElement[bool]:
    """Whether a page waits for the job to know its outcome."""
    return jobs.c.stage.in_(names(x for x in STAGES.values() if x.decides_outcome))


def _is_mine(job: Job) -> ColumnElement[bool]:
    return and_(jobs.c.id == job.id, jobs.c.state == LEASED, jobs.c.lease_token == job.token)


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
    return int(connection.execute(_upsert(dialect.name_of(connection)), row).scalar_one())


def _newest(connection: Connection, stage: str, subject: int, version: str) -> str:
    known = connection.execute(_VERSIONS, {"the_stage": stage, "the_subject": subject}).scalars()
    return next((x for x in known if is_newer(x, version)), version)


def _updated(
    connection: Connection, row: Row[Any], version: str, moment: datetime
) -> Row[Any] | None:
    """The row of the caller's version that replaces an earlier one; None where it was there
    already, or the row is of a later version.
    """
    if is_newer(row.version, version):
        return None
    fresh = _supersede(connection, row.stage, row.subject, version, moment)
    return (
        None if fresh is None else connection.execute(select(jobs).where(jobs.c.id == fresh)).one()
    )


def _supersede(
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


def _of_earlier(connection: Connection, stage: str, earlier: list[str], portion: int) -> list[int]:
    """Subjects of jobs of earlier versions that are still there."""
    theirs = (
        jobs.c.stage == stage,
        jobs.c.version.in_(earlier),
        jobs.c.outcome.is_distinct_from(SUPERSEDED),
        jobs.c.subject.in_(present(stage)),
    )
    wanted = (
        select(jobs.c.subject).where(*theirs).distinct().order_by(jobs.c.subject).limit(portion)
    )
    return list(connection.execute(wanted).scalars())


def _never_worked_on(connection: Connection, stage: str, portion: int) -> list[int]:
    """Articles for which the stage before this one is done and this one has no job: the stage is
    newer than they are.
    """
    before = [x.name for x in STAGES.values() if x.subject == "article" and stage in x.then]
    of_stage = select(jobs.c.subject).where(jobs.c.stage == stage)
    wanted = (
        select(jobs.c.subject)
        .where(
            jobs.c.stage.in_(before),
            jobs.c.state == DONE,
            jobs.c.subject.in_(present(stage)),
            jobs.c.subject.not_in(of_stage),
        )
        .distinct()
        .order_by(jobs.c.subject)
        .limit(portion)
    )
    return list(connection.execute(wanted).scalars()) if before else []


def _give_up(connection: Connection, row: Row[Any], moment: datetime) -> None:
    """A job whose attempts are used up by processes that ended at it."""
    reason = f"{LOST} {row.attempts} times; `baqylau jobs retry` tries again"
    _set_aside(connection, row.id, row.stage, row.subject, reason, moment)


def _set_aside(
    connection: Connection, job_id: int, stage: str, subject: int, reason: str, moment: datetime
) -> None:
    kept = storable(reason)
    values = {
        "state": SET_ASIDE,
        "lease_token": None,
        "lease_until": None,
        "outcome": SET_ASIDE,
        "reason": kept,
        "finished": moment,
    }
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))
    row = STAGES[stage]
    for following in row.on_set_aside:
        add(connection, following, subject, version_of(following), moment)
    if row.decides_outcome:
        _decide_unread(connection, subject, kept)


def _decide_unread(connection: Connection, page_id: int, reason: str | None) -> None:
    """The outcome of a page that could not be read. What was read of it before stays: its article
    with the outcome "article", or the outcome it had. Only a page never read before is set aside.
    """
    this = pages.c.id == page_id
    has_article = exists(select(articles.c.id).where(articles.c.page == page_id))
    values = {"outcome": ARTICLE, "reason": None}
    if connection.execute(update(pages).where(this, has_article).values(**values)).rowcount:
        return
    undecided = or_(pages.c.outcome.is_(None), pages.c.outcome == SET_ASIDE)
    connection.execute(
        update(pages).where(this, undecided).values(outcome=SET_ASIDE, reason=reason)
    )


# The statements of every job, built once: building them anew cost more than running them.


@cache
def _upsert(dialect_name: str) -> Any:
    return dialect.upsert(dialect_name, jobs, ("stage", "subject", "version")).returning(jobs.c.id)


_FREE = or_(
    and_(
        jobs.c.state == PENDING,
        has_come(
            jobs.c.not_before,
            bindparam("the_moment", type_=UtcDateTime()),
            bindparam("pause_horizon", type_=UtcDateTime()),
        ),
    ),
    and_(
        jobs.c.state == LEASED,
        is_over(
            jobs.c.lease_until,
            bindparam("the_moment", type_=UtcDateTime()),
            bindparam("lease_horizon", type_=UtcDateTime()),
        ),
    ),
)
_VERSIONS = select(jobs.c.version).where(
    jobs.c.stage == bindparam("the_stage"), jobs.c.subject == bindparam("the_subject")
)
_CLAIM = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("the_job"),
        _FREE,
        jobs.c.attempts < bindparam("the_limit"),
        jobs.c.version == bindparam("the_version"),
    )
    .values(
        state=LEASED,
        attempts=jobs.c.attempts + 1,
        lease_token=bindparam("the_token"),
        lease_until=bindparam("the_end", type_=UtcDateTime()),
    )
    .returning(jobs.c.stage, jobs.c.subject, jobs.c.version, jobs.c.attempts)
)
_FINISH = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("the_job"),
        jobs.c.state == LEASED,
        jobs.c.lease_token == bindparam("the_token"),
    )
    .values(
        state=DONE,
        lease_token=None,
        lease_until=None,
        outcome=bindparam("the_outcome"),
        reason=None,
        finished=bindparam("the_moment", type_=UtcDateTime()),
    )
)


# What every relay runs once a second.

_RAN_OUT = and_(
    jobs.c.state == LEASED,
    is_over(
        jobs.c.lease_until,
        bindparam("the_moment", type_=UtcDateTime()),
        bindparam("the_horizon", type_=UtcDateTime()),
    ),
)
_EXPIRED_KINDS = select(jobs.c.stage, jobs.c.version).where(_RAN_OUT).distinct()
_EXPIRED = (
    select(jobs)
    .where(
        _RAN_OUT,
        tuple_(jobs.c.stage, jobs.c.version).in_(bindparam("the_kinds", expanding=True)),
    )
    .limit(1000)
    .with_for_update(skip_locked=True)
)
