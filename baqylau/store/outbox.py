"""Which jobs are still to be announced to the queue: pending jobs come out as nudges, and count as
announced from then on (column `nudged`).

A relay announces only jobs that its release can work on. Times are in UTC.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, func, or_, select, tuple_, update

from baqylau.messages import Nudge
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.jobs import MOST_ATTEMPTS, PENDING, longest_pause
from baqylau.store.leases import has_come, horizon
from baqylau.store.tables import jobs
from baqylau.store.versions import Kind, own, version_of, workable

# jobs in one message at most; sending, receiving and confirming a message costs half a millisecond
_TOGETHER = 8
# about so many messages are made before they name more jobs each, so that where there are few jobs
# every worker gets some
_SHARES = 8


def room(
    engine: Engine,
    kinds: Collection[Kind],
    moment: datetime,
    silence: timedelta,
    limit: int,
    attempts: int = MOST_ATTEMPTS,
) -> int:
    """How many more jobs of these kinds may be announced, where the queue should hold at most
    `limit` that nobody has begun; 0 where none is to be announced.
    """
    if not kinds:
        return 0
    with at_once(engine) as connection:
        given = _parameters(kinds, moment, silence, attempts)
        announced, some = connection.execute(_ANNOUNCED, given).one()
    return max(0, limit - announced) if some else 0


def next_nudges(
    engine: Engine,
    kinds: Collection[Kind],
    moment: datetime,
    silence: timedelta,
    limit: int,
    attempts: int = MOST_ATTEMPTS,
) -> list[Nudge]:
    """At most so many pending jobs of these kinds that were never announced, or longer than
    `silence` ago; they count as announced from now on. The nudges are for workers of this release.
    """
    with at_once(engine) as connection:
        given = _parameters(kinds, moment, silence, attempts)
        rows = connection.execute(_MARK, given | {"the_room": limit}).all()
    of: dict[str, list[int]] = {}
    for job_id, stage in sorted(map(tuple, rows)):
        of.setdefault(stage, []).append(job_id)
    return [
        Nudge(stage, tuple(some), version_of(stage))
        for stage, ids in of.items()
        for some in _portions(ids)
    ]


def earlier(engine: Engine) -> list[Kind]:
    """Kinds of pending jobs of earlier releases; their work is done at this release's version."""
    with reading(engine) as connection:
        found = connection.execute(_KINDS).all()
    ours = own()
    return [x for x in workable((row.stage, row.version) for row in found) if x not in ours]


def _parameters(
    kinds: Collection[Kind], moment: datetime, silence: timedelta, attempts: int
) -> dict[str, Any]:
    return {
        "the_kinds": list(kinds),
        "the_moment": moment,
        "the_silence": moment - silence,
        "the_future": moment + silence,
        "the_horizon": horizon(moment, longest_pause(attempts)),
    }


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """Few jobs go one by one, of many several to a message."""
    size = min(_TOGETHER, 1 + len(ids) // _SHARES)
    return (ids[start : start + size] for start in range(0, len(ids), size))


def reset(engine: Engine, kinds: Collection[Kind]) -> None:
    """Every pending job of these kinds is to be announced anew, since a queue in a process ended
    with it.
    """
    with writing(engine) as connection:
        connection.execute(
            update(jobs)
            .where(
                jobs.c.state == PENDING,
                jobs.c.nudged.is_not(None),
                tuple_(jobs.c.stage, jobs.c.version).in_(list(kinds)),
            )
            .values(nudged=None)
        )


# Run every second, so built once. A nudge from the future was written by a clock that jumped back
# since.

_OURS = tuple_(jobs.c.stage, jobs.c.version).in_(bindparam("the_kinds", expanding=True))
_NOT_ANNOUNCED = select(jobs.c.id).where(
    jobs.c.state == PENDING,
    _OURS,
    has_come(jobs.c.not_before, bindparam("the_moment"), bindparam("the_horizon")),
    or_(
        jobs.c.nudged.is_(None),
        jobs.c.nudged <= bindparam("the_silence"),
        jobs.c.nudged > bindparam("the_future"),
    ),
)
_ANNOUNCED = select(
    select(func.count())
    .where(
        jobs.c.state == PENDING,
        _OURS,
        jobs.c.nudged > bindparam("the_silence"),
        jobs.c.nudged <= bindparam("the_future"),
    )
    .scalar_subquery(),
    _NOT_ANNOUNCED.limit(1).scalar_subquery(),
)
_OLDEST = (
    _NOT_ANNOUNCED.order_by(jobs.c.id)
    .limit(bindparam("the_room"))
    .with_for_update(skip_locked=True)
)
_MARK = (
    update(jobs)
    .where(jobs.c.id.in_(_OLDEST))
    .values(nudged=bindparam("the_moment"))
    .returning(jobs.c.id, jobs.c.stage)
)
_KINDS = select(jobs.c.stage, jobs.c.version).where(jobs.c.state == PENDING).distinct()
