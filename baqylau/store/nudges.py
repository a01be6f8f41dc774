"""What the queue should hear of: pending jobs come out as nudges, and are known to have been told. Times are in UTC."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, func, or_, select, update

from baqylau.messages import Nudge, Stage
from baqylau.store.connect import at_once, writing
from baqylau.store.jobs import PENDING
from baqylau.store.tables import jobs

_TOGETHER, _MANY = 8, 32  # jobs in one message, of which telling, fetching and confirming cost half a millisecond; and when so many go together


def due(engine: Engine, moment: datetime, silence: timedelta, limit: int) -> list[Nudge]:
    """Pending jobs the queue should hear of, at most `limit` unheard at a time: never told, or told longer than `silence` ago."""
    since = {"the_moment": moment, "the_silence": moment - silence}
    with at_once(engine) as connection:
        room = limit - int(connection.execute(_HEARD, since).scalar_one())
    if room <= 0:
        return []
    with at_once(engine) as connection:
        rows = connection.execute(_TELL, since | {"the_room": room}).all()
    told: dict[Stage, list[int]] = {}
    for job_id, stage in sorted(map(tuple, rows)):
        told.setdefault(Stage(stage), []).append(job_id)
    return [Nudge(stage, tuple(some)) for stage, ids in told.items() for some in _portions(ids)]


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """Many go several to a message; few go one by one, so that every worker gets some."""
    size = min(_TOGETHER, 1 + len(ids) // _MANY)
    return (ids[start : start + size] for start in range(0, len(ids), size))


def forget(engine: Engine) -> None:
    """A queue that lived in a process died with it: every pending job is to be told anew."""
    with writing(engine) as connection:
        connection.execute(update(jobs).where(jobs.c.state == PENDING, jobs.c.nudged.is_not(None)).values(nudged=None))


# Asked every second, so put together once.

_HEARD = select(func.count()).where(jobs.c.state == PENDING, jobs.c.nudged > bindparam("the_silence"))
_UNTOLD = (
    select(jobs.c.id)
    .where(
        jobs.c.state == PENDING,
        or_(jobs.c.not_before.is_(None), jobs.c.not_before <= bindparam("the_moment")),
        or_(jobs.c.nudged.is_(None), jobs.c.nudged <= bindparam("the_silence")),
    )
    .order_by(jobs.c.id)
    .limit(bindparam("the_room"))
    .with_for_update(skip_locked=True)
)
_TELL = update(jobs).where(jobs.c.id.in_(_UNTOLD)).values(nudged=bindparam("the_moment")).returning(jobs.c.id, jobs.c.stage)
