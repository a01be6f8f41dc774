"""`baqylau watch` and `baqylau digest` at a terminal, over a mail folder and real rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from baqylau import maintenance
from baqylau.app import App, open_app
from baqylau.settings import load
from baqylau.store import deliveries, watches
from console.main import cli
from tests.integration import paper
from tests.integration.test_watches import LONG, printed, read_all
from workers.delivery import DeliveryWorker


@pytest.fixture
def backends(migrated_database: str) -> dict[str, str]:
    return {"database": migrated_database}


@pytest.fixture
def more_settings(tmp_path: Path) -> dict[str, Any]:
    return {"mail_folder": tmp_path / "inbox"}


@pytest.fixture
def said(app: App, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    for name in ("data", "database", "outlets", "mail_folder"):
        monkeypatch.setenv(f"BAQYLAU_{name.upper()}", str(getattr(app.settings, name)))

    def run(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == status, done.output
        return done.output

    return run


def test_a_watch_from_its_making_to_its_removal(
    app: App, said: Callable[..., str], tmp_path: Path
) -> None:
    made = said("watch", "add", "паводок", "--to", "mail:a@office.test", "--name", "Вода")
    assert "watch 1: it would have found 0 articles" in made
    assert "Вода" in said("watch", "list")
    assert "mail a@office.test: taken" in said("watch", "test", "1")
    printed(app, "flood", LONG, "Паводок дошёл до города")
    read_all(app)
    DeliveryWorker(app).run_once()
    assert len(list((tmp_path / "inbox").glob("*.eml"))) == 2
    assert "Паводок дошёл до города" in said("watch", "show", "1")
    assert "done" in said("watch", "log", "--watch", "1")
    assert "1 are sent again" in said("watch", "replay", "1")
    DeliveryWorker(app).run_once()
    assert len(list((tmp_path / "inbox").glob("*.eml"))) == 2, "the key is the same"
    assert "Паводок дошёл до города" in said("digest", "--for", "1", "--since", "2d")
    page = tmp_path / "digest.html"
    said("digest", "--for", "1", "--since", "2d", "--ui", "kk", "--html", str(page))
    assert 'lang="kk"' in page.read_text(encoding="utf-8")
    assert "muted" in said("watch", "mute", "1")
    said("watch", "mute", "1", "--off")
    said("watch", "remove", "1")
    assert "there is no watch" in said("watch", "list")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["add", "мост", "--to", "webhook:http://127.0.0.1/x"], "BAQYLAU_ALERT_KEY"),
        (["add", "мост", "--to", "telegram:1"], "BAQYLAU_TELEGRAM_TOKEN"),
        (["add", "мост", "--to", "pigeon:1"], "no channel"),
        (["add", "мост", "--quiet", "22:00"], "quiet hours"),
        (["add", "мост (", "--to", "mail:a@b.test"], "parenthesis"),
        (["show", "77"], "watch list"),
        (["remove", "77"], "watch list"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    said: Callable[..., str], words: list[str], why: str
) -> None:
    assert why in said("watch", *words, status=2)


def test_a_forgotten_person_is_in_no_watch_match_message_or_inbox(
    app: App, said: Callable[..., str], tmp_path: Path
) -> None:
    said("watch", "add", "Ахметова Асель", "--to", "mail:a@office.test")
    said("watch", "add", "паводок", "--to", "mail:a@office.test")
    printed(app, "flood", LONG + "Об этом сказала Асель Ахметова.", "Паводок у Ахметовой")
    settings = app.settings.model_copy(update={"deliver": True})
    from workers.run import work_off

    work_off(settings, paper.PeopleReaders())  # type: ignore[arg-type]
    assert deliveries.counts(app.engine) == {"done": 2}
    found = maintenance.naming(app, "Асель Ахметова")
    counts = maintenance.forget(app, found, "person", "Асель Ахметова", "letter")
    assert (counts["watches"], counts["matches"]) == (1, 4)
    assert deliveries.counts(app.engine) == {}
    assert [x.query for x in watches.listed(app.engine)] == ["паводок"]
    assert list((tmp_path / "inbox").glob("*.eml")) == []


@pytest.mark.parametrize("server", ["", "smtp.office.test"])
def test_the_terminal_knows_the_inbox_of_a_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    """The demo makes the folder. Whoever names the demo's data and nothing else may mail to it, as
    its dashboard does; where mail is sent, it is sent.
    """
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path))
    monkeypatch.setenv("BAQYLAU_OUTLETS", str(tmp_path / "none"))
    with open_app(load(data=tmp_path)):
        pass
    words = ["watch", "add", "паводок", "--to", "mail:a@office.test"]
    refused = CliRunner().invoke(cli, words)
    assert "BAQYLAU_MAIL_SERVER" in refused.output + refused.stderr
    (tmp_path / "inbox").mkdir()
    if server:
        monkeypatch.setenv("BAQYLAU_MAIL_SERVER", server)
    assert load().inbox == (None if server else tmp_path / "inbox")
    assert CliRunner().invoke(cli, words).exit_code == 0
    if not server:
        assert "mail a@office.test: taken" in CliRunner().invoke(cli, ["watch", "test", "1"]).output
        assert len(list((tmp_path / "inbox").glob("*.eml"))) == 1
