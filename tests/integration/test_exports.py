"""Exports over both databases: every set in every format, frozen sets that are the same bytes
twice, counts, the ledger of days, and what may not leave.
"""

import csv
import errno
import gc
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert, update

from baqylau import atomic, exports
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.errors import InputError, TryLater
from baqylau.exchange import frozen, parquet
from baqylau.exports import Asked, files, freezing
from baqylau.model.access import NOBODY, TERMINAL, Access, Scope
from baqylau.settings import load
from baqylau.store.connect import writing
from baqylau.store.queries.filter import Filter
from baqylau.store.tables import articles, citations
from tests import filled
from tests.services import migrated

SETS = (*exports.SETS, exports.COUNTS)
CITED = {
    "start": 0, "end": 4, "origin": "vestnik", "target": "dala", "is_outlet": True,
    "layer": "cited", "version": "citations-0",
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("exports")
    with ExitStack() as things:
        address = things.enter_context(migrated(request, request.param, folder))
        given = load(data=folder, database=address, outlets=folder / "none")
        app = things.enter_context(open_app(given))
        cited = filled.fill(app)["bridge"]
        with writing(app.engine) as connection:
            connection.execute(insert(citations).values(article=cited, **CITED))
        yield app


def asked(what: str, form: str = "csv", **more: Any) -> Asked:
    return Asked(what, form, access=TERMINAL, **more)


def read(app: App, given: Asked) -> str:
    return "".join(files.pieces(app.engine, given))


def table(app: App, given: Asked) -> list[dict[str, str]]:
    text = read(app, given)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True))


def sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """The cells of an XLSX file by sheet, each by its place."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as packed:
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        names = [x.get("name") or "" for x in book.iter(f"{space}sheet")]
        found = {}
        for at, name in enumerate(names):
            root = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{at + 1}.xml"))
            assert root.find(f".//{space}f") is None  # no formula anywhere
            found[name] = [
                {(cell.get("r") or ""): "".join(cell.itertext()) for cell in row.iter(f"{space}c")}
                for row in root.iter(f"{space}row")
            ]
    return found


@pytest.mark.parametrize("what", SETS)
def test_every_set_has_its_rows_in_every_format(app: App, what: str, tmp_path: Path) -> None:
    rows = table(app, asked(what))
    assert rows or what == "entities"  # the samples have none
    columns = exports.columns_of(asked(what)).names
    assert all(tuple(x) == columns for x in rows)
    lines = [json.loads(x) for x in read(app, asked(what, "jsonl")).splitlines()]
    assert len(lines) == len(rows)
    for form in ("xlsx", "parquet", "csv"):
        path = tmp_path / f"out.{form}"
        assert files.to_file(app.engine, asked(what, form), path).rows == len(rows)
    import duckdb

    stored = duckdb.sql(f"select * from '{tmp_path}/out.parquet'")
    assert tuple(stored.columns) == columns
    assert len(stored.fetchall()) == len(rows)
    book = sheets(tmp_path / "out.xlsx")
    assert len(book[what]) == len(rows) + 1
    assert [x.name for x in tmp_path.iterdir() if x.name.startswith(".")] == []


def test_facts_have_their_key_their_place_and_their_slots(app: App) -> None:
    texts = {x["id"]: x["text"] for x in table(app, asked("articles", text=True))}
    for row in table(app, asked("facts")):
        assert row["key"]
        start, end = int(row["start"]), int(row["end"])
        assert texts[row["article"]][start:end] == row["text"]
        assert row["made_by"] == "rules"
        assert row["page_sha256"]
        assert row["published_offset"] in ("", "UTC+00:00", "UTC+05:00")
    quotes = table(app, asked("quotes"))
    assert {x["type"] for x in quotes} == {"quote"}
    assert {"speaker_name", "form", "speaker_name_confidence"} < set(quotes[0])
    assert not {"currency", "grain", "person"} & set(quotes[0])


READER = Access(name="token", scopes=frozenset({Scope.READ}))


@pytest.mark.parametrize("access", [NOBODY, READER])
@pytest.mark.parametrize("form", ["csv", "jsonl", "ninjs", "rss", "atom", "jsonfeed", "xlsx"])
def test_no_text_leaves_to_whom_it_may_not(
    app: App, access: Access, form: str, tmp_path: Path
) -> None:
    long = "Начало. " + "Слово за словом. " * 40 + "Последнее слово тайна."
    with writing(app.engine) as connection:
        connection.execute(update(articles).where(articles.c.outlet == "dala").values(text=long))
    given = Asked("articles", form, access=access, text=True)
    files.to_file(app.engine, given, tmp_path / "out")
    found = (tmp_path / "out").read_bytes()
    if form == "xlsx":
        with zipfile.ZipFile(tmp_path / "out") as packed:
            found = b"".join(packed.read(x) for x in packed.namelist())
    assert "Начало".encode() in found or b"\\u041d" in found
    assert "тайна".encode() not in found
    allowed = replace(given, access=TERMINAL)
    assert any(x.get("text", "").endswith("тайна.") for x in exports.records(app.engine, allowed))


def test_a_cell_cannot_run_in_any_program(app: App) -> None:
    for row in table(app, asked("articles", text=True)):
        assert not [x for x in row.values() if x and x[0] in "=+-@\t\r"]


def test_a_russian_excel_gets_semicolons_and_decimal_commas(app: App) -> None:
    text = read(app, asked("facts", separator=";"))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows
    assert all("." not in x["confidence"] for x in rows)
    assert any("," in x["confidence"] for x in rows)


def test_feeds_and_ninjs_are_whole(app: App) -> None:
    articles = table(app, asked("articles"))
    for form in ("rss", "atom"):
        root = ElementTree.fromstring(read(app, asked("articles", form)))
        items = [x for x in root.iter() if x.tag.rpartition("}")[2] in ("item", "entry")]
        assert len(items) == len(articles)
    feed = json.loads(read(app, asked("articles", "jsonfeed")))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) == len(articles)
    for line in read(app, asked("articles", "ninjs", text=True)).splitlines():
        item = json.loads(line)
        assert item["uri"]
        assert item["representationType"] == "full"
        assert item["bodies"][0]["charCount"] == len(item["bodies"][0]["value"])
    with pytest.raises(InputError, match="only articles"):
        exports.check(asked("facts", "rss"))


def test_the_counts_are_those_of_the_rows(app: App) -> None:
    articles, facts = table(app, asked("articles")), table(app, asked("facts"))
    countries = {"vestnik": "kz", "dala": "kz"}
    rows = table(app, asked("counts", by=("country", "year"), countries=countries))
    assert sum(int(x["articles"]) for x in rows) == len(articles)
    assert {x["country"] for x in rows} == {"kz", ""}
    for kind in ("quote", "amount", "role"):
        mine = [x for x in facts if x["type"] == kind]
        assert sum(int(x[f"{kind}_facts"]) for x in rows) == len(mine)
        assert sum(int(x[f"{kind}_articles"]) for x in rows) == len({x["article"] for x in mine})
    for row in rows:
        if int(row["articles"]):
            share = int(row["quote_articles"]) / int(row["articles"])
            assert float(row["quote_share"]) == pytest.approx(share, abs=1e-6)
    by_language = table(app, asked("counts", by=("language",)))
    assert sum(int(x["articles"]) for x in by_language) == len(articles)
    assert {x["gap_days"] for x in by_language} == {""}
    with pytest.raises(InputError, match="name each once"):
        exports.check(asked("counts", by=("country", "planet")))


def test_the_days_add_up_to_the_pages(app: App) -> None:
    from baqylau.store import pages

    rows, totals = table(app, asked("days")), pages.totals(app.engine)
    for name, count in totals.items():
        assert sum(int(x[name]) for x in rows) == count, name
    for row in rows:
        parts = ("article", "unchanged", "not_article", "set_aside", "waiting")
        assert int(row["fetched"]) == sum(int(row[x]) for x in parts)
    days = [(x["outlet"], x["day"]) for x in rows]
    assert days == sorted(set(days))


def frozen_bytes(app: App, folder: Path, form: str) -> dict[str, bytes]:
    sets = ["facts", "counts"] if form in ("xlsx", "parquet") else ["articles", *SETS]
    freezing.freeze(app.engine, asked("articles", form), sets, folder)
    assert list(frozen.check(folder)) == []
    return {x.name: x.read_bytes() for x in folder.iterdir()}


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_the_same_command_freezes_the_same_bytes(app: App, tmp_path: Path, form: str) -> None:
    first = frozen_bytes(app, tmp_path / "one", form)
    assert frozen_bytes(app, tmp_path / "two", form) == first
    if app.engine.dialect.name == "sqlite":
        with sqlite3.connect(app.engine.url.database) as connection:
            connection.execute("VACUUM")
        connection.close()
        assert frozen_bytes(app, tmp_path / "three", form) == first
    manifest = json.loads(first["manifest.json"])
    assert manifest["rows"]["facts"] > 0
    assert manifest["versions"]["facts"]
    assert set(manifest["files"]) == set(first) - {"manifest.json"}
    assert {"codebook.md", "codebook.csv", "gaps.csv", "days.csv"} < set(first)


def test_a_frozen_set_tells_what_was_changed(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    frozen_bytes(app, folder, "csv")
    (folder / "facts.csv").write_bytes((folder / "facts.csv").read_bytes()[:-1] + b"!")
    (folder / "gaps.csv").unlink()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert [x.partition(":")[0] for x in frozen.check(folder)] == [
        "facts.csv",
        "gaps.csv",
        "notes.txt",
    ]
    with pytest.raises(InputError, match="never changed"):
        freezing.freeze(app.engine, asked("facts"), ["facts"], folder)
    with pytest.raises(InputError, match="manifest"):
        list(frozen.check(tmp_path))


class Full(io.FileIO):
    """A file on a disk that has room for ten thousand bytes."""

    left = 10_000

    def write(self, data: Any) -> int:
        Full.left -= len(data)
        if Full.left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data) or 0


def on_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(handle: int, mode: str = "r", **more: Any) -> Any:
        raw = io.BufferedWriter(Full(handle, "w"))
        return raw if "b" in mode else io.TextIOWrapper(raw, **more)

    def refused(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Full, "left", 10_000)
    monkeypatch.setattr(atomic.os, "fdopen", opened)
    monkeypatch.setattr(parquet, "_write_lines", refused)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_full_disk_is_told_and_leaves_nothing(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, capfd: Any
) -> None:
    """Of a frozen set and of a file; nobody complains about a cursor or a ZIP file afterwards."""
    sets = ["articles", "facts", "mentions"]
    whole = asked("articles", form, text=True)
    ways = {
        "set": lambda path: freezing.freeze(app.engine, whole, sets, path),
        f"rows.{form}": lambda path: files.to_file(app.engine, whole, path),
    }
    for name, write in ways.items():
        with monkeypatch.context() as patched:
            on_a_full_disk(patched)
            with pytest.raises(TryLater, match="No space left on device; make room") as caught:
                write(tmp_path / name)
            assert f"{tmp_path / name} was not written" in str(caught.value)
            caught.value.__traceback__ = None
        del caught
        gc.collect()
        assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr().err == ""


def test_a_folder_that_may_not_be_written_is_told(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(freezing.tempfile, "TemporaryDirectory", refused)
    with pytest.raises(InputError, match="set cannot be written"):
        freezing.freeze(app.engine, asked("facts"), ["facts"], tmp_path / "set")


def test_duckdbs_word_for_a_full_disk_is_the_systems() -> None:
    duckdb = pytest.importorskip("duckdb")
    for words, error in (
        ('IO Error: Could not write file "rows.parquet": No space left on device', OSError),
        ("IO Error: something else", duckdb.IOException),
    ):
        with pytest.raises(error), parquet._full_disk_as_os_error():
            raise duckdb.IOException(words)


def test_a_file_has_its_codebook_and_its_gaps_beside_it(app: App, tmp_path: Path) -> None:
    files.write_notes(app.engine, asked("facts"), tmp_path / "facts.csv")
    names = {x.name for x in tmp_path.iterdir()}
    assert names == {"facts.codebook.md", "facts.gaps.csv", "facts.days.csv"}


def test_an_export_is_narrowed_as_a_list_is(app: App) -> None:
    since = now() - timedelta(days=400)
    rows = table(app, asked("entities", filter=Filter(since=since)))
    assert [int(x["id"]) for x in rows] == sorted(int(x["id"]) for x in rows)
    only = table(app, asked("facts", filter=Filter(outlet="dala")))
    assert {x["outlet"] for x in only} == {"dala"}
    assert len(table(app, asked("facts", limit=2))) == 2
