"""Every example of docs/api.md runs, against the API as it is served; and the Python client reads
every list, waits when it is told to, and sends its token nowhere else.
"""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from baqylau_client import ApiError, Client, rows
from fastapi import Request

import api.door
from api.resources import (
    articles,
    changes,
    corrections,
    edits,
    entities,
    facts,
    gaps,
    issues,
    labels,
    mentions,
    outlets,
    stories,
    watches,
)
from baqylau.app import App, open_app
from baqylau.model.access import Scope
from baqylau.settings import load
from baqylau.store import tokens
from baqylau.store.connect import connect
from baqylau.store.schema import migrate
from tests import filled
from tests.asking_api import by
from tests.site import Site, served

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SHOWN = "http://127.0.0.1:8000"
COMMANDS = [
    x.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", DOCUMENT, re.S)
    for x in block.splitlines()
]
PROGRAMS = re.findall(r"```python\n(.*?)```", DOCUMENT, re.S)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    engine = connect(f"sqlite:///{folder}/baqylau.db")
    migrate(engine)
    engine.dispose()
    with open_app(load(data=folder, outlets=folder / "none", dashboard_port=0)) as app:
        filled.fill(app)
        yield app


@pytest.fixture(scope="module")
def site(app: App) -> Iterator[Site]:
    with served(app) as site:
        yield site


@pytest.fixture(scope="module")
def token(app: App) -> str:
    return tokens.add(app.engine, "example", [Scope.TEXT, Scope.WRITE], by())[0]


