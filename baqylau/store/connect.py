"""Address -> Engine, and the two ways of talking to it: `reading` and `writing`.

Only this file looks at a database address. SQLite runs in WAL with foreign keys on; a writing
transaction opens with BEGIN IMMEDIATE, because one that reads first and writes later fails when
another writer came between (305 of 800 measured).
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from baqylau.errors import ConfigurationError, TryLater

_BUSY_SECONDS = 30  # a writer waits this long for the others; one commit takes milliseconds
_TRUSTED = 1.0  # seconds; asking each time was a fifth of what a small transaction cost
_BUSY_WORDS = (
    "locked",
    "busy",
    "deadlock",
    "connection",
    "serialize",
    "shutting down",
    "starting up",
    "terminating",
    "recovery",
    "timeout",
)
_HOW = "sqlite:////absolute/path.db or postgresql://user:password@host/name"


def connect(address: str, *, make: bool = True) -> Engine:
    """An engine for the address. A SQLite file and its folder are made where they are not there,
    unless `make` is False.

    Raises `ConfigurationError` for an address that is neither SQLite nor PostgreSQL, and for a file
    that is not there and not to be made.
    """
    try:
        url = make_url(address)
    except ArgumentError as wrong:
        raise ConfigurationError(
            f"setting database: the address cannot be read; give {_HOW}"
        ) from wrong
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(url, make)
        case "postgresql":
            return _postgres(url)
        case other:
            raise ConfigurationError(
                f"setting database: {other!r} is not a database Baqylau keeps its rows in; give"
                f" {_HOW}"
            )


def _sqlite(url: URL, make: bool) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError(
            f"setting database: SQLite needs a file, since several processes share it; give {_HOW}"
        )
    path = Path(url.database)
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_file():
        raise ConfigurationError(
            f"nothing is kept here yet: no database {path.resolve()}; `baqylau run`, `baqylau"
            " import` and `baqylau migrate` make one; if yours is elsewhere, go to its folder or"
            " set BAQYLAU_DATA or BAQYLAU_DATABASE"
        )
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("alone"):
        return
    if options.get(
        "migrating"
    ):  # tables are rebuilt by copying, which foreign keys would forbid; the pragma is deaf inside a transaction
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=10, pool_use_lifo=True
    )

    def rests(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["rests since"] = time.monotonic()

    def wakes(connection: Any, entry: ConnectionPoolEntry, _taken: Any) -> None:
        """A connection that rested may have been cut off; one that worked a moment ago is not asked
        whether it lives.
        """
        if time.monotonic() - entry.info.get("rests since", math.inf) < _TRUSTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as wrong:
            raise InvalidatePoolError from wrong

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", wakes)
    return engine


def server_version(engine: Engine) -> int:
    """PostgreSQL's server_version_num: 160004 is 16.4."""
    with reading(engine) as connection:
        return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write; committed at the end, rolled back if anything is raised."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that only reads: a view of one moment, waiting for nobody on SQLite."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def at_once(engine: Engine) -> Iterator[Connection]:
    """For one statement that is a transaction of its own, so that nothing need be said of its
    beginning and end.
    """
    option = (
        {"isolation_level": "AUTOCOMMIT"}
        if engine.dialect.name == "postgresql"
        else {"alone": True}
    )
    with engine.connect().execution_options(**option) as connection:
        yield connection


@contextmanager
def busy_as_try_later() -> Iterator[None]:
    """A database that is locked, restarting or out of reach raises `TryLater`; its other errors
    pass as they are.
    """
    try:
        yield
    except DBAPIError as wrong:
        if is_busy(wrong):
            raise TryLater(f"the database is busy or away: {str(wrong.orig).lower()}") from wrong
        raise


def is_busy(wrong: Exception) -> bool:
    """Whether a database was locked, restarting or out of reach, so that the same may work a while
    later.
    """
    if not isinstance(wrong, DBAPIError):
        return False
    words = str(wrong.orig).lower()
    return wrong.connection_invalidated or (
        isinstance(wrong, OperationalError) and any(x in words for x in _BUSY_WORDS)
    )
