"""What the queue should hear of: pending jobs come out as nudges, and are known to have been told.

A relay tells only of jobs that its release can work on. Times are in UTC.
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

_TOGETHER = (
    8  # jobs in one message at most; telling, fetching and confirming one costs half a millisecond
)
# about so many messages are made before they name more jobs each, so that every worker gets some of
# a few
_SHARES = 8


def room(
    engine: Engine,
    kinds: Collection[Kind],
    moment: datetime,
    silence: timedelta,
    limit: int,
    attempts: int = MOST_ATTEMPTS,
) -> int:
    """How many more jobs of these kinds the queue may hear of, where it should know of `limit` at
    most that nobody has begun; 0 where there is none to tell of.
    """
    if not kinds:
        return 0
    with at_once(engine) as connection:
        told = _told(kinds, moment, silence, attempts)
        heard, some = connection.execute(_HEARD, told).one()
    return max(0, limit - heard) if some else 0


def next_nudges(
    engine: Engine,
    kinds: Collection[Kind],
    moment: datetime,
    silence: timedelta,
    limit: int,
    attempts: int = MOST_ATTEMPTS,
) -> list[Nudge]:
    """At most so many pending jobs of these kinds that the queue never heard of, or longer than
    `silence` ago; they count as told from now on. The nudges are for workers of this release.
    """
    with at_once(engine) as connection:
        told = _told(kinds, moment, silence, attempts)
        rows = connection.execute(_TELL, told | {"the_room": limit}).all()
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


def _told(
    kinds: Collection[Kind], moment: datetime, silence: timedelta, attempts: int
) -> dict[str, Any]:
    return {
        "the_kinds": list(kinds),
        "the_moment": moment,
        "the_silence": moment - silence,
        "told_ahead": moment + silence,
        "the_horizon": horizon(moment, longest_pause(attempts)),
    }


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """Few go one by one, many several to a message."""
    size = min(_TOGETHER, 1 + len(ids) // _SHARES)
    return (ids[start : start + size] for start in range(0, len(ids), size))


def reset(engine: Engine, kinds: Collection[Kind]) -> None:
    """A queue that lived in a process died with it: every pending job of these kinds is to be told
    anew.
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


# Asked every second, so put together once. A nudge from the future was told by a clock that jumped
# back since.

_OURS = tuple_(jobs.c.stage, jobs.c.version).in_(bindparam("the_kinds", expanding=True))
_UNTOLD = select(jobs.c.id).where(
    jobs.c.state == PENDING,
    _OURS,
    has_come(jobs.c.not_before, bindparam("the_moment"), bindparam("the_horizon")),
    or_(
        jobs.c.nudged.is_(None),
        jobs.c.nudged <= bindparam("the_silence"),
        jobs.c.nudged > bindparam("told_ahead"),
    ),
)
_HEARD = select(
    select(func.count())
    .where(
        jobs.c.state == PENDING,
        _OURS,
        jobs.c.nudged > bindparam("the_silence"),
        jobs.c.nudged <= bindparam("told_ahead"),
    )
    .scalar_subquery(),
    _UNTOLD.limit(1).scalar_subquery(),
)
_OLDEST = _UNTOLD.order_by(jobs.c.id).limit(bindparam("the_room")).with_for_update(skip_locked=True)
_TELL = (
    update(jobs)
    .where(jobs.c.id.in_(_OLDEST))
    .values(nudged=bindparam("the_moment"))
    .returning(jobs.c.id, jobs.c.stage)
)
_KINDS = select(jobs.c.stage, jobs.c.version).where(jobs.c.state == PENDING).distinct()
