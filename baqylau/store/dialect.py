"""The few words SQLite and PostgreSQL spell alike but SQLAlchemy keeps in two dictionaries."""

from collections.abc import Collection

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_into(connection: Connection, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return (
        postgresql.insert(table)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(table)
    )


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves an existing row as it is."""
    return insert_into(connection, table).on_conflict_do_nothing()


def upserts(table: Table, keys: Collection[str]) -> dict[str, Insert]:
    """By the dialect's name: an INSERT of whole rows that overwrites the row of the same keys, to
    be put together once and given rows.
    """
    others = [x.name for x in table.columns if x.name not in keys and not x.primary_key]
    made = {
        name: insert(table)
        for name, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
    }
    return {
        name: x.on_conflict_do_update(index_elements=keys, set_={y: x.excluded[y] for y in others})
        for name, x in made.items()
    }
