"""Import of saved pages (folders, WARC files with damage in the middle, the same import twice) and
export as CSV and JSON Lines.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from baqylau.app import App, open_app
from baqylau.errors import InputError
from baqylau.exchange import flat_rows, tables
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import Settings, load
from baqylau.store import pages
from baqylau.store.queries import export, export_facts, operations
from baqylau.store.queries.filter import Filter
from console.export import require_known
from tests.integration import paper
from workers.importer import import_pages
from workers.run import work_off


@pytest.fixture
def settings(migrated_database: str, tmp_path: Path) -> Settings:
    return load(
        data=tmp_path / "data",
        database=migrated_database,
        outlets=tmp_path / "none",
        relay_every=timedelta(seconds=0.1),
    )


def folder_of(path: Path, numbers: range) -> Path:
    (path / "html").mkdir(parents=True)
    lines = []
    for number in numbers:
        page = paper.page(number)
        lines.append(
            json.dumps({"id": f"p{number}", "url": page.url, "fetched": page.fetched.isoformat()})
        )
        (path / "html" / f"p{number}.html.gz").write_bytes(gzip.compress(page.body))
    (path / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def import_all(app: App, path: Path) -> tuple[int, int, list[str]]:
    """The number of pages stored, the number known already, and what could not be read."""
    steps = list(import_pages(app, path))
    assert [x.progress for x in steps] == sorted(x.progress for x in steps)
    wrong = [x.unreadable for x in steps if x.unreadable]
    stored = sum(x.fresh for x in steps)
    return stored, len(steps) - stored - len(wrong), wrong


def warc(numbers: range, packed: bool) -> list[bytes]:
    """One WARC record for each page, each as its own bytes."""
    return [gzip.compress(x) if packed else x for x in map(record, numbers)]


def record(number: int) -> bytes:
    page = paper.page(number)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.body
    head = (
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Target-URI: {page.url}",
        f"WARC-Date: {page.fetched:%Y-%m-%dT%H:%M:%SZ}",
    )
    more = (
        f"WARC-Record-ID: <urn:uuid:{UUID(int=number)}>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(answer)}",
    )
    return "\r\n".join((*head, *more, "", "")).encode() + answer + b"\r\n\r\n"


def test_a_folder_comes_in_once_however_often_it_is_imported(app: App, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "saved", range(6))
    assert import_all(app, folder) == (6, 0, [])
    assert import_all(app, folder) == (0, 6, [])
    assert pages.totals(app.engine)["waiting"] == 6


def test_a_bad_line_says_where_and_what_and_stops_nothing(app: App, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "saved", range(2))
    good = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    bad = [
        '{"id": "1"',
        '["a list"]',
        '{"id": "gone", "url": "https://a.example/"}',
        '{"id": "../../etc/passwd", "url": "https://a.example/"}',
        '{"id": "x"}',
    ]
    (folder / "manifest.jsonl").write_text("\n".join([good[0], *bad, good[1]]), encoding="utf-8")
    stored, _, wrong = import_all(app, folder)
    assert stored == 2
    assert [x.split(": ")[0] for x in wrong] == [
        f"{folder / 'manifest.jsonl'}:{n}" for n in range(2, 7)
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_records_after_a_corrupt_one_are_read(app: App, tmp_path: Path, packed: bool) -> None:
    parts = warc(range(5), packed)
    middle = parts[2]
    parts[2] = middle[: len(middle) // 2] + b"\xff" * 20 + middle[len(middle) // 2 + 20 :]
    if not packed:
        parts[2] = parts[2].replace(b"Content-Length", b"Content-Lenght")
    path = tmp_path / ("some.warc.gz" if packed else "some.warc")
    path.write_bytes(b"".join(parts))
    stored, _, wrong = import_all(app, path)
    assert stored == 4
    assert wrong
    assert str(path) in wrong[0]
    assert "skipped" in wrong[0]


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 1000, b"\x1f\x8b\x08 no gzip at all", b"WARC/1.0\r\n"]
)
def test_a_file_that_is_not_a_warc_gives_no_page_and_no_error(
    app: App, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.warc.gz"
    path.write_bytes(content)
    assert import_all(app, path)[:2] == (0, 0)


def test_a_folder_without_pages_says_what_is_wanted(app: App, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"manifest\.jsonl"):
        list(import_pages(app, tmp_path))


@pytest.fixture
def filled(app: App, settings: Settings, tmp_path: Path) -> App:
    """Ten pages that were read, one of them not an article, and a reprint of page 3 at another
    outlet.
    """
    import_all(app, folder_of(tmp_path / "saved", range(10)))
    work_off(settings, paper.Readers())
    again = folder_of(tmp_path / "reprint", range(3, 4))
    line = json.loads((again / "manifest.jsonl").read_text(encoding="utf-8"))
    (again / "manifest.jsonl").write_text(
        json.dumps(line | {"url": "https://other.test/3"}), encoding="utf-8"
    )
    import_all(app, again)
    work_off(settings, paper.Readers())
    return app


def flat(rows: Iterator[dict[str, Any]], columns: flat_rows.Columns) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads the CSV."""
    text = "".join(tables.csv_lines(map(columns.values, rows), columns.names))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_articles_are_exported_newest_first_with_their_evidence(filled: App) -> None:
    lines = [json.loads(x) for x in tables.jsonl(export.of_articles(filled.engine, Filter()))]
    assert len(lines) == 10
    assert [x["published"] for x in lines] == sorted((x["published"] for x in lines), reverse=True)
    assert all(filled.archive.get(x["page_sha256"]) for x in lines)


