"""Chores that one process does for all: whoever comes first when one is due takes it. Times are
aware, in UTC.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, update

from baqylau.store import dialect
from baqylau.store.connect import writing
from baqylau.store.leases import horizon, is_over
from baqylau.store.tables import chores


def claim(engine: Engine, name: str, now: datetime, every: timedelta) -> bool:
    """Whether the chore is due and now the caller's; it is due again after `every`, also where the
    caller dies over it. A next run further ahead was set by a clock that jumped back since.
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
