"""A database is written into a folder: a file a table, a line a row, in a form that both kinds of
database can read (`baqylau.store.load` does).

All files show the database at one moment, while everybody goes on working. What stages write that
are not `in_backup` (the search index) is left out: `load` makes their jobs due again. So is who is
signed in.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import Connection, Engine, Table, select

from baqylau.atomic import sha256_of, sync
from baqylau.errors import InputError
from baqylau.store import schema
from baqylau.store.connect import one_moment, reading
from baqylau.store.roles import require_readable
from baqylau.store.tables import metadata, pages
from baqylau.store.tables.account import NOT_IN_BACKUP

ROWS = 1000  # in one insert, and fetched at a time
_LEVEL = 6
BODIES = "bodies"
"""The list of the bodies that the dumped pages need: SHA-256 in hex, one a line, in order."""


@dataclass(frozen=True, slots=True)
class Dumped:
    """What a dump holds: the schema's revision, rows by table, and the SHA-256 of each file by its
    name; `rows` counts the list of bodies too, where there is one.
    """

    revision: str
    rows: dict[str, int]
    sha256: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return asdict(self)


def dump(engine: Engine, folder: Path) -> Dumped:
    """Writes every table and the list of needed bodies into the folder, each file synced. Raises
    `ConfigurationError` where the tables are not at the newest revision.
    """
    schema.require_current(engine)
    rows: dict[str, int] = {}
    with one_moment(engine) as connection:
        require_readable(connection)
        for table in dumped_tables():
            rows[table.name] = _write(path_of(folder, table.name), _rows(connection, table))
        rows[BODIES] = _write(path_of(folder, BODIES), _needed(connection))
    sums = {name: sha256_of(path_of(folder, name)) for name in rows}
    return Dumped(schema.newest(), rows, sums)


def dumped_tables() -> list[Table]:
    """The tables that a dump holds, each behind those that it refers to."""
    return [x for x in metadata.sorted_tables if x.name not in NOT_IN_BACKUP]


def path_of(folder: Path, name: str) -> Path:
    """The file of a table, or of the list of bodies."""
    return folder / (f"{name}.txt.zst" if name == BODIES else f"{name}.jsonl.zst")


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a file that `dump` wrote, without their ends."""
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as unpacked:
        rest = b""
        while portion := unpacked.read(1 << 20):
            *whole, rest = (rest + portion).split(b"\n")
            yield from whole


def check(folder: Path, dumped: Dumped) -> None:
    """Raises `InputError` for a file that is missing, changed, or has another number of rows than
    the manifest says.
    """
    for name, wanted in dumped.sha256.items():
        path = path_of(folder, name)
        if not path.is_file() or sha256_of(path) != wanted:
            raise InputError(f"{path}: missing or not as it was written; take another backup")
        count = sum(1 for _ in lines(path))
        if count != dumped.rows.get(name):
            raise InputError(
                f"{path}: {count} rows, and the manifest says {dumped.rows.get(name)}; take another"
                " backup"
            )


def hashes(folder: Path) -> Iterator[str]:
    """The bodies that the dumped pages need, in order. A dump of the first release has no list of
    them: its pages are read for it.
    """
    if path_of(folder, BODIES).is_file():
        yield from (x.decode() for x in lines(path_of(folder, BODIES)))
        return
    found = map(json.loads, lines(path_of(folder, pages.name)))
    yield from sorted({x["content_hash"] for x in found if x["body_removed"] is None})


def needing(engine: Engine, content_hash: str) -> str | None:
    """The address of a page that needs this body now; None where none does."""
    wanted = select(pages.c.url).where(
        pages.c.content_hash == content_hash, pages.c.body_removed.is_(None)
    )
    with reading(engine) as connection:
        return connection.execute(wanted.limit(1)).scalar_one_or_none()


def _write(path: Path, written: Iterable[bytes]) -> int:
    count = 0
    with _packed(path) as packed:
        for line in written:
            packed.write(line + b"\n")
            count += 1
    sync(path)
    return count


@contextmanager
def _packed(path: Path) -> Iterator[Any]:
    with (
        path.open("wb") as file,
        zstandard.ZstdCompressor(level=_LEVEL).stream_writer(file) as packed,
    ):
        yield packed


def _rows(connection: Connection, table: Table) -> Iterator[bytes]:
    found = connection.execution_options(yield_per=ROWS).execute(
        select(table).order_by(*table.primary_key)
    )
    for row in found.mappings():
        values = {x.name: _plain(row[x.name]) for x in table.columns}
        yield json.dumps(values, ensure_ascii=False).encode()


def _needed(connection: Connection) -> Iterator[bytes]:
    wanted = select(pages.c.content_hash).where(pages.c.body_removed.is_(None)).distinct()
    found = connection.execution_options(yield_per=ROWS).execute(
        wanted.order_by(pages.c.content_hash)
    )
    for content_hash in found.scalars():
        yield content_hash.encode()


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value