@pytest.mark.parametrize("command", [x for x in COMMANDS if x.startswith("curl")])
def test_an_example_in_curl(command: str, site: Site, token: str) -> None:
    written = command.replace(SHOWN, site.address).replace("$TOKEN", token)
    done = subprocess.run(shlex.split(written), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert ("problem" in done.stdout) is ("outlets=dala" in command), done.stdout
    assert "items" in done.stdout or "HTTP/1.1 200" in done.stdout or "problem" in done.stdout


@pytest.mark.parametrize("command", [x for x in COMMANDS if x.startswith("baqylau")])
def test_an_example_at_the_terminal(command: str, app: App) -> None:
    from typer.testing import CliRunner

    from console.main import cli

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAQYLAU_DATA", str(app.settings.data))
        done = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_example_in_python(
    program: str, site: Site, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOKEN", token)
        exec(compile(program.replace(SHOWN, site.address), "docs/api.md", "exec"), {})
    assert capsys.readouterr().out


def test_the_document_has_examples_of_both_kinds() -> None:
    assert len(PROGRAMS) >= 4
    assert sum(x.startswith("curl") for x in COMMANDS) >= 5


# The client
# --------------------------------------------------------------------------------------------------


def test_the_client_reads_every_list(site: Site) -> None:
    api = Client(site.address)
    assert len(list(api.articles(limit=7))) == len(list(api.articles())) > 40
    assert {x["kind"] for x in api.edits()} == {"edited", "removed"}
    [quote] = api.facts(kind="quote", who="Сатаев", outlet="vestnik", reprints=False)
    assert api.fact(str(quote["key"])) == quote
    assert {x["type"] for x in api.mentions(kind="place")} == {"place"}
    assert [x["outlet"] for x in api.issues(open=True)] == ["dala"]
    assert list(api.entities()) == []
    assert api.article(quote["article"]["id"])["facts"]
    with pytest.raises(ApiError, match="404: there is no entity 7"):
        list(api.facts_of(7))
    with pytest.raises(ApiError, match=r"query.limit"):
        list(api.articles(limit=0))


def test_the_client_writes(site: Site) -> None:
    api = Client(site.address)
    [quote] = api.facts(kind="quote", who="Сатаев", outlet="vestnik", reprints=False)
    key = str(quote["key"])
    made = api.correct(key, "speaker_name", "Асель Ким", because="по письму", seen=0)
    assert api.fact(key)["corrected"]["speaker_name"]["value"] == "Асель Ким"
    with pytest.raises(ApiError, match="409"):
        api.correct(key, "speaker_name", "Она", seen=0)
    assert [x["id"] for x in api.corrections(state="stands")] == [made["id"]]
    assert api.undo(made["id"])["state"] == "undone"
    label, note = api.add_label(key, "тон"), api.add_note(quote["article"]["id"], "проверить")
    assert [x["name"] for x in api.labels(fact=key)] == ["тон"]
    assert [x["article"] for x in api.notes()] == [quote["article"]["id"]]
    api.remove_label(label["id"])
    api.remove_note(note["id"])
    assert [*api.labels(), *api.notes()] == []
    watch = api.add_watch("мост", name="Мосты", digest="day")
    assert api.mute(watch["id"])["muted"]
    assert api.mute(watch["id"], on=False)["muted"] is None
    assert [x["name"] for x in api.watches()] == ["Мосты"]
    api.remove_watch(watch["id"])
    [story] = [x for x in api.stories() if "Мост" in (x["title"] or "")]
    assert {x["outlet"] for x in api.story(story["id"])["articles"]} == {"vestnik", "dala"}


def test_the_client_follows_the_changes(site: Site) -> None:
    api = Client(site.address)
    portions = list(api.changes())
    assert {x["kind"] for rows, _ in portions for x in rows} >= {"stored", "facts", "removed"}
    assert list(api.changes(portions[-1][1])) == []


@pytest.mark.parametrize(
    ("typed", "model"),
    [
        (rows.Article, articles.ArticleInList),
        (rows.ArticleDetail, articles.ArticleDetail),
        (rows.Related, articles.Related),
        (rows.Fact, facts.FactInList),
        (rows.Source, facts.Source),
        (rows.Sentence, facts.Sentence),
        (rows.Mention, mentions.MentionInList),
        (rows.Entity, entities.Entity),
        (rows.Edit, edits.Edit),
        (rows.Change, changes.Change),
        (rows.Outlet, outlets.Outlet),
        (rows.Issue, issues.Issue),
        (rows.GapLedger, gaps.GapLedger),
        (rows.GapDay, gaps.GapDay),
        (rows.Window, gaps.Window),
        (rows.Story, stories.Story),
        (rows.StoryWhole, stories.StoryWhole),
        (rows.StoryArticle, stories.StoryArticle),
        (rows.StoryQuote, stories.StoryQuote),
        (rows.StoryDifference, stories.StoryDifference),
        (rows.StoryFigure, stories.StoryFigure),
        (rows.Correction, corrections.Correction),
        (rows.CorrectionMark, corrections.CorrectionMark),
        (rows.Label, labels.Label),
        (rows.Note, labels.Note),
        (rows.Watch, watches.Watch),
        (rows.WatchChannel, watches.WatchChannel),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_the_types_of_the_client_are_those_of_the_api(typed: Any, model: Any) -> None:
    assert set(typed.__annotations__) == set(model.model_fields)


def test_the_client_waits_as_long_as_it_is_told(app: App, site: Site) -> None:
    waited: list[float] = []
    refusals = [api.door.Refused(429, "slowly", {"Retry-After": "7"})] * 2  # type: ignore[arg-type]

    def door(self: Any, request: Request) -> Any:
        if refusals:
            raise refusals.pop()
        return api.door.LOCAL

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.door.Door, "__call__", door)
        with served(app) as other:
            client = Client(other.address, sleep=waited.append)
            assert len(list(client.outlets())) == 5
    assert waited == [7.0, 7.0]


def test_the_client_gives_up_after_some_turns(app: App) -> None:
    def door(self: Any, request: Request) -> Any:
        raise api.door.Refused(429, "slowly", {"Retry-After": "1"})  # type: ignore[arg-type]

    waited: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.door.Door, "__call__", door)
        with served(app) as other, pytest.raises(ApiError, match="429: slowly"):
            list(Client(other.address, retries=3, sleep=waited.append).outlets())
    assert waited == [1.0] * 3


def test_the_client_sends_its_token_to_its_own_server_only(site: Site) -> None:
    client = Client(site.address, token="baq_x")
    with pytest.raises(ValueError, match="another server"):
        client._get("https://elsewhere.test/api/v1/articles", {})
    for address in ("file:///etc/passwd", "127.0.0.1:8000", "ftp://x"):
        with pytest.raises(ValueError, match="is no address"):
            Client(address)
