"""Tables for export: dictionaries come in, CSV or JSON Lines go out, one row at a time.

CSV has the given columns, a header even where there is no row, and begins with a byte order mark
(unless it is left out), without which Excel does not read Cyrillic. Cells that a spreadsheet would
run as a formula are preceded by an apostrophe. Times are ISO 8601 with their offset.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

BOM = "\ufeff"
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\s{0,9}[=+\-@＝＋－＠]|[\t\r])")
"""Where a formula may begin: also behind a semicolon or a new line, which some spreadsheets take
for the beginning of a cell.
"""
_LARGEST_EXACT = 2**53  # whole numbers up to here are exact as floats


def jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as JSON objects, each ending in a line feed."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=_spelled) + "\n"


def csv_lines(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], bom: bool = True
) -> Iterator[str]:
    """The header and the rows, each ending in a line feed; a row has a plain value for each
    column.
    """
    yield (BOM if bom else "") + _line(columns)
    for row in rows:
        yield _line([_cell(row[x]) for x in columns])


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return _FORMULA.sub("'", value)
        case date():
            return _spelled(value)
        case float() if value.is_integer() and abs(value) < _LARGEST_EXACT:
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written in one cell")


def _spelled(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError(f"{value.isoformat()} has no zone")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in a table")
