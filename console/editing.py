"""What commands share by which editors change stored data: the opened database, its time, and lines
that cannot steer the terminal.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer


def say(line: str) -> None:
    """Prints a line; characters of a name that would steer the terminal become spaces."""
    typer.echo("".join(x if x.isprintable() else " " for x in line))


@contextmanager
def engine_of_settings() -> Iterator[Any]:
    """The database of the settings. Raises `TryLater` where it is busy."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later

    with open_database(settings.load()) as engine, busy_as_try_later():
        yield engine


def time_of(engine: Any) -> Any:
    """The database's own time."""
    from baqylau.store.dialect.db_clock import db_now

    return db_now(engine)
