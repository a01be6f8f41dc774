"""What the queue should hear of: pending jobs come out as nudges, and are known to have been told.
Times are in UTC.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, func, or_, select, update

from baqylau.messages import Nudge, Stage
from baqylau.store.connect import at_once, writing
from baqylau.store.jobs import PENDING
from baqylau.store.tables import jobs

_TOGETHER = (
    8  # jobs in one message at most; telling, fetching and confirming one costs half a millisecond
)
# about so many messages are made before they name more jobs each, so that every worker gets some of
# a few
_SHARES = 8


def room(engine: Engine, moment: datetime, silence: timedelta, limit: int) -> int:
    """How many more jobs the queue may hear of, where it should know of `limit` at most that nobody
    has begun; 0 where there is none to tell of.
    """
    with at_once(engine) as connection:
        heard, some = connection.execute(
            _HEARD, {"the_moment": moment, "the_silence": moment - silence}
        ).one()
    return max(0, limit - heard) if some else 0


def tell(engine: Engine, moment: datetime, silence: timedelta, limit: int) -> list[Nudge]:
    """At most so many pending jobs that the queue never heard of, or longer than `silence` ago;
    they count as told from now on.
    """
    with at_once(engine) as connection:
        rows = connection.execute(
            _TELL, {"the_moment": moment, "the_silence": moment - silence, "the_room": limit}
        ).all()
    told: dict[Stage, list[int]] = {}
    for job_id, stage in sorted(map(tuple, rows)):
        told.setdefault(Stage(stage), []).append(job_id)
    return [Nudge(stage, tuple(some)) for stage, ids in told.items() for some in _portions(ids)]


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """Few go one by one, many several to a message."""
    size = min(_TOGETHER, 1 + len(ids) // _SHARES)
    return (ids[start : start + size] for start in range(0, len(ids), size))


def forget(engine: Engine) -> None:
    """A queue that lived in a process died with it: every pending job is to be told anew."""
    with writing(engine) as connection:
        connection.execute(
            update(jobs)
            .where(jobs.c.state == PENDING, jobs.c.nudged.is_not(None))
            .values(nudged=None)
        )


# Asked every second, so put together once.

_UNTOLD = select(jobs.c.id).where(
    jobs.c.state == PENDING,
    or_(jobs.c.not_before.is_(None), jobs.c.not_before <= bindparam("the_moment")),
    or_(jobs.c.nudged.is_(None), jobs.c.nudged <= bindparam("the_silence")),
)
_HEARD = select(
    select(func.count())
    .where(jobs.c.state == PENDING, jobs.c.nudged > bindparam("the_silence"))
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
