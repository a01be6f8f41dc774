"""The whole database as files, one line a row, in a form either database reads: tables come in and
go out of a folder.

A dump is one moment's view, written while everybody works on. The search index is not in it: its
jobs are put back instead.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import Column, Connection, Engine, LargeBinary, Table, func, insert, select, update

from baqylau.errors import ConfigurationError, InputError
from baqylau.messages import Stage
from baqylau.store import schema
from baqylau.store.connect import writing
from baqylau.store.jobs import DONE, LEASED, PENDING
from baqylau.store.tables import Moment, articles, jobs, metadata, outlets

_ROWS = 1000  # in one insert
_LEVEL = 6
MANIFEST = "manifest.json"


def dump(engine: Engine, folder: Path) -> dict[str, int]:
    """Writes every table into the folder; rows by table. Raises `ConfigurationError` where the
    tables are not at the newest revision.
    """
    schema.require_current(engine)
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    sums: dict[str, str] = {}
    with (
        engine.connect().execution_options(**_one_moment(engine)) as connection,
        connection.begin(),
    ):
        for table in metadata.sorted_tables:
            counts[table.name], sums[table.name] = _write(connection, table, folder)
    told = {"revision": schema.newest(), "rows": counts, "sha256": sums}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
    return counts


def load(engine: Engine, folder: Path) -> dict[str, int]:
    """Fills an empty database from such a folder; rows by table.

    Raises `InputError` for a folder that is not whole, `ConfigurationError` for a database that is
    not empty or of another revision.
    """
    manifest = _manifest(folder)
    schema.require_current(engine)
    if manifest["revision"] != schema.newest():
        raise ConfigurationError(
            f"{folder}: the backup is of revision {manifest['revision']}, this version reads"
            f" {schema.newest()}; restore with that"
        )
    with writing(engine) as connection:
        for table in metadata.sorted_tables:
            if connection.execute(select(func.count()).select_from(table)).scalar_one():
                raise ConfigurationError(
                    f"the database is not empty ({table.name} has rows): restore into a new one"
                )
        counts = {table.name: _read(connection, table, folder) for table in metadata.sorted_tables}
        _start_anew(connection)
    return counts


def _one_moment(engine: Engine) -> dict[str, Any]:
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _path(folder: Path, table: str) -> Path:
    return folder / f"{table}.jsonl.zst"


def _write(connection: Connection, table: Table, folder: Path) -> tuple[int, str]:
    rows = connection.execution_options(yield_per=_ROWS).execute(
        select(table).order_by(*table.primary_key)
    )
    count, path = 0, _path(folder, table.name)
    with (
        path.open("wb") as file,
        zstandard.ZstdCompressor(level=_LEVEL).stream_writer(file) as packed,
    ):
        for row in rows.mappings():
            packed.write(
                json.dumps(
                    {x.name: _plain(row[x.name]) for x in table.columns}, ensure_ascii=False
                ).encode()
                + b"\n"
            )
            count += 1
    return count, _sum(path)


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise InputError(
            f"{folder}: {MANIFEST} cannot be read ({wrong}); give the folder `baqylau backup` wrote"
        ) from wrong
    for name, wanted in told["sha256"].items():
        path = _path(folder, name)
        if not path.is_file() or _sum(path) != wanted:
            raise InputError(f"{path}: missing or not as it was written; take another backup")
    return told


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(connection: Connection, table: Table, folder: Path) -> int:
    count, reprints, batch = 0, [], []
    for line in _lines(_path(folder, table.name)):
        row = {x.name: _value(x, line.get(x.name)) for x in table.columns}
        if (
            table is articles and row["reprint_of"] is not None
        ):  # it may point at a row that comes later
            reprints.append((row["id"], row["reprint_of"]))
            row["reprint_of"] = None
        batch.append(row)
        if len(batch) == _ROWS:
            connection.execute(insert(table), batch)
            batch = []
        count += 1
    if batch:
        connection.execute(insert(table), batch)
    for article_id, source in reprints:
        connection.execute(
            update(articles).where(articles.c.id == article_id).values(reprint_of=source)
        )
    return count


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as unpacked:
        rest = b""
        while portion := unpacked.read(1 << 20):
            *lines, rest = (rest + portion).split(b"\n")
            yield from map(json.loads, lines)


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return bytes.fromhex(value) if isinstance(column.type, LargeBinary) else value


def _start_anew(connection: Connection) -> None:
    """Nobody holds a lease, no queue knows of a job, the search index is to be filled; numbering
    goes on behind the last row.
    """
    connection.execute(update(jobs).where(jobs.c.state == LEASED).values(state=PENDING))
    connection.execute(
        update(jobs)
        .where(jobs.c.stage == Stage.INDEX, jobs.c.state == DONE)
        .values(state=PENDING, attempts=0, outcome=None)
    )
    connection.execute(update(jobs).values(nudged=None, lease_token=None, lease_until=None))
    connection.execute(update(outlets).values(lease_token=None, lease_until=None))
    if connection.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            if "id" in table.columns and table.columns["id"].type.python_type is int:
                number = table.columns["id"]
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(
                    select(func.setval(sequence, func.coalesce(func.max(number), 0) + 1, False))
                )
