"""The few words SQLite and PostgreSQL spell alike but SQLAlchemy keeps in two dictionaries."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_into(connection: Connection, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves an existing row as it is."""
    return insert_into(connection, table).on_conflict_do_nothing()
