"""Excel files: an open file, the columns of a set and its rows come in; the file as XLSX goes out.

The first sheet says what is in the file, the following ones hold the rows, the last one holds what
may be missing. Rows are written one by one, so a file of any size needs little memory. A text is
always a text, never a formula or a link; numbers, days and times are numbers, days and times.

XlsxWriter makes the file; the cells of the rows are written here, since it takes four microseconds
for each of them, and a hundred thousand facts have three million.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from baqylau.exchange.columns import Column, Columns

MOST_ROWS = 1_048_576  # of a sheet, with its header
MOST_UNITS = 32_767  # UTF-16 units of a cell: an emoji is two
CUT = " … [cut: the whole text is in JSON Lines]"
_WIDTHS = {"text": 22, "integer": 10, "number": 10, "boolean": 8, "day": 12, "moment": 18}
_LONG = {"text": 60, "sentence": 60, "title": 50, "lead": 60, "url": 40, "diagnosis": 60, "why": 60}
_REFUSED = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 refuses (production 2), and the carriage return, which it changes."""
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a character: `_x0041_` is an A."""
_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a day that never was, 29 February 1900
_SECONDS = 86400
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_UNCHANGING = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When the file says it was made: equal rows give equal bytes."""


class _PlainSheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes a row whose cells are XML already."""

    def plain_row(self, row: int, last_column: int, cells: str) -> None:
        self._write_single_row(row)  # the one before, and marks this one as begun
        self._check_dimensions(row, last_column)
        self.fh.write(f'<row r="{row + 1}">{cells}</row>\n')


@dataclass(slots=True)
class Sheets:
    """An XLSX file that is being written. `cut` counts texts that were longer than a cell."""

    file: BinaryIO
    about: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    used: list[str] = field(default_factory=list)

    def write(self, sets: Iterable[tuple[str, Columns, Iterable[Sequence[Any]]]]) -> list[int]:
        """Writes several sets, each on sheets of its own, behind the sheet that says what they
        are; returns the numbers of their rows.
        """
        with TemporaryDirectory(prefix="baqylau-xlsx-") as folder:  # for the rows of each sheet
            output = _Output(self.file)
            book = Workbook(output, {**_OPTIONS, "tmpdir": folder})
            try:
                return self._write_book(book, sets)
            except BaseException as wrong:
                output.fail()
                for sheet in book.worksheets():
                    sheet._opt_close()
                if isinstance(wrong, FileCreateError) and isinstance(wrong.args[0], OSError):
                    raise wrong.args[0] from None  # the disk is in trouble
                raise

    def _write_book(
        self, book: Workbook, sets: Iterable[tuple[str, Columns, Iterable[Sequence[Any]]]]
    ) -> list[int]:
        book.set_properties({"created": _UNCHANGING, "author": "Baqylau"})
        styles = _Styles(book)
        about = book.add_worksheet("about")
        counts = [self._set(book, styles, *each) for each in sets]
        self._write_about(about, styles)
        book.close()
        return counts

    def _set(
        self,
        book: Workbook,
        styles: "_Styles",
        name: str,
        columns: Columns,
        rows: Iterable[Sequence[Any]],
    ) -> int:
        sheet, at, count, part = self._sheet(book, styles, name, columns.columns), 1, 0, 1
        makers = [(xl_col_to_name(x), column.kind) for x, column in enumerate(columns.columns)]
        last = len(makers) - 1
        for row in rows:
            if at == MOST_ROWS:
                part += 1
                sheet = self._sheet(book, styles, f"{name} {part}", columns.columns)
                at = 1
            cells = [
                self._cell(f"{letters}{at + 1}", kind, value, styles)
                for (letters, kind), value in zip(makers, row, strict=True)
                if value is not None
            ]
            sheet.plain_row(at, last, "".join(cells))
            at += 1
            count += 1
        return count

    def _sheet(
        self, book: Workbook, styles: "_Styles", name: str, columns: Sequence[Column]
    ) -> _PlainSheet:
        sheet: _PlainSheet = book.add_worksheet(name[:31], worksheet_class=_PlainSheet)
        self.used.append(name[:31])
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _LONG.get(column.name, _WIDTHS[column.kind]))
            sheet.write_string(0, at, column.name, styles.header)
        return sheet

    def _cell(self, place: str, kind: str, value: Any, styles: "_Styles") -> str:
        """The XML of a cell that is not empty."""
        if type(value) is str:
            serial = _serial(kind, value) if kind in ("day", "moment") else None
            return self._text(place, value) if serial is None else styles.dated(place, kind, serial)
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{place}"><v>{value!r}</v></c>'
        if isinstance(value, date):
            serial = _serial_of(value)
            if serial is None:
                return self._text(place, value.isoformat())
            return styles.dated(place, kind, serial)
        raise TypeError(f"{type(value).__name__} cannot be written in one cell")

    def _text(self, place: str, value: str) -> str:
        if len(value) > MOST_UNITS // 2:
            value = self._shortened(value)
        if not value.isprintable():
            value = _REFUSED.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        if "_x" in value:
            value = _ESCAPED.sub("_x005F_", value)
        if "&" in value or "<" in value or ">" in value:
            value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        opened = '<t xml:space="preserve">' if value.strip() != value else "<t>"
        return f'<c r="{place}" t="inlineStr"><is>{opened}{value}</t></is></c>'

    def _shortened(self, value: str) -> str:
        """The text as far as it fits into a cell, with a note where it was cut. A character of two
        units is not parted, and there is room for the marks of `_ESCAPED`.
        """
        value = value.replace("\r\n", "\n")
        escapes = 6 * len(_ESCAPED.findall(value))
        units = value.encode("utf-16-le", "surrogatepass")
        if len(units) // 2 + escapes <= MOST_UNITS:
            return value
        self.cut += 1
        most = max(MOST_UNITS - escapes - len(CUT), 0)
        return units[: 2 * most].decode("utf-16-le", "ignore") + CUT

    def _write_about(self, sheet: Worksheet, styles: "_Styles") -> None:
        """The sheet that says what is in the file."""
        lines = {**self.about, "sheets": ", ".join(self.used)}
        if self.cut:
            lines["cut"] = (
                f"{self.cut} texts are longer than a cell may be (32,767 characters) and were cut;"
                " JSON Lines has them whole"
            )
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 100)
        for at, (name, value) in enumerate(lines.items()):
            sheet.write_string(at, 0, name, styles.header)
            sheet.write_string(at, 1, _REFUSED.sub("\ufffd", value)[: MOST_UNITS // 2])


class _Output:
    """The file as `zipfile` writes it. Where an export has failed, it takes what still comes and
    forgets it: a ZIP file that is thrown away writes its directory once more, on a full disk too.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.failed_at: int | None = None  # where it would write next

    def fail(self) -> None:
        if self.failed_at is None:
            self.failed_at = self.file.tell()

    def write(self, data: bytes) -> int:
        if self.failed_at is None:
            return self.file.write(data)
        self.failed_at += len(data)
        return len(data)

    def tell(self) -> int:
        return self.file.tell() if self.failed_at is None else self.failed_at

    def seek(self, place: int) -> int:
        if self.failed_at is None:
            return self.file.seek(place)
        self.failed_at = place
        return place

    def flush(self) -> None:
        if self.failed_at is None:
            self.file.flush()


class _Styles:
    """The formats of a file. The numbers of `day` and `moment` are looked up once."""

    def __init__(self, book: Workbook) -> None:
        self.header = book.add_format({"bold": True, "bottom": 1})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._numbers = {"day": days._get_xf_index(), "moment": moments._get_xf_index()}

    def dated(self, place: str, kind: str, serial: float) -> str:
        style = self._numbers["moment" if kind == "moment" else "day"]
        return f'<c r="{place}" s="{style}"><v>{serial!r}</v></c>'


def _serial(kind: str, printed: str) -> float | None:
    """The day or time as Excel counts it; None where it is none, or older than Excel's calendar."""
    try:
        read = date.fromisoformat if kind == "day" else datetime.fromisoformat
        return _serial_of(read(printed))
    except ValueError:
        return None


def _serial_of(value: date) -> float | None:
    """The time of the clock that the value names, in its own zone: Excel knows no zones."""
    day = value.date() if isinstance(value, datetime) else value
    if day < _FIRST_DAY:
        return None
    serial = (day - _EPOCH).days
    if not isinstance(value, datetime):
        return serial
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return round(serial + seconds / _SECONDS, 10)
