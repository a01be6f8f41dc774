"""The connection to the database.

Comes in: the address of a database. Goes out: an engine, and transactions of several kinds:
`reading`, `writing`, `one_moment`, `at_once`, `migrating`.

Only this file interprets a database address. SQLite runs in WAL mode with foreign keys on. A
writing transaction opens with BEGIN IMMEDIATE, which takes the write lock at once. Without it, a
transaction that reads first and writes later fails when another process has written in between: in
a measurement 305 of 800 transactions failed.
"""

import errno
import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    InvalidatePoolError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from baqylau import private
from baqylau.errors import ConfigurationError, TryLater

_BUSY_SECONDS = 30  # a writer waits this long for the others; one commit takes milliseconds
_TRUSTED = 1.0  # seconds; testing each time was a fifth of the cost of a small transaction
# PostgreSQL's SQLSTATE of problems that may pass by themselves: connection (08), resources: disk,
# memory, connections (53), a server that ends or starts (57P0), an I/O error (58030), serialization
# and deadlock (40), a server that is read-only (25006), a lock or a statement that waited too long
# (55P03, 57014)
_BUSY_STATES = ("08", "53", "57P0", "58030", "40", "25006", "55P03", "57014")
# SQLite's primary result codes of problems that may pass by themselves; not SQLITE_CORRUPT
_BUSY_CODES = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    )
)
# After one of these a connection does not notice that the problem is over: SQLite opens a file that
# it may not write for reading only, a PostgreSQL session keeps the default it began with
_STALE_STATES = frozenset(("25006",))
_STALE_CODES = frozenset(
    (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL)
)
_BUSY_FILES = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE))
# only where the driver gives no code: a connection that PostgreSQL refused or that broke
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
    "too many clients",
)
_HOW = "sqlite:////absolute/path.db or postgresql://user:password@host/name"


def connect(address: str, *, make: bool = True) -> Engine:
    """An engine for the address. A SQLite file and its folder are created where they do not exist,
    unless `make` is False.

    Raises `ConfigurationError` for an address that is neither SQLite nor PostgreSQL, and for a file
    that does not exist and is not to be created.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # a ValueError quotes a part of the password as the port
        raise ConfigurationError(
            "setting database: the address cannot be read; write @ / # ? in a password as"
            f" %40 %2F %23 %3F: {_HOW}"
        ) from None
    if (
        "@" in address.partition("@")[2] + address.partition("?")[2]
    ):  # the driver would look for a host named by the password's end
        raise ConfigurationError(
            "setting database: there is more than one @ in the address; write an @ in user or"
            f" password as %40, / as %2F and # as %23: {_HOW}"
        )
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
    if not make and not path.is_file():
        raise ConfigurationError(
            f"nothing is stored here yet: no database {path.resolve()}; `baqylau run`, `baqylau"
            " import` and `baqylau migrate` make one; if yours is elsewhere, go to its folder or"
            " set BAQYLAU_DATA or BAQYLAU_DATABASE"
        )
    if make:
        private.folder(path.parent)
    if make and not path.exists():  # SQLite gives -wal and -shm the mode of the database
        with suppress(OSError):  # SQLite says better why it cannot be opened
            private.file(path)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _give_up_stale)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("alone"):
        return
    # Tables are rebuilt by copying, which foreign keys would forbid; the pragma has no effect
    # inside a transaction.
    if options.get("migrating"):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def _postgres(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=10, pool_use_lifo=True
    )

    def on_checkin(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["returned"] = time.monotonic()

    def on_checkout(connection: Any, entry: ConnectionPoolEntry, _taken: Any) -> None:
        """A connection that was not used for a while may have been cut off, so it is tested; one
        that worked a moment ago is not.
        """
        if time.monotonic() - entry.info.get("returned", math.inf) < _TRUSTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as wrong:
            raise InvalidatePoolError from wrong

    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "handle_error", _give_up_stale)
    return engine


def is_embedded(engine: Engine) -> bool:
    """Whether the database is a file of this machine (SQLite), and not a server (PostgreSQL)."""
    return engine.dialect.name == "sqlite"


def server_version(engine: Engine) -> int:
    """PostgreSQL's server_version_num: 160004 is 16.4."""
    with reading(engine) as connection:
        return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction that may rebuild tables; committed at the end, rolled back if anything is
    raised.
    """
    with engine.connect().execution_options(writing=True, migrating=True) as connection:
        with connection.begin():
            yield connection
        if is_embedded(engine):
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            # the pragma was changed around a transaction: a fresh connection starts clean
            connection.invalidate()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write; committed at the end, rolled back if anything is raised."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine | Connection) -> Iterator[Connection]:
    """One transaction that only reads: it sees one moment on SQLite, and waits for nobody there. A
    connection whose transaction has begun is used as it is: several queries then see one moment.
    """
    if isinstance(engine, Connection):
        yield engine
        return
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """One transaction that only reads. All its statements see the database as it was at the same
    moment: SQLite always works so, on PostgreSQL the transaction is opened as REPEATABLE READ.
    """
    options = {} if is_embedded(engine) else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def at_once(engine: Engine) -> Iterator[Connection]:
    """A connection without BEGIN and COMMIT around it, for a single statement: the statement is a
    transaction of its own and takes effect when it ends. This saves the messages to the database
    that begin and end a transaction.
    """
    option = {"alone": True} if is_embedded(engine) else {"isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**option) as connection:
        yield connection


@contextmanager
def busy_as_try_later() -> Iterator[None]:
    """Inside it a database that is locked, full, read-only, restarting or not reachable raises
    `TryLater`, and so does a full or read-only disk; other errors pass unchanged.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError) as wrong:
        if not is_busy(wrong):
            raise
        if isinstance(wrong, OSError):
            raise TryLater(f"the disk cannot be written: {wrong}") from wrong
        text = str(wrong.orig if isinstance(wrong, DBAPIError) else wrong).lower()
        raise TryLater(f"the database is busy or away: {text}{_remedy(text)}") from wrong


