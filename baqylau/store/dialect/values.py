"""Many values in one parameter: a column and values come in, a condition or a select goes out. For
thousands of values a parameter for each takes longer than the statement itself.
"""

import json
from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Select,
    Text,
    any_,
    bindparam,
    func,
    select,
)

T = TypeVar("T", int, str)


def is_one_of(
    connection: Connection, column: ColumnElement[T], values: Collection[T]
) -> ColumnElement[bool]:
    """Whether the column has one of the values."""
    if connection.dialect.name == "postgresql":
        # not `in_(rows_of(…))`: that is a join, and one of its plans tests every row of the table
        return column == any_(bindparam(None, list(values), ARRAY(column.type), unique=True))
    return column.in_(rows_of(connection, column, values))


def is_in_bound(dialect: str, column: ColumnElement[T], name: str) -> ColumnElement[bool]:
    """Whether the column has one of the values of a parameter, for a statement that is built once;
    `bound` makes the parameter's value.
    """
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    rows = func.json_each(bindparam(name, type_=Text)).table_valued(Column("value", column.type))
    return column.in_(select(rows.c.value))


def bound(connection: Connection, values: Collection[int] | Collection[str]) -> Any:
    """The value of a parameter of `is_in_bound`."""
    return list(values) if connection.dialect.name == "postgresql" else json.dumps(list(values))


def rows_of(
    connection: Connection, column: ColumnElement[T], values: Collection[T]
) -> Select[tuple[T]]:
    """The values, one in each row, with the type of the column."""
    if connection.dialect.name == "postgresql":
        given = bindparam(None, list(values), ARRAY(column.type), unique=True)
        return select(func.unnest(given, type_=column.type))
    rows = func.json_each(json.dumps(list(values))).table_valued(Column("value", column.type))
    return select(rows.c.value)
