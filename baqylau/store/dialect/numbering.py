"""The numbers that new rows get as ids, after rows were inserted with the ids they had elsewhere.

Comes in: a connection and tables. Goes out: nothing; the next row of each table gets the number
after the highest one. SQLite does this by itself.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, func, select


def continue_after_last_row(connection: Connection, tables: Iterable[Table]) -> None:
    """Sets the sequence of every table with a numbered id behind the table's highest id."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns and table.columns["id"].type.python_type is int:
            _set_sequence(connection, table)


def _set_sequence(connection: Connection, table: Table) -> None:
    """Does nothing for a table that only a later revision of the schema creates."""
    existing = connection.execute(select(func.to_regclass(table.name))).scalar_one()
    if existing is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, "id")
    last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
    connection.execute(select(func.setval(sequence, last, False)))
