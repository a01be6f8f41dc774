"""What time it is for everybody: leases are compared between machines, so they are counted by one
clock, the database server's.

A worker whose own clock runs five minutes ahead would otherwise take every job the others are
working on.
"""

import time
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text

from baqylau import clock

# seconds: quartz drifts by some milliseconds in this time, and a machine that slept is told soon
_ASK_AGAIN = 60.0
_known: WeakKeyDictionary[Engine, tuple[datetime, float]] = WeakKeyDictionary()


def db_now(engine: Engine) -> datetime:
    """The moment, aware, in UTC: this machine's clock for SQLite, which lives here; the server's
    for PostgreSQL.
    """
    if engine.dialect.name != "postgresql":
        return clock.now()
    told = _known.get(engine)
    if told is None or time.monotonic() - told[1] > _ASK_AGAIN:
        told = _known[engine] = _ask(engine)
    return told[0] + timedelta(seconds=time.monotonic() - told[1])


def clock_skew(engine: Engine) -> timedelta:
    """How far this machine's clock runs ahead of the database's; nothing for SQLite."""
    return clock.now() - db_now(engine) if engine.dialect.name == "postgresql" else timedelta()


def _ask(engine: Engine) -> tuple[datetime, float]:
    with engine.connect() as connection:
        moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment.astimezone(clock.now().tzinfo), time.monotonic()
