"""Tables for export: rows come in, CSV or JSON Lines go out, one row at a time.

CSV has the given columns, a header even where there is no row, and begins with a byte order mark
(unless it is left out), without which Excel does not read Cyrillic. Cells that a spreadsheet would
run as a formula are preceded by an apostrophe. Times are ISO 8601 with their offset.

A Russian or Kazakh Excel parts cells at semicolons and takes `2.5` for a day in May. So a file that
is parted with semicolons has decimal commas.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

BOM = "\ufeff"
COMMA, SEMICOLON, TAB = ",", ";", "\t"
_MARKS = "=+\\-@＝＋－＠"
_FORMULA = re.compile(
    rf'(?:^|(?<=[;\t\r\n]))(?=\s{{0,9}}"{{0,2}}[{_MARKS}]|[\t\r])|(?<=,)(?="{{0,2}}[{_MARKS}])'
)
"""Where a formula may begin: at the beginning of a cell; also behind what some spreadsheet takes
for the end of a cell: a semicolon, a tab, a new line, a comma. Behind a comma it must follow at
once, since prose has `, - said he`.
"""
_MAYBE = re.compile(rf'[;,\n](?:(?<!,)\s{{0,9}})?"{{0,2}}[{_MARKS}]')
"""Finds in the cells of a row, each behind a new line, whether any may need an apostrophe; a row
with a tab is searched with `_FORMULA` at once. It begins with a set of characters, and so takes
a fifth of the time.
"""
_PIECE = 2**15  # characters handed on at once
_LARGEST_EXACT = 2**53  # whole numbers up to here are exact as floats


def jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as JSON objects, each ending in a line feed."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_spelled).encode
    for row in rows:
        yield encode(row) + "\n"


def csv_lines(
    rows: Iterable[Sequence[Any]],
    columns: Sequence[str],
    bom: bool = True,
    separator: str = COMMA,
) -> Iterator[str]:
    """The header and the rows, some lines at a time; a row has a plain value for each column."""
    lines = io.StringIO()
    write = csv.writer(lines, lineterminator="\n", delimiter=separator).writerow
    decimal = "," if separator == SEMICOLON else "."
    lines.write(BOM if bom else "")
    write(columns)
    for row in rows:
        write(_cells(row, decimal))
        if lines.tell() > _PIECE:
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue()


def _cells(row: Sequence[Any], decimal: str) -> list[Any]:
    """The cells as the csv module writes them: None as nothing, whole numbers as they are."""
    words = "\n".join([x for x in row if type(x) is str])
    if "\t" in words or "\r" in words or _MAYBE.search(f"\n{words}"):
        return [None if x is None else _cell(x, decimal) for x in row]
    return [x if type(x) in _AS_THEY_ARE else _cell(x, decimal) for x in row]


_AS_THEY_ARE = frozenset((type(None), int, str))


def _cell(value: Any, decimal: str) -> str:
    if type(value) is float:
        whole = value.is_integer() and abs(value) < _LARGEST_EXACT
        return str(int(value)) if whole else str(value).replace(".", decimal)
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _FORMULA.sub("'", value)
        case date():
            return _spelled(value)
        case int():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written in one cell")


def _spelled(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError(f"{value.isoformat()} has no zone")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in a table")