def _remedy(text: str) -> str:
    """What to do about a message of SQLite that names a cause only those who know SQLite see."""
    for said, remedy in _REMEDIES.items():
        if said in text:
            return f"; {remedy}"
    return ""


_REMEDIES = {
    "disk i/o error": "is its disk full? make room there",
    "disk is full": "make room there",
    "readonly": "let this user write to its folder",
}


def is_busy(wrong: Exception) -> bool:
    """Whether a database was locked, full, read-only, restarting, out of connections or not
    reachable, or a disk full or read-only, so that the same operation may work later.
    """
    if isinstance(wrong, OSError):
        return wrong.errno in _BUSY_FILES
    if isinstance(wrong, PoolTimeout):  # every connection of this process is taken
        return True
    if not isinstance(wrong, DBAPIError):
        return False
    state, code = _state(wrong.orig), _code(wrong.orig)
    if state is not None:
        return state.startswith(_BUSY_STATES)
    if code is not None:
        return code in _BUSY_CODES
    words = str(wrong.orig).lower()
    return wrong.connection_invalidated or (
        isinstance(wrong, OperationalError) and any(x in words for x in _BUSY_WORDS)
    )


def _state(wrong: BaseException | None) -> str | None:
    """PostgreSQL's SQLSTATE; None from SQLite, and where no server answered."""
    state = getattr(wrong, "sqlstate", None)
    return state if isinstance(state, str) else None


def _code(wrong: BaseException | None) -> int | None:
    """SQLite's primary result code: the extended ones keep it in their lowest byte."""
    code = getattr(wrong, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _give_up_stale(context: ExceptionContext) -> None:
    """Closes a connection that would not notice that the problem is over, together with the others
    in the pool.
    """
    wrong = context.original_exception
    if _state(wrong) in _STALE_STATES or _code(wrong) in _STALE_CODES:
        context.is_disconnect = True


def is_of_the_database(wrong: Exception) -> bool:
    """Whether a database failed for a reason of its own (full, not reachable, locked), and not
    because of the values it was given.
    """
    return isinstance(wrong, DBAPIError) and not isinstance(wrong, DataError)
