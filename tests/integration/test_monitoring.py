"""From rows to issues and back: an outlet falls silent, is told of, recovers; the ledger of gaps;
one looker among many workers.
"""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from baqylau import alerts
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.errors import ConfigurationError, TryLater
from baqylau.model.issue import Finding, Trouble
from baqylau.model.link import Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import SourceResult, VisitRecord, parsed
from baqylau.monitoring.diagnosis import diagnose
from baqylau.settings import Settings, load
from baqylau.store import frontier, issues, outlets, periodic_tasks
from baqylau.store.connect import writing
from baqylau.store.queries import monitoring
from console.main import cli
from tests.site import served
from workers.maintenance import Maintenance

WAY = "https://dala-tany.test/rss"
OUTLET = Outlet(
    "dala-tany", "Дала таңы", "https://dala-tany.test/", "kz", ("kk",), "Asia/Almaty", ()
)
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 2, 9, tzinfo=UTC)


def visit(engine: Engine, started: datetime, word: str = "read", links: int = 0) -> None:
    """One visit with so many fresh links."""
    found = [Link(f"https://dala-tany.test/{started:%d%H%M}/{n}", WAY) for n in range(links)]
    frontier.add_links(engine, OUTLET.id, found, started + timedelta(seconds=5))
    (claim,) = outlets.claim(engine, started, HOUR, 1, [OUTLET.id], early=True)
    assert outlets.finish(engine, claim, note(started, parsed({WAY: word})))


def note(started: datetime, ways: dict[str, SourceResult]) -> VisitRecord:
    ended, again = started + timedelta(seconds=9), started + HOUR
    return VisitRecord(started, ended, 0, 0, 0, 0, {"200": 1}, "ok", 0, again, None, ways)


def printed_hourly(engine: Engine, start: datetime, hours: int) -> datetime:
    """Two articles each hour of the day shift, a visit each hour round the clock; the moment after
    the last.
    """
    for n in range(hours):
        moment = start + n * HOUR
        visit(engine, moment, links=2 if 3 <= moment.hour < 15 else 0)
    return start + hours * HOUR


@pytest.fixture
def known(engine: Engine) -> Engine:
    outlets.sync(engine, [OUTLET], sample=False, now=MONDAY)
    return engine


def look(engine: Engine, moment: datetime) -> issues.IssueChanges:
    return issues.settle(
        engine, OUTLET.id, diagnose(monitoring.observe(engine, OUTLET, moment)), moment
    )


def test_a_silence_opens_one_issue_and_the_next_article_closes_it(known: Engine) -> None:
    silent = printed_hourly(known, MONDAY, 24 * 8)
    assert look(known, silent) == issues.IssueChanges(0, 0)
    for n in range(40):
        visit(known, silent + n * HOUR, "unchanged")
    assert look(known, silent + 40 * HOUR) == issues.IssueChanges(1, 0)
    assert look(known, silent + 40 * HOUR) == issues.IssueChanges(
        0, 0
    )  # confirmed, not opened twice
    (issue,) = issues.open_issues(known)
    assert issue.finding.trouble is Trouble.SILENT
    assert silent - 10 * HOUR < issue.finding.since < silent
    assert issue.finding.probability is not None
    visit(known, silent + 40 * HOUR, links=1)
    assert look(known, silent + 41 * HOUR) == issues.IssueChanges(0, 1)
    assert issues.open_issues(known) == []
    (closed,) = issues.of_outlet(known, OUTLET.id)
    assert closed.closed == silent + 41 * HOUR
    (gap,) = issues.ledger(known)
    assert (gap["outlet"], gap["from"], gap["to"]) == (
        OUTLET.id,
        issue.finding.since,
        closed.closed,
    )
    assert gap["why"].startswith("silent: no new article since")


