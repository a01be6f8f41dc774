"""INSERT with ON CONFLICT: SQLite and PostgreSQL write it alike, but SQLAlchemy has a class of its
own for each.

Comes in: a connection and a table. Goes out: an INSERT statement to which values are added.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = postgresql.Insert | sqlite.Insert


def insert_into(connection: Connection, table: Table) -> "Insert":
    """An INSERT to which an ON CONFLICT clause can be added."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> "Insert":
    # A dialect is imported when it is first used: PostgreSQL's takes 0.04 s of a command's start.
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def name_of(connection: Connection) -> str:
    """The name of the connection's dialect, for `upsert`."""
    return connection.dialect.name


def insert_or_ignore(connection: Connection, table: Table) -> "Insert":
    """An INSERT that leaves an existing row as it is."""
    return insert_into(connection, table).on_conflict_do_nothing()


def upsert(dialect: str, table: Table, keys: Collection[str]) -> "Insert":
    """An INSERT of whole rows that overwrites the row with the same keys. `dialect` is the name of
    the dialect (see `name_of`); no connection is needed, so that a caller can build the statement
    once and keep it.
    """
    others = [x.name for x in table.columns if x.name not in keys and not x.primary_key]
    new = _insert(dialect, table)
    return new.on_conflict_do_update(index_elements=keys, set_={x: new.excluded[x] for x in others})
