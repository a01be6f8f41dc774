"""Whether the database's own file is damaged: an engine comes in, the faults that SQLite finds go
out.

PostgreSQL checks its pages itself (data checksums, `amcheck`); there a damaged page is reported
when it is read.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from baqylau.errors import BaqylauError
from baqylau.store.connect import is_embedded

_SHOWN = 10  # faults; one damaged page tends to make hundreds
_STEPS = 10_000  # of SQLite's virtual machine between two checks of the time: well under 10 ms
_WORDS = (
    "malformed",
    "not a database",
    "corrupt",
    "invalid page",
    "could not read block",
    "missing chunk",
    "checksum",
)
REMEDY = (
    "stop writing to it and restore the last backup into a new data folder (`baqylau restore`);"
    " without a backup, sqlite3's .recover saves what can be read"
)


class DamagedDatabase(BaqylauError):
    """The database's own file is damaged; the message says what was found and what to do."""


class TimeLimitReached(Exception):
    """The check was stopped at its time limit; what it had read until then was not damaged."""


def damage(engine: Engine, seconds: float | None = None) -> list[str]:
    """What SQLite's quick_check finds, at most ten lines; empty where the file is not damaged, and
    for PostgreSQL. Raises `TimeLimitReached` where it takes longer than so many seconds.
    """
    if not is_embedded(engine):
        return []
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        end = None if seconds is None else time.monotonic() + seconds
        if end is not None:
            driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            found = connection.exec_driver_sql(f"PRAGMA quick_check({_SHOWN})").scalars().all()
        except DBAPIError as wrong:
            if "interrupted" in str(wrong.orig):
                raise TimeLimitReached from wrong
            if is_damage(wrong):
                return [str(wrong.orig)]
            raise
        finally:
            driver.set_progress_handler(None, 0)
    found_lines = [line for x in found for line in str(x).splitlines()]
    return [x for x in found_lines if x != "ok" and not x.startswith("***")]


def require_sound(engine: Engine) -> None:
    """Raises `DamagedDatabase` where the database's file is damaged. Takes as long as reading the
    file.
    """
    found = damage(engine)
    if found:
        raise DamagedDatabase(f"the database is damaged ({found[0]}): {REMEDY}")


def is_damage(wrong: Exception) -> bool:
    """Whether the error says that the database's own pages cannot be read."""
    return isinstance(wrong, DBAPIError) and any(x in str(wrong.orig).lower() for x in _WORDS)


@contextmanager
def damage_reported() -> Iterator[None]:
    """Inside it the error of a damaged database is raised as `DamagedDatabase`; other errors pass
    unchanged.
    """
    try:
        yield
    except DBAPIError as wrong:
        if is_damage(wrong):
            raise DamagedDatabase(f"the database is damaged ({wrong.orig}): {REMEDY}") from wrong
        raise
