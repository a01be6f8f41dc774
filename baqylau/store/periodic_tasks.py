"""Periodic tasks that one process does for all: the first that asks when a task is due claims it.
Times are time-zone aware, in UTC.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, update

from baqylau.store import dialect
from baqylau.store.connect import writing
from baqylau.store.leases import horizon, is_over
from baqylau.store.tables import chores


def claim(engine: Engine, name: str, now: datetime, every: timedelta) -> bool:
    """Whether the task is due and now claimed by the caller; it is due again after `every`, also
    where the caller dies before it is done. A next run further ahead than that was written by a
    clock that jumped back since.
    """
    with writing(engine) as connection:
        connection.execute(
            dialect.insert_or_ignore(connection, chores).values(name=name, next_run=now)
        )
        mine = (
            update(chores)
            .where(chores.c.name == name, is_over(chores.c.next_run, now, horizon(now, every)))
            .values(next_run=now + every)
        )
        return connection.execute(mine).rowcount == 1
