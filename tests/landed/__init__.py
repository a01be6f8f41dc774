"""Databases as landed releases left them, for the tests of migrations.

`0001.jsonl` is a small piece of the database that `make demo ONCE=1` of revision 0001 made of the
sample press (every text in it is invented), one line a row. It was written by

    python -m tests.landed.make demo-data tests/landed/0001.jsonl

and is not written again: it is what users have. A later revision that adds tables gets a file of
its own beside it.
"""

import base64
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    insert,
    select,
    text,
)

FOLDER = Path(__file__).parent
SEARCH, BODY = "search", "body"
"""Lines that are not rows of a plain table: the full-text index, and bodies of the archive."""
LATE = {"articles": ("reprint_of",)}
"""Columns that may refer to a row that comes later; they are filled in last."""

Rows = dict[str, list[dict[str, Any]]]


def rows_of(revision: str) -> Rows:
    """The rows by table, as JSON has them: times as ISO 8601, bytes as hex."""
    found: Rows = defaultdict(list)
    for line in (FOLDER / f"{revision}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row.pop("table")].append(row)
    return found


def tables_of(engine: Engine) -> dict[str, Table]:
    """The tables as they are in the database, whatever `store.tables` says now, in the order in
    which they are filled.
    """
    metadata = MetaData()
    metadata.reflect(engine, only=lambda name, _: not name.startswith((SEARCH, "alembic")))
    return {x.name: x for x in metadata.sorted_tables}


def fill(engine: Engine, rows: Rows) -> None:
    """Inserts the rows into empty tables of their revision, and fills the full-text index."""
    tables = tables_of(engine)
    with engine.connect() as connection, connection.begin():
        for table in tables.values():
            for row in rows.get(table.name, ()):
                early = {x: y for x, y in row.items() if x not in LATE.get(table.name, ())}
                connection.execute(insert(table), stored(table, early))
        for name, columns in LATE.items():
            table = tables[name]
            for row in rows[name]:
                late = stored(table, {x: row[x] for x in columns})
                connection.execute(table.update().where(table.c.id == row["id"]).values(late))
        for row in rows[SEARCH]:
            connection.execute(_index(connection), row)
        if connection.dialect.name == "postgresql":
            _set_sequences(connection, tables)


def _index(connection: Connection) -> Any:
    if connection.dialect.name == "postgresql":
        return text("INSERT INTO search VALUES (:article, to_tsvector('simple', :lemmas))")
    return text("INSERT INTO search (rowid, lemmas) VALUES (:article, :lemmas)")


def _set_sequences(connection: Connection, tables: dict[str, Table]) -> None:
    """New rows get numbers after these."""
    for table in tables.values():
        if "id" in table.c and table.c.id.type.python_type is int:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                    f" (SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                )
            )


def contents(engine: Engine) -> Rows:
    """Every row of every table as it is in the database now, in the form of `rows_of`."""
    with engine.connect() as connection:
        return {
            name: [plain(x) for x in connection.execute(_in_order(table)).mappings()]
            for name, table in tables_of(engine).items()
        }


def _in_order(table: Table) -> Any:
    return select(table).order_by(*table.primary_key)


def stored(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row of JSON with the values that the reflected table takes."""
    return {x: _value(table.c[x], y) for x, y in row.items()}


def _value(column: Column[Any], value: Any) -> Any:
    match column.type:
        case DateTime() if value is not None:
            moment = datetime.fromisoformat(value)
            return moment if column.type.timezone else moment.replace(tzinfo=None)
        case LargeBinary() if value is not None:
            return bytes.fromhex(value)
        case JSON() if value is None:
            from sqlalchemy import null

            return null()
        case _:
            return value


def plain(row: Any) -> dict[str, Any]:
    """A row of a reflected table with the values that JSON has."""
    return {x: _plain(y) for x, y in row.items()}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.replace(tzinfo=None).isoformat() + "+00:00"
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value


def bodies_of(rows: Rows) -> Iterator[bytes]:
    """The bodies of some of the pages."""
    for row in rows[BODY]:
        yield zstandard.ZstdDecompressor().decompress(base64.b64decode(row["zstd"]))
