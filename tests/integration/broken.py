"""A database that breaks while everybody works, in every way that mends itself, and is mended.

SQLite's errors are raised where its driver would, with its own codes; PostgreSQL raises its own, a
trigger gives those that cannot be had on demand.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine, event

SQLITE = {
    "full": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "read-only": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    "out of connections": (sqlite3.SQLITE_CANTOPEN, "unable to open database file"),
    "serialization": (sqlite3.SQLITE_BUSY_SNAPSHOT, "cannot start a transaction"),
    "deadlock": (sqlite3.SQLITE_LOCKED, "database table is in use"),
    "gone": (sqlite3.SQLITE_IOERR, "disk I/O error"),
}
RAISED = {"full": "53100", "serialization": "40001", "deadlock": "40P01"}
REFUSED = {
    "read-only": (
        "ALTER DATABASE {name} SET default_transaction_read_only = on",
        "ALTER DATABASE {name} RESET default_transaction_read_only",
    ),
    "out of connections": (
        "ALTER ROLE office CONNECTION LIMIT 0",
        "ALTER ROLE office CONNECTION LIMIT -1",
    ),
    "gone": (
        "ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        "ALTER DATABASE {name} ALLOW_CONNECTIONS true",
    ),
}
KINDS = tuple(SQLITE)


def as_office(address: str) -> str:
    """The same PostgreSQL database for a role that limits and rights hold for."""
    server, _, name = address.rpartition("/")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "DO $$ BEGIN CREATE ROLE office LOGIN; EXCEPTION WHEN duplicate_object THEN NULL;"
            " END $$"
        )
        connection.execute(f"GRANT ALL ON DATABASE {name} TO office")
        connection.execute("GRANT ALL ON SCHEMA public TO office")
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO office")
        connection.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO office")
    return f"{server.replace('//baqylau@', '//office@')}/{name}"


def break_database(engine: Engine, kind: str) -> Callable[[], None]:
    """The database fails from now on, until what is returned is called."""
    if engine.dialect.name == "sqlite":
        return _break_sqlite(engine, *SQLITE[kind])
    return _break_postgres(engine, kind)


def _break_sqlite(engine: Engine, code: int, words: str) -> Callable[[], None]:
    def fail(_cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SELECT", "BEGIN")) or statement == "BEGIN IMMEDIATE":
            wrong = sqlite3.OperationalError(words)
            wrong.sqlite_errorcode = code
            raise wrong

    names = ("do_execute", "do_execute_no_params")
    for name in names:
        event.listen(engine, name, fail)

    def mend() -> None:
        for name in names:
            event.remove(engine, name, fail)

    return mend


def _break_postgres(engine: Engine, kind: str) -> Callable[[], None]:
    owner = engine.url.set(drivername="postgresql", username="baqylau")
    here = owner.render_as_string(hide_password=False)
    there = owner.set(database="postgres").render_as_string(hide_password=False)
    if kind in RAISED:
        _tell(here, _TRIGGER.format(state=RAISED[kind]))
        return lambda: _tell(here, "DROP TRIGGER trouble ON jobs")
    breaks, mends = (x.format(name=owner.database) for x in REFUSED[kind])
    _tell(there, breaks)
    _tell(there, _CUT.format(name=owner.database))
    return lambda: _tell(there, mends)


def _tell(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    " AND pid <> pg_backend_pid()"
)
_TRIGGER = """
CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{state}'; END $$;
CREATE TRIGGER trouble BEFORE INSERT OR UPDATE ON jobs
FOR EACH STATEMENT EXECUTE FUNCTION trouble()
"""