def test_facts_are_exported_with_their_sentences_and_slots(filled: App) -> None:
    rows = flat(export_facts.of_facts(filled.engine, Filter()), flat_rows.FACTS)
    assert len({x["id"] for x in rows}) == 10
    assert all(x["text"] in x["sentence"] and x["currency"] == "KZT" for x in rows)
    lines = [json.loads(x) for x in tables.jsonl(export_facts.of_facts(filled.engine, Filter()))]
    assert [(str(x["id"]), x["slots"]["currency"]) for x in lines] == [
        (x["id"], "KZT") for x in rows
    ]


def test_every_cell_is_plain_and_every_time_has_its_offset(filled: App) -> None:
    exports = (
        (export.of_articles, flat_rows.ARTICLES),
        (export_facts.of_facts, flat_rows.FACTS),
        (export_facts.of_mentions, flat_rows.MENTIONS),
    )
    for select, columns in exports:
        rows = flat(select(filled.engine, Filter()), columns)
        assert rows
        cells = [(name, value) for row in rows for name, value in row.items()]
        assert [x for x in cells if x[1].startswith(("[", "{", "'"))] == []
        moments = [x for n, x in cells if n in {"published", "stored", "fetched"} and x]
        assert all(datetime.fromisoformat(x).tzinfo for x in moments)


def test_mentions_are_exported_and_narrowed(filled: App) -> None:
    every = list(export_facts.of_mentions(filled.engine, Filter()))
    assert every
    first = every[0]
    chosen = Filter(kind=first["type"], who=first["name"])
    same = list(export_facts.of_mentions(filled.engine, chosen))
    assert first in same
    assert same == [x for x in every if x["type"] == first["type"] and first["name"] in x["name"]]


def test_an_outlet_or_language_that_is_not_there_is_refused_with_those_that_are(
    filled: App,
) -> None:
    require_known(filled.engine, "other.test", "ru")
    with pytest.raises(InputError, match=r"there are: vestnik-stepi\.test, "):
        require_known(filled.engine, "vestnik-stepy.test", None)
    with pytest.raises(InputError, match="there are: en, kk, ru"):
        require_known(filled.engine, None, "russian")


def test_a_reprint_counts_once_if_asked(filled: App) -> None:
    every = list(export_facts.of_facts(filled.engine, Filter()))
    single = list(export_facts.of_facts(filled.engine, Filter(reprints=False)))
    assert len(every) - len(single) == 1
    assert {x["outlet"] for x in every} - {x["outlet"] for x in single} == {"other.test"}


def test_an_export_is_narrowed_by_outlet_time_and_words(filled: App) -> None:
    first, last = paper.page(2).fetched, paper.page(5).fetched
    assert (
        len(
            list(
                export.of_articles(
                    filled.engine,
                    Filter(since=first, until=last, outlet="vestnik-stepi.test"),
                )
            )
        )
        == 3
    )
    assert [x["outlet"] for x in export.of_articles(filled.engine, Filter(), '"Номер 3"')] == [
        "other.test",
        "vestnik-stepi.test",
    ]
    assert list(export_facts.of_facts(filled.engine, Filter(), "верблюд")) == []
    assert list(export.of_articles(filled.engine, Filter(), "!!!")) == []


def test_all_pages_of_the_corpora_are_read_without_a_crash(corpora: Path, tmp_path: Path) -> None:
    settings = load(data=tmp_path, outlets=tmp_path / "none", relay_every=timedelta(seconds=0.1))
    with open_app(settings) as app:
        counts = [import_all(app, corpora / "clean" / name) for name in ("cyr", "fundus")]
        with SandboxPool(settings) as readers:
            work_off(settings, readers)
        found = pages.totals(app.engine)
        assert not operations.set_aside(app.engine, 1)
    assert [x[2] for x in counts] == [[], []]
    assert (
        sum(found.values()) == sum(x[0] for x in counts) == found["article"] + found["not_article"]
    )
