"""The statements of every job, built once: building them anew cost more than running them."""

from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, tuple_, update

from baqylau.store import dialect
from baqylau.store.jobs.job import DONE, LEASED, PENDING
from baqylau.store.leases import has_come, is_over
from baqylau.store.tables import UtcDateTime, jobs


@cache
def upsert(dialect_name: str) -> Any:
    return dialect.upsert(dialect_name, jobs, ("stage", "subject", "version")).returning(jobs.c.id)


FREE = or_(
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
VERSIONS = select(jobs.c.version).where(
    jobs.c.stage == bindparam("the_stage"), jobs.c.subject == bindparam("the_subject")
)
CLAIM = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("the_job"),
        FREE,
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
FINISH = (
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
EXPIRED_KINDS = select(jobs.c.stage, jobs.c.version).where(_RAN_OUT).distinct()
EXPIRED = (
    select(jobs)
    .where(
        _RAN_OUT,
        tuple_(jobs.c.stage, jobs.c.version).in_(bindparam("the_kinds", expanding=True)),
    )
    .limit(1000)
    .with_for_update(skip_locked=True)
)
