"""Who cites whom, stored by the stage of that name and shown per outlet: on both databases, with
the articles behind each number, as rows and as a graph.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.messages import WIRE_VERSION
from baqylau.settings import Settings, load
from baqylau.store import jobs, outlets
from baqylau.store.connect import reading, writing
from baqylau.store.tables import citations
from baqylau.store.versions import version_of
from console import export
from tests import filled
from tests.filled import SampleArticle
from tests.integration import paper
from tests.services import migrated
from tests.site import Site, served
from workers.job_runner import JobRunner

HOUR = timedelta(hours=1)
KEPT = {
    "dala": ("Дала газеті", "kk"),
    "dala-ru": ("Дала газеті", "ru"),
    "vestnik": ("Вестник степи", "ru"),
    "courier": ("Hill Courier", "en"),
}
CHAIN = "Мост закрыт до весны, пишет «Дала газеті» со ссылкой на Hill Courier. Объезд открыт."
SELF = "Как сообщал «Вестник степи», мост закрыли в январе."
EDITION = "Об этом «Дала газеті» рассказали в редакции. Школу откроют, сообщает Hill Courier."
GIVEN = (
    SampleArticle("vestnik", "chain", "Мост закрыт", CHAIN, "ru", 3 * HOUR),
    SampleArticle("vestnik", "self", "Снова мост", SELF, "ru", 2 * HOUR),
    SampleArticle("dala-ru", "edition", "Школа", EDITION, "ru", HOUR),
)


@pytest.fixture
def more_settings() -> dict[str, Any]:
    return {"dashboard_port": 0}


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[App]:
    _write_outlets(tmp_path / "none")
    with open_app(settings) as app:
        yield app


@pytest.fixture
def ids(app: App) -> dict[str, int]:
    return _written(app)


def _write_outlets(folder: Path) -> None:
    folder.mkdir()
    for outlet, (name, language) in KEPT.items():
        (folder / f"{outlet}.toml").write_text(
            f'name = "{name}"\nhome = "https://{outlet}.test/"\ncountry = "kz"\n'
            f'languages = ["{language}"]\ntimezone = "Asia/Almaty"\nenabled = false\n'
            'missing = "a test"\n',
            encoding="utf-8",
        )


def _written(app: App) -> dict[str, int]:
    with writing(app.engine) as connection:
        for outlet, (name, _) in KEPT.items():
            outlets.ensure(connection, outlet, name)
    return {x.slug: filled.write(app, x) for x in GIVEN}


def read(app: App, *articles: int) -> None:
    """Runs the stage for these articles."""
    runner = JobRunner(app, paper.Readers(), ("citations",))
    for article in articles:
        with writing(app.engine) as connection:
            job = jobs.add(connection, "citations", article, version_of("citations"), now())
        runner.run("citations", [job], WIRE_VERSION)


def stored(app: App, article: int) -> list[tuple[str, str, bool, str]]:
    wanted = select(
        citations.c.origin, citations.c.target, citations.c.is_outlet, citations.c.layer
    )
    with reading(app.engine) as connection:
        rows = connection.execute(
            wanted.where(citations.c.article == article).order_by(citations.c.start)
        )
        return [tuple(x) for x in rows]


def test_the_stage_stores_edges_in_place_of_those_before(app: App, ids: dict[str, int]) -> None:
    read(app, *ids.values())
    chain = [("vestnik", "dala", True, "cited"), ("dala", "courier", True, "cited")]
    assert stored(app, ids["chain"]) == chain
    assert stored(app, ids["self"]) == []  # an outlet that names itself
    assert stored(app, ids["edition"]) == [("dala", "courier", True, "cited")]
    with writing(app.engine) as connection:
        jobs.add(connection, "citations", ids["chain"], "citations-0", now())
    read(app, ids["chain"])
    assert stored(app, ids["chain"]) == chain


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The pages over the articles above; no test changes anything there."""
    folder = tmp_path_factory.mktemp("citations")
    _write_outlets(folder / "none")
    with migrated(request, request.param, folder) as database:
        places = {"database": database, "queue": "memory:", "outlets": folder / "none"}
        given = load(data=folder, dashboard_port=0, **places)
        with open_app(given) as app:
            read(app, *_written(app).values())
            with served(app) as site:
                yield site


def test_an_outlets_page_counts_and_each_number_leads_to_its_articles(site: Site) -> None:
    for outlet, named, count in (
        ("vestnik", "Дала газеті", 1),
        ("dala-ru", "Hill Courier", 2),
        ("dala", "Hill Courier", 2),
        ("courier", "Дала газеті", 2),
    ):
        answer = site.get(f"/outlets/{outlet}/citations", ui="en")
        assert answer.status == 200
        assert named in answer.text
        links = re.findall(r'href="(/outlets/[^"]+/articles\?[^"]+)">(\d+)</a>', answer.text)
        assert any(int(number) == count for _, number in links)
        for link, number in links:
            listed = site.get(link.replace("&amp;", "&"))
            assert listed.status == 200
            assert listed.text.count('<li class="line">') == int(number), link


def test_the_words_around_a_source_are_shown_escaped(app: App, ids: dict[str, int]) -> None:
    evil = "<b>Мост</b> закрыт, сообщает «Дала газеті» <script>."
    read(app, filled.write(app, replace(GIVEN[0], slug="evil", text=evil)))
    with served(app) as site:
        answer = site.get("/outlets/vestnik/citations/articles", way="cites", name="dala")
    assert "&lt;b&gt;Мост&lt;/b&gt; закрыт, сообщает «<mark>Дала газеті</mark>»" in answer.text
    assert "<script>." not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/outlets/nobody/citations", 404),
        ("/outlets/vestnik/citations?days=0", 400),
        ("/outlets/vestnik/citations?days=x", 400),
        ("/outlets/vestnik/citations/articles", 400),
        ("/outlets/vestnik/citations/articles?way=cites&layer=no", 400),
        ("/outlets/vestnik/citations/articles?way=cites&day=yesterday", 400),
        ("/outlets/vestnik/citations/articles?way=cites&day=0001-01-01", 400),
    ],
)
def test_what_cannot_be_shown_is_said(site: Site, path: str, status: int) -> None:
    assert site.get(path).status == status


def test_edges_are_exported_as_rows_and_as_a_graph(
    app: App, ids: dict[str, int], settings: Settings, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    read(app, *ids.values())
    capsys.readouterr()  # the log
    monkeypatch.setattr("baqylau.settings.load", lambda: settings)
    kind, form = [export.ExportKind.CITATIONS], export.ExportFormat
    common = {"since": None, "until": None, "outlet": None, "query": None, "language": None}
    rest = {"kind": None, "who": None, "entity": None, "reprints": False, "output": None}
    export.command(kind, **common, **rest, form=form.CSV, bom=False)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(x["from"], x["to"], x["chain"]) for x in rows] == [
        ("dala", "courier", "false"), ("vestnik", "dala", "false"), ("dala", "courier", "true"),
    ]  # fmt: skip
    export.command(kind, **common, **rest, form=form.GRAPHML, bom=False)
    graph = ElementTree.fromstring(capsys.readouterr().out)
    xml = "{http://graphml.graphdrawing.org/xmlns}"
    edges = {
        (x.get("source"), x.get("target")): [y.text for y in x] for x in graph.iter(f"{xml}edge")
    }
    assert edges == {
        ("outlet:dala", "outlet:courier"): ["cited", "2"],
        ("outlet:vestnik", "outlet:dala"): ["cited", "1"],
    }
    assert len(list(graph.iter(f"{xml}node"))) == 3
