"""The export of a list from the dashboard: the same rows as the list, safe names, limits that are
said, no text for those who may not read it, and writers that are not waited for.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from baqylau import exports
from baqylau.app import App, open_app
from baqylau.model.access import NOBODY
from baqylau.settings import load
from baqylau.store.connect import writing
from baqylau.store.tables import articles, citations, outlets
from dashboard import exporting
from tests import filled
from tests.services import migrated
from tests.site import Site, served


@pytest.fixture(scope="module")
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("exporting")
    with migrated(request, "sqlite", folder) as address:
        given = load(data=folder, database=address, outlets=folder / "none", dashboard_port=0)
        with open_app(given) as app:
            filled.fill(app)
            yield app


@pytest.fixture(scope="module")
def site(app: App) -> Iterator[Site]:
    with served(app) as site:
        yield site


def rows(text: str, separator: str = ";") -> list[dict[str, str]]:
    given = io.StringIO(text.removeprefix("\ufeff"))
    return list(csv.DictReader(given, delimiter=separator, strict=True))


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """The address and the hidden fields of the export form of a page."""
    (form,) = re.findall(r'<form action="(/export/\w+)">(.*?)</form>', page, re.S)
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[1])
    return form[0], dict(fields)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/", {}),
        ("/", {"outlet": "dala"}),
        ("/", {"reprints": "no"}),
        ("/", {"kind": "quote", "until": "2100-01-01"}),
        ("/facts", {}),
        ("/facts", {"reprints": "yes"}),
        ("/facts", {"kind": "quote", "who": "Сатаев"}),
        ("/search", {"q": "мост"}),
        ("/search", {"q": "мост", "outlet": "vestnik"}),
    ],
)
def test_the_button_exports_the_rows_of_the_list(
    site: Site, path: str, asked: dict[str, str]
) -> None:
    page = site.get(path, **asked).text
    action, fields = form_of(page)
    answer = site.get(action, **fields, format="csv")
    assert answer.status == 200
    exported = rows(answer.text)
    shown = re.findall(r'<a href="/article/(\d+)', page.partition("<ol")[2])
    name = "article" if path == "/facts" else "id"
    assert [x[name] for x in exported][: len(shown)] == shown
    assert shown


@pytest.mark.parametrize("form", exports.FORMS)
def test_every_format_comes_with_a_safe_name(site: Site, form: str) -> None:
    what = "citations" if form == exports.GRAPH else "articles"
    answer = site.get(f"/export/{what}", format=form)
    assert answer.status == 200
    name = rf'attachment; filename="baqylau-{what}-\d{{4}}-\d\d-\d\d\.[a-z.]+"'
    assert re.fullmatch(name, answer.headers["content-disposition"])
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/export/secrets", {}, 404),
        ("/export/..%2f..%2fetc", {}, 404),
        ("/export/articles", {"format": "exe"}, 400),
        ("/export/facts", {"format": "rss"}, 400),
        ("/export/articles", {"format": "graphml"}, 400),
        ("/export/articles", {"q": '"open'}, 400),
        ("/export/articles", {"since": "yesterday"}, 400),
        ("/export/facts", {"kind": "qoute"}, 400),
    ],
)
def test_what_cannot_be_exported_is_a_page_that_says_why(
    site: Site, path: str, asked: dict[str, str], status: int
) -> None:
    answer = site.get(path, **asked)
    assert answer.status == status
    assert "content-disposition" not in answer.headers
    assert "<html" in answer.text


def test_a_longer_list_is_cut_and_the_name_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    answer = site.get("/export/articles", format="csv")
    assert len(rows(answer.text)) == 3
    assert "-first-3.csv" in answer.headers["content-disposition"]
    every = site.get("/export/mentions", format="jsonl", kind="quote")
    assert "-first-" not in every.headers["content-disposition"]


def test_citations_are_narrowed_by_outlet_and_time_alone_and_cut_like_other_lists(
    app: App, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge = {"origin": "vestnik", "target": "dala", "is_outlet": True, "layer": "cited"}
    with writing(app.engine) as connection:
        cited = connection.execute(
            select(func.min(articles.c.id)).where(
                articles.c.outlet == "vestnik", articles.c.current
            )
        ).scalar_one()
        places = [{"article": cited, "start": x, "end": x + 1} for x in range(2)]
        connection.execute(insert(citations), [x | edge | {"version": "t"} for x in places])
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    answer = site.get("/export/citations", format="csv", language="en", who="nobody", q="nothing")
    assert [x["to"] for x in rows(answer.text, ";")] == ["dala"]
    assert "-first-1.csv" in answer.headers["content-disposition"]
    assert rows(site.get("/export/citations", format="csv", outlet="dala").text) == []


def test_an_english_reader_gets_commas(site: Site) -> None:
    answer = site.get("/export/facts", format="csv", ui="en")
    assert rows(answer.text, ",")[0]["outlet"]


def test_text_is_given_only_to_whom_may_read_it(
    app: App, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "Начало. " + "Слово за словом. " * 40 + "Последнее слово тайна."
    with writing(app.engine) as connection:
        connection.execute(update(articles).where(articles.c.outlet == "dala").values(text=long))
    with_text = rows(site.get("/export/articles", format="csv", text="yes").text)
    assert any(x["text"].endswith("тайна.") for x in with_text)
    assert "text" not in rows(site.get("/export/articles", format="csv").text)[0]
    monkeypatch.setattr(exporting, "access_of", lambda request: NOBODY)
    for form in ("csv", "jsonl", "ninjs", "rss", "atom", "jsonfeed"):
        answer = site.get("/export/articles", format=form, text="yes")
        assert "Начало" in answer.text
        assert "тайна" not in answer.text
    assert "text" not in rows(site.get("/export/articles", format="csv", text="yes").text)[0]


def test_writers_do_not_wait_for_an_export_that_is_read_slowly(app: App) -> None:
    asked = exports.Asked("articles", "csv")
    stream = exporting._streamed(app.engine, asked)
    next(stream)
    with writing(app.engine) as connection:  # raises after thirty seconds where it has to wait
        connection.execute(update(outlets).where(outlets.c.id == "dala").values(failures=0))
    assert b"".join(stream)


def test_those_who_come_at_once_are_asked_to_wait_and_seats_come_free(app: App, site: Site) -> None:
    asked = exports.Asked("articles", "csv")
    taken = [exporting._streamed(app.engine, asked) for _ in range(exporting._AT_ONCE)]
    for stream in taken:
        next(stream)
    assert site.get("/export/articles", format="csv").status == 503
    taken[0].close()  # its reader went away
    assert site.get("/export/articles", format="csv").status == 200
    for stream in taken[1:]:
        stream.close()


def test_an_export_that_takes_too_long_is_broken_off(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baqylau.errors import TryLater

    monkeypatch.setattr(exporting, "DEADLINE", -1.0)
    with pytest.raises(TryLater, match="took longer"):
        list(exporting._streamed(app.engine, replace(exports.Asked("facts", "csv"))))
    monkeypatch.undo()
    assert list(exporting._streamed(app.engine, exports.Asked("facts", "csv")))


def test_an_excel_file_of_the_browser_is_whole(site: Site, tmp_path: Path) -> None:
    import urllib.request

    with urllib.request.urlopen(f"{site.address}/export/facts?format=xlsx") as answer:
        (tmp_path / "facts.xlsx").write_bytes(answer.read())
    with zipfile.ZipFile(tmp_path / "facts.xlsx") as packed:
        assert packed.testzip() is None


@pytest.mark.parametrize("path", ["/search.atom?q=мост", "/latest.json", "/latest.atom"])
def test_feeds_stand_in_three_formats(site: Site, path: str) -> None:
    import json
    from urllib.parse import quote
    from xml.etree import ElementTree

    answer = site.get(quote(path, safe="/?=."))
    assert answer.status == 200
    if path.endswith(".json"):
        assert json.loads(answer.text)["items"]
    else:
        assert ElementTree.fromstring(answer.text.encode()).tag.endswith("}feed")
