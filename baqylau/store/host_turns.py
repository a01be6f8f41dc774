"""One row for each host that crawlers ask: when it was last asked, and how long it is to be left
alone after that.

Comes in: a host and the pause that its robots.txt or its outlet wants. Goes out: whether a request
may be sent now, else how long to wait. So the outlets of one host share its pace, whichever crawler
visits them. Times are time-zone aware, in UTC, by the database's clock.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update

from baqylau.store import dialect
from baqylau.store.connect import writing
from baqylau.store.tables import host_turns

CLOCK_SLACK = timedelta(minutes=1)
"""A host that was asked later than so long after now was claimed by a clock that was set back
since: its row does not count."""
LONG_AGO = timedelta(days=1)


def claim(engine: Engine, host: str, now: datetime, pause: timedelta) -> timedelta:
    """Claims the host for one request at `now`: zero where it may be sent, else how long to wait
    before asking again. The longer of this pause and that of the request before counts.
    """
    with writing(engine) as connection:
        connection.execute(
            dialect.insert_or_ignore(connection, host_turns).values(
                host=host, last_sent=now - LONG_AGO, pause=0.0
            )
        )
        row = connection.execute(
            select(host_turns).where(host_turns.c.host == host).with_for_update()
        ).one()
        free: datetime = row.last_sent + max(pause, timedelta(seconds=row.pause))
        if now < free and row.last_sent <= now + CLOCK_SLACK:
            return free - now
        connection.execute(
            update(host_turns)
            .where(host_turns.c.host == host)
            .values(last_sent=now, pause=pause.total_seconds())
        )
    return timedelta()
