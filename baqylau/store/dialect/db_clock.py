"""The time that all machines agree on, and the time zone of the database's own functions.

Comes in: an engine or a connection. Goes out: the time. Leases are compared between machines, so
they are measured by one clock, the database server's. A worker whose own clock runs five minutes
ahead would otherwise claim every job that the others are working on.
"""

import time
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text

from baqylau import clock

# seconds after which the server is asked again: a clock drifts by some milliseconds in this time,
# and a machine that was suspended gets the right time soon
_ASK_AGAIN = 60.0
_known: WeakKeyDictionary[Engine, tuple[datetime, float]] = WeakKeyDictionary()


def db_now(engine: Engine) -> datetime:
    """The time now, time-zone aware, in UTC: by this machine's clock for SQLite, which runs on it;
    by the server's for PostgreSQL.
    """
    if engine.dialect.name != "postgresql":
        return clock.now()
    known = _known.get(engine)
    if known is None or time.monotonic() - known[1] > _ASK_AGAIN:
        known = _known[engine] = _ask(engine)
    return known[0] + timedelta(seconds=time.monotonic() - known[1])


def clock_skew(engine: Engine) -> timedelta:
    """How far this machine's clock runs ahead of the database's; nothing for SQLite."""
    return clock.now() - db_now(engine) if engine.dialect.name == "postgresql" else timedelta()


def days_in_utc(connection: Connection) -> None:
    """Makes the database's date functions count days in UTC until the transaction ends. SQLite
    always does; PostgreSQL counts them in the session's time zone.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))


def _ask(engine: Engine) -> tuple[datetime, float]:
    with engine.connect() as connection:
        moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment.astimezone(clock.now().tzinfo), time.monotonic()
