import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from baqylau.exchange import flat_rows, tables
from baqylau.model.fact import TYPES, Fact, wire_name


def cells(value: Any) -> str:
    (row,) = csv.reader(io.StringIO("".join(tables.csv_lines([[value]], ["a"], False))[2:]))
    return row[0] if row else ""


def test_a_file_begins_with_the_mark_of_utf_8_unless_it_is_left_out() -> None:
    rows: Iterable[dict[str, Any]] = [{"a": 1}]
    assert "".join(tables.csv_lines([[1]], ["a"])) == "\ufeffa\n1\n"
    assert "".join(tables.csv_lines([[1]], ["a"], bom=False)) == "a\n1\n"
    assert "".join(tables.jsonl(rows)) == '{"a": 1}\n'


@pytest.mark.parametrize("columns", ["ARTICLES", "FACTS", "MENTIONS", "GAPS"])
def test_the_header_stands_where_nothing_was_found(columns: str) -> None:
    names = getattr(flat_rows, columns).names
    assert "".join(tables.csv_lines([], names)) == "\ufeff" + ",".join(names) + "\n"
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "true"),
        (5, "5"),
        (-5, "-5"),
        (5.0, "5"),
        (0.25, "0.25"),
        (1e300, "1e+300"),
        ('ok, "x"', 'ok, "x"'),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 6, tzinfo=UTC), "2026-03-01T06:00:00+00:00"),
        (datetime(2026, 3, 1, 6, tzinfo=timezone(timedelta(hours=5))), "2026-03-01T06:00:00+05:00"),
        ("=1+1", "'=1+1"),
        ("+7 701", "'+7 701"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("  =1", "'  =1"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a\n=1+1", "a\n'=1+1"),
        ("a; b", "a; b"),
        ("a-b = c", "a-b = c"),
        ("— нет", "— нет"),
    ],
)
def test_a_cell_is_plain_and_never_a_formula(value: Any, written: str) -> None:
    assert cells(value) == written


@pytest.mark.parametrize("value", [[1], {}, (1,), datetime(2026, 3, 1)])
def test_what_is_no_plain_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        cells(value)


def test_a_time_without_a_zone_is_refused_in_json_lines_too() -> None:
    with pytest.raises(TypeError, match="zone"):
        list(tables.jsonl([{"a": datetime(2026, 3, 1)}]))


def test_every_slot_of_every_fact_has_its_column() -> None:
    shared = {x.name for x in fields(Fact)}
    for kind in TYPES:
        own = {wire_name(x.name) for x in fields(kind) if x.name not in shared}
        assert own <= set(flat_rows.FACTS.names), kind


def fact(**slots: Any) -> dict[str, str]:
    record = dict.fromkeys(flat_rows.FACTS.names) | {
        "text": "сказал Асан: едем",
        "start": 10,
        "sentence": "Вчера сказал Асан: едем. Потом",
        "sentence_start": 4,
        "rule": "ru.said",
        "corrected": {},
        "labels": [],
        "notes": [],
        "slots": slots,
    }
    row = zip(flat_rows.FACTS.names, flat_rows.FACTS.values(record), strict=True)
    return {k: v for k, v in row if k in slots}


@pytest.mark.parametrize(
    ("slot", "written"),
    [
        ({"start": 1, "end": 2, "text": "Асаном", "name": "Асан"}, "Асан"),
        ({"start": 1, "end": 2, "text": "он"}, "он"),
        (None, None),
        ("direct", "direct"),
        (5.5, 5.5),
        ([[23, 27]], "едем"),
        ([[4, 9], [23, 27]], "Вчера … едем"),
        ([[900, 905]], ""),
        ([], ""),
    ],
)
def test_a_slot_is_its_name_or_its_words(slot: Any, written: Any) -> None:
    assert fact(speaker=slot) == {"speaker": written}
