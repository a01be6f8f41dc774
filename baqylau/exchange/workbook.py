"""A table as a workbook (XLSX): rows come in, the bytes of a file with one sheet go out."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

_WIDEST = 60  # characters


def workbook(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    title: str,
    widths: Mapping[str, int] | None = None,
) -> bytes:
    """The rows below a header. Words are written as words: nothing becomes a formula or a link.
    `widths` are in characters.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, bold)
            sheet.set_column(place, place, min(_WIDEST, (widths or {}).get(name, 12)))
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(columns):
                _write(sheet, number, place, row[name])
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    match value:
        case None:
            return
        case datetime():  # as ISO 8601 with its offset: a cell of a date has no zone
            sheet.write_string(row, column, value.isoformat())
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, str(value))
