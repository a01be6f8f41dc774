"""The few words SQLite and PostgreSQL spell alike but SQLAlchemy keeps in two dictionaries."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    any_,
    bindparam,
    func,
    select,
)

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = postgresql.Insert | sqlite.Insert

T = TypeVar("T", int, str)


def insert_into(connection: Connection, table: Table) -> "Insert":
    """An INSERT that knows ON CONFLICT."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> "Insert":
    # A dialect is imported when it is spoken: PostgreSQL's takes 0.04 s of a command's start.
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def insert_or_ignore(connection: Connection, table: Table) -> "Insert":
    """An INSERT that leaves an existing row as it is."""
    return insert_into(connection, table).on_conflict_do_nothing()


def upsert(dialect: str, table: Table, keys: Collection[str]) -> "Insert":
    """In a dialect, by its name: an INSERT of whole rows that overwrites the row of the same keys,
    to be put together once and given rows.
    """
    others = [x.name for x in table.columns if x.name not in keys and not x.primary_key]
    new = _insert(dialect, table)
    return new.on_conflict_do_update(index_elements=keys, set_={x: new.excluded[x] for x in others})


def is_one_of(
    connection: Connection, column: ColumnElement[T], values: Collection[T]
) -> ColumnElement[bool]:
    """Whether the column has one of the values, handed over in one parameter: for thousands of them
    a parameter each takes longer than the statement itself.
    """
    if connection.dialect.name == "postgresql":
        # not `in_(rows_of(…))`: that is a join, and one of its plans tests every row of the table
        return column == any_(bindparam(None, list(values), ARRAY(column.type), unique=True))
    return column.in_(rows_of(connection, column, values))


def rows_of(
    connection: Connection, column: ColumnElement[T], values: Collection[T]
) -> Select[tuple[T]]:
    """The values, each a row, as the column would have them; handed over in one parameter."""
    if connection.dialect.name == "postgresql":
        given = bindparam(None, list(values), ARRAY(column.type), unique=True)
        return select(func.unnest(given, type_=column.type))
    rows = func.json_each(json.dumps(list(values))).table_valued(Column("value", column.type))
    return select(rows.c.value)