def test_the_ledger_names_times_nobody_came_through(known: Engine) -> None:
    for hours, word in (
        (0, "read"),
        (1, "read"),
        (2, "failed: timed out"),
        (9, "failed: answers 502"),
        (14, "read"),
        (15, "read"),
        (40, "read"),
    ):
        visit(known, MONDAY + hours * HOUR, word)
    out, away = issues.gaps(known)
    assert (out.since, out.until) == (MONDAY + HOUR + timedelta(seconds=9), MONDAY + 14 * HOUR)
    assert out.why == "not reached: timed out; answers 502"
    assert (away.until, away.why) == (MONDAY + 40 * HOUR, "not visited")
    assert len(list(issues.ledger(known, OUTLET.id, since=MONDAY + 20 * HOUR))) == 1
    assert list(issues.ledger(known, "another")) == []


def test_a_backfill_is_neither_a_visit_nor_a_burst_of_news(known: Engine) -> None:
    end = printed_hourly(known, MONDAY, 30)
    frontier.add_links(
        known,
        OUTLET.id,
        [Link(f"https://dala-tany.test/old/{n}", WAY) for n in range(500)],
        end + timedelta(minutes=5),
    )
    with writing(known) as connection:
        outlets.record_visit(connection, OUTLET.id, replace(note(end, {}), ended=end + HOUR))
    seen = monitoring.observe(known, OUTLET, end + 2 * HOUR)
    assert len(seen.visits) == 30
    assert not any(x > end for x in seen.arrivals)


