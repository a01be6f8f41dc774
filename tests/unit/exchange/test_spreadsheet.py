"""Excel files: a text is a text, whatever it holds; numbers, days and times are such; what Excel
cannot hold is said.
"""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from baqylau.exchange import spreadsheet
from baqylau.exchange.columns import Column, of_names

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(rows: list[list[Any]], *columns: Column) -> tuple[bytes, spreadsheet.Sheets]:
    file = io.BytesIO()
    sheets = spreadsheet.Sheets(file, {"what": "facts"})
    sheets.write([("facts", of_names(columns or (Column("text"),)), rows)])
    return file.getvalue(), sheets


def cells(content: bytes, sheet: int = 2) -> list[list[ElementTree.Element]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        root = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{sheet}.xml"))
    return [list(x.iter(f"{_SPACE}c")) for x in root.iter(f"{_SPACE}row")]


def shown(text: str) -> str:
    """The text of the only cell."""
    content, _ = written([[text]])
    (cell,) = cells(content)[1]
    assert cell.get("t") == "inlineStr"
    assert [x.tag for x in cell.iter()][1:] == [f"{_SPACE}is", f"{_SPACE}t"]
    return "".join(cell.itertext())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "-1",
        "5",
        "https://a.test/?a=1&b=2",
        "mailto:x@a.test",
        "{=1}",
        "<b>x</b> & 'y' \"z\"",
        "<r><t>rich</t></r>",
        "<r></is></c><c><f>1+1</f></c></r>",
        " spaces ",
        "a\nb",
        "🙂🙂",
        "қазақша",
    ],
)
def test_a_text_stays_what_it_is(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\x1bb\x08", "a\ufffdb\ufffd"),
        ("a\ufffeb\uffff", "a\ufffdb\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("_x0041_", "_x005F_x0041_"),  # Excel reads `_x005F_` as `_`
        ("x_x0041", "x_x0041"),
    ],
)
def test_what_excel_refuses_is_replaced(text: str, held: str) -> None:
    assert shown(text) == held


@pytest.mark.parametrize(
    "text", ["я" * 40_000, "🙂" * 20_000, "a" + "🙂" * 20_000, "\x01" * 40_000]
)
def test_a_longer_text_is_cut_and_counted(text: str) -> None:
    content, sheets = written([[text], ["short"]])
    (cell,) = cells(content)[1]
    held = "".join(cell.itertext())
    assert len(held.encode("utf-16-le")) // 2 <= spreadsheet.MOST_UNITS
    assert held.endswith(spreadsheet.CUT)
    assert sheets.cut == 1
    about = ["".join(y.itertext()) for x in cells(content, 1) for y in x]
    assert any("1 texts are longer" in x for x in about)


def test_the_longest_text_is_whole() -> None:
    text = "я" * spreadsheet.MOST_UNITS
    assert shown(text) == text


@pytest.mark.parametrize(
    ("kind", "value", "held"),
    [
        ("day", date(2026, 3, 1), "46082"),
        ("day", "2026-03-01", "46082"),
        ("moment", datetime(2026, 3, 1, 12, tzinfo=UTC), "46082.5"),
        ("moment", "2026-03-01T12:00:00+05:00", "46082.5"),
        ("number", -2.5, "-2.5"),
        ("number", 5, "5"),
        ("boolean", True, "1"),
    ],
)
def test_numbers_days_and_times_are_such(kind: Any, value: Any, held: str) -> None:
    content, _ = written([[value]], Column("x", kind))
    (cell,) = cells(content)[1]
    assert "".join(cell.itertext()) == held
    assert cell.get("t") in (None, "b")
    assert (cell.get("s") is not None) == (kind in ("day", "moment"))


@pytest.mark.parametrize("value", ["1850-01-01", "1900-02-28", "soon"])
def test_a_day_that_excel_does_not_know_stays_a_text(value: str) -> None:
    content, _ = written([[value]], Column("x", "day"))
    (cell,) = cells(content)[1]
    assert "".join(cell.itertext()) == value


def test_what_is_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError):
        written([[["a", "list"]]])


def test_more_rows_than_a_sheet_holds_stand_on_further_sheets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 4)
    content, sheets = written([[str(x)] for x in range(7)])
    assert sheets.used == ["facts", "facts 2", "facts 3"]
    found = [["".join(y.itertext()) for x in cells(content, n)[1:] for y in x] for n in (2, 3, 4)]
    assert found == [["0", "1", "2"], ["3", "4", "5"], ["6"]]


def test_equal_rows_give_equal_bytes_and_the_header_is_frozen() -> None:
    rows: list[list[Any]] = [["a", 1], [None, 2]]
    columns = (Column("text"), Column("n", "integer"))
    content, _ = written(rows, *columns)
    assert written(rows, *columns)[0] == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet2.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<cols>" in sheet
