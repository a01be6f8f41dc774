"""Tables for export: dictionaries come in, CSV or JSON Lines go out, one row at a time.

CSV has one column for each key of the first row; lists and objects are written as JSON. Cells that
a spreadsheet would run as a formula are preceded by an apostrophe.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from baqylau.errors import InputError

FORMATS = ("csv", "jsonl")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Mapping[str, Any]], form: str) -> Iterator[str]:
    """The rows as texts, each ending in a line feed. Raises `InputError` for an unknown format."""
    if form not in FORMATS:
        raise InputError(f"format {form!r} is not known; give one of {', '.join(FORMATS)}")
    return _csv(rows) if form == "csv" else _jsonl(rows)


def _jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=_spelled) + "\n"


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    names: list[str] = []
    for row in rows:
        if not names:
            names = list(row)
            yield _line(names)
        yield _line([_cell(row[x]) for x in names])


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return (
        value.isoformat()
        if isinstance(value, date)
        else json.dumps(value, ensure_ascii=False, default=_spelled)
    )


def _spelled(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in a table")
