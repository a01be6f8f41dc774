"""Parquet files: columns and rows come in, a file at a path goes out.

DuckDB, which writes them, is installed with the extra `parquet`. The rows go to it through a file
of JSON Lines in the same folder, so a set of any size needs little memory. Times are moments in
UTC; the offset that the outlet printed is in a column of its own.
"""

import errno
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baqylau.errors import ConfigurationError
from baqylau.exchange.columns import Columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = "256MB"
_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "day": "DATE",
    "moment": "TIMESTAMPTZ",
}
_MISSING = (
    "Parquet files need DuckDB, which is not installed: pip install 'baqylau[parquet]' (or: pip"
    " install duckdb); CSV, XLSX and JSON Lines need nothing more"
)


def require() -> None:
    """Raises `ConfigurationError` where DuckDB is not installed."""
    _connect(Path(tempfile.gettempdir())).close()


def write(path: Path, columns: Columns, rows: Iterable[Sequence[Any]]) -> int:
    """Writes the file and returns the number of rows. Equal rows give equal bytes. Raises
    `ConfigurationError` where DuckDB is not installed.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".parquet-") as folder:
        connection = _connect(Path(folder))
        try:
            lines = Path(folder) / "rows.jsonl"
            count = _write_lines(lines, columns, rows)
            held = ", ".join(
                f"{_quoted(x.name)}: {_quoted(_TYPES[x.kind])}" for x in columns.columns
            )
            source = (
                f"read_json({_quoted(str(lines))}, format='newline_delimited', columns={{{held}}}"
            )
            source += ", maximum_object_size=67108864)"
            with _full_disk_as_os_error():
                connection.execute(
                    f"COPY (SELECT * FROM {source})"  # noqa: S608  (our own names)
                    f" TO {_quoted(str(path))}"
                    " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
                )
        finally:
            connection.close()
    return count


@contextmanager
def _full_disk_as_os_error() -> Iterator[None]:
    """DuckDB tells of a full disk in words of its own; here it is the error of the system."""
    import duckdb

    try:
        yield
    except duckdb.Error as wrong:
        if os.strerror(errno.ENOSPC) not in str(wrong):
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from wrong


def _connect(folder: Path) -> "DuckDBPyConnection":
    try:
        import duckdb
    except ImportError:
        raise ConfigurationError(_MISSING) from None
    return duckdb.connect(
        ":memory:",
        config={
            "threads": 1,  # so that the order of the rows, and every byte, is the same each time
            "memory_limit": _MEMORY,
            "temp_directory": str(folder),
            "autoinstall_known_extensions": False,  # nothing is fetched from the network
            "autoload_known_extensions": False,
        },
    )


def _write_lines(path: Path, columns: Columns, rows: Iterable[Sequence[Any]]) -> int:
    names, count = columns.names, 0
    encode = json.JSONEncoder(ensure_ascii=False, default=_spelled).encode
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            file.write(encode(dict(zip(names, row, strict=True))) + "\n")
            count += 1
    return count


def _spelled(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in one cell")


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