def test_a_chore_is_done_by_one(engine: Engine) -> None:
    moment = now()
    assert [periodic_tasks.claim(engine, "upkeep", moment, HOUR) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    assert periodic_tasks.claim(engine, "upkeep", moment + HOUR, HOUR)


def test_where_visits_are_overdue_and_none_is_under_way_nobody_is_at_work(known: Engine) -> None:
    visit(known, MONDAY)
    assert monitoring.unvisited(known, MONDAY + HOUR) == []
    (claim,) = outlets.claim(known, MONDAY + 3 * HOUR, HOUR, 1)
    assert monitoring.unvisited(known, MONDAY + 3 * HOUR) == []  # a crawler came back
    assert outlets.finish(known, claim, note(MONDAY, {}))
    (found,) = monitoring.unvisited(known, MONDAY + 3 * HOUR)
    assert found.trouble is Trouble.UNVISITED
    assert "start `baqylau crawl`" in found.diagnosis


# Told
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def app(migrated_database: str, tmp_path: Path) -> Iterator[App]:
    told = tmp_path / "told.jsonl"
    script = tmp_path / "tell.sh"
    script.write_text(f"#!/bin/sh\ncat >> {told}\n", encoding="utf-8")
    settings = load(
        data=tmp_path,
        database=migrated_database,
        outlets=tmp_path / "none",
        alert_command=f"sh {script}",
        dashboard_port=0,
    )
    with open_app(settings) as app:
        outlets.sync(app.engine, [OUTLET], sample=False, now=now())
        yield replace(app, outlets={OUTLET.id: OUTLET})


def test_the_office_is_told_once_of_each_opening_and_closing(app: App, tmp_path: Path) -> None:
    told = tmp_path / "told.jsonl"
    for minutes in (30, 20):
        visit(app.engine, now() - timedelta(minutes=minutes), "failed: answers 403")
    Maintenance(app).look()
    Maintenance(app).look()
    (word,) = [json.loads(x) for x in told.read_text(encoding="utf-8").splitlines()]
    assert (word["event"], word["outlet"], word["name"], word["trouble"]) == (
        "opened",
        OUTLET.id,
        OUTLET.name,
        "blocked",
    )
    visit(app.engine, now(), "read")
    Maintenance(app).look()
    assert [json.loads(x)["event"] for x in told.read_text(encoding="utf-8").splitlines()] == [
        "opened",
        "closed",
    ]


def test_a_word_that_did_not_arrive_is_told_again(app: App, tmp_path: Path) -> None:
    (tmp_path / "tell.sh").rename(tmp_path / "away.sh")
    for minutes in (30, 20):
        visit(app.engine, now() - timedelta(minutes=minutes), "failed: timed out")
    Maintenance(app).look()
    assert len(issues.unnotified(app.engine)) == 1
    (tmp_path / "away.sh").rename(tmp_path / "tell.sh")
    Maintenance(app).look()
    assert issues.unnotified(app.engine) == []


def test_the_console_shows_issues_health_and_gaps(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    head = (
        f'name = "{OUTLET.name}"\nhome = "{OUTLET.home}"\ncountry = "kz"\nlanguages ='
        ' ["kk"]\ntimezone = "Asia/Almaty"\n'
    )
    (folder / f"{OUTLET.id}.toml").write_text(
        f'{head}[[discover]]\nkind = "feed"\nurl = "{WAY}"\n', encoding="utf-8"
    )
    for name, value in (
        ("DATA", tmp_path),
        ("DATABASE", app.settings.database),
        ("OUTLETS", folder),
    ):
        monkeypatch.setenv(f"BAQYLAU_{name}", str(value))
    for hours, word in ((40, "read"), (20, "failed: answers 403"), (19, "failed: answers 403")):
        visit(app.engine, now() - hours * HOUR, word, links=3 if word == "read" else 0)
    Maintenance(app).look()

    def said(*words: str) -> str:
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    assert "Issues open: 2" in said("status")  # and no crawler is at work
    assert f"{OUTLET.name} ({OUTLET.id}): blocked since" in said("status")
    assert "no way answered in the last 2 visits: answers 403" in said(
        "outlets", "health", OUTLET.id
    )
    assert "brought 100% of them" in said("outlets", "health")
    (line,) = said("export", "gaps", "--format", "csv").split(" ", 1)[1:]
    assert line.startswith(f"{OUTLET.id},")
    assert line.endswith("not reached: answers 403")


@pytest.mark.parametrize(
    ("language", "word"),
    [("ru", "не пускает нас"), ("kk", "бізді кіргізбейді"), ("en", "turns us away")],
)
def test_the_dashboard_shows_what_ails_an_outlet(app: App, language: str, word: str) -> None:
    for hours, answer in ((3, "read"), (2, "failed: answers 403"), (1, "failed: answers 403")):
        visit(app.engine, now() - hours * HOUR, answer)
    Maintenance(app).look()
    with served(app) as site:
        page = site.get("/outlets", ui=language).text
        one = site.get(f"/outlets/{OUTLET.id}", ui=language)
        assert site.get("/outlets/nobody").status == 404
    for shown in (page, one.text):
        assert word in shown
        assert "no way answered in the last 2 visits: answers 403" in shown
    assert "4xx" not in one.text
    assert "2xx: 3" in one.text


class _Hook(http.server.BaseHTTPRequestHandler):
    heard: ClassVar[list[dict[str, Any]]] = []
    status = 200

    def do_POST(self) -> None:
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_webhook_hears_the_same_and_a_refusal_is_no_arrival(tmp_path: Path) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        (tell,) = alerts.channels(
            load(data=tmp_path, alert_webhook=f"http://127.0.0.1:{server.server_port}/hook")
        )
        finding = Finding(Trouble.SLOW, "delay", MONDAY, "articles come late")
        issue = issues.Issue(1, None, finding, MONDAY, MONDAY)
        tell(alerts.message(issue, None))
        assert _Hook.heard[0]["diagnosis"] == "articles come late"
        _Hook.status = 500
        with pytest.raises(TryLater, match="did not accept the message"):
            tell(alerts.message(issue, None))
    finally:
        server.shutdown()
        server.server_close()


def test_a_hook_that_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="give the whole address"):
        alerts.channels(_given(tmp_path, alert_webhook="office"))


def _given(folder: Path, **known: str) -> Settings:
    return load(data=folder, **known)
