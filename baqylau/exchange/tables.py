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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

BOM = "\ufeff"
COMMA, SEMICOLON, TAB = ",", ";", "\t"
_EACH_MARK = "=+-@＝＋－＠"
_MARKS = re.escape(_EACH_MARK)
_FORMULA = re.compile(
    rf'(?:^|(?<=[;\t\r\n]))(?=\s{{0,9}}"{{0,2}}[{_MARKS}]|[\t\r])|(?<=,)(?="{{0,2}}[{_MARKS}])'
)
"""Where a formula may begin: at the beginning of a cell; also behind what some spreadsheet takes
for the end of a cell: a semicolon, a tab, a new line, a comma. Behind a comma it must follow at
once, since prose has `, - said he`.
"""
_MAYBE = re.compile(rf'[;,\n]"?\s{{0,9}}"{{0,4}}[{_MARKS}]')
"""Finds in written lines whether a cell may need an apostrophe: all that `_FORMULA` finds in a
cell, however it is quoted, and more. Few need one, so many lines are searched at once.
"""
_BEFORE = frozenset(',;\n"').union(x for x in map(chr, range(0x3001)) if x.isspace())
"""The characters behind one of which such a mark stands. Looking at them alone is several times
quicker than the pattern: nearly all marks stand inside a day, an address or a compound.
"""
_PORTION = 100  # rows written at once
_FIRST = frozenset('"\t\r ' + _EACH_MARK)  # the first line of a portion has no line end before it
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
    texts: Collection[int] = (),
) -> Iterator[str]:
    """The header and the rows, some lines at a time; a row has a plain value for each column.
    `texts` are the places of columns that hold nothing but texts and whole numbers, which takes
    half of the time to know.
    """
    others = [x for x in range(len(columns)) if x not in texts]
    decimal = "," if separator == SEMICOLON else "."
    run = 8 * separator
    written = _Lines(separator)
    yield (BOM if bom else "") + written.of([columns])
    given = iter(rows)
    while portion := [x if type(x) is list else list(x) for x in islice(given, _PORTION)]:
        for row in portion:
            for place in others:
                value = row[place]
                if value is not None:
                    row[place] = _cell(value, decimal)
        lines = written.of(portion)
        # most cells are empty: behind a run of separators stands the same as behind one of them
        seen = lines.replace(run, separator)
        if seen[0] in _FIRST or "\t" in seen or "\r" in seen or _may_begin_formula(seen):
            lines = written.of([x if x is None else _defused(x) for x in row] for row in portion)
        yield lines


def _may_begin_formula(lines: str) -> bool:
    for mark in _EACH_MARK:
        if mark in lines:
            *parts, _ = lines.split(mark)
            if not _BEFORE.isdisjoint(x[-1:] for x in parts):
                return _MAYBE.search(lines) is not None
    return False


class _Lines:
    """Rows as lines of CSV."""

    def __init__(self, separator: str) -> None:
        self._lines = io.StringIO()
        self._writer = csv.writer(self._lines, lineterminator="\n", delimiter=separator)

    def of(self, rows: Iterable[Sequence[Any]]) -> str:
        self._lines.seek(0)
        self._lines.truncate()
        self._writer.writerows(rows)
        return self._lines.getvalue()


def _defused(value: Any) -> Any:
    """The cell without the beginning of a formula. A carriage return becomes a line feed: the csv
    module leaves it without quotes, and a spreadsheet would end the row there.
    """
    if type(value) is not str:
        return value
    return _FORMULA.sub("'", value.replace("\r\n", "\n").replace("\r", "\n"))


class _Number(str):
    """A number as it is written: no formula, though it may begin with a sign."""

    __slots__ = ()


def _cell(value: Any, decimal: str) -> Any:
    if type(value) is float:
        whole = value.is_integer() and abs(value) < _LARGEST_EXACT
        if whole:
            return int(value)
        return value if decimal == "." else _Number(str(value).replace(".", decimal))
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return value
        case date():
            return _spelled(value)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written in one cell")


def _spelled(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError(f"{value.isoformat()} has no zone")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in a table")
