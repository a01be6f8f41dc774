"""From rows to issues and back: an outlet falls silent, is reported, recovers; the list of gaps;
one worker of many does the checks.
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
from sqlalchemy import Engine, update
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
from baqylau.store import deliveries as outbox
from baqylau.store import frontier, issues, outlets, periodic_tasks
from baqylau.store.connect import writing
from baqylau.store.queries import monitoring
from baqylau.store.tables import deliveries
from console.main import cli
from tests.integration.receivers import http_receiver
from tests.site import served
from workers.delivery import DeliveryWorker
from workers.maintenance import Maintenance

FEED = "https://dala-tany.test/rss"
OUTLET = Outlet(
    "dala-tany", "Дала таңы", "https://dala-tany.test/", "kz", ("kk",), "Asia/Almaty", ()
)
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 2, 9, tzinfo=UTC)


def visit(engine: Engine, started: datetime, word: str = "read", links: int = 0) -> None:
    """One visit with so many fresh links."""
    found = [Link(f"https://dala-tany.test/{started:%d%H%M}/{n}", FEED) for n in range(links)]
    frontier.add_links(engine, OUTLET.id, found, started + timedelta(seconds=5))
    (claim,) = outlets.claim(engine, started, HOUR, 1, [OUTLET.id], early=True)
    assert outlets.finish(engine, claim, note(started, parsed({FEED: word})))


def note(started: datetime, sources: dict[str, SourceResult]) -> VisitRecord:
    ended, again = started + timedelta(seconds=9), started + HOUR
    return VisitRecord(started, ended, 0, 0, 0, 0, {"200": 1}, "ok", 0, again, None, sources)


def printed_hourly(engine: Engine, start: datetime, hours: int) -> datetime:
    """Two articles each hour of the day shift, a visit each hour round the clock; the moment after
    the last.
    """
    for n in range(hours):
        moment = start + n * HOUR
        visit(engine, moment, links=2 if 3 <= moment.hour < 15 else 0)
    return start + hours * HOUR


@pytest.fixture
def database(engine: Engine) -> Engine:
    outlets.sync(engine, [OUTLET], sample=False, now=MONDAY)
    return engine


def diagnose_and_settle(engine: Engine, moment: datetime) -> issues.IssueChanges:
    return issues.record_findings(
        engine, OUTLET.id, diagnose(monitoring.observe(engine, OUTLET, moment)), moment
    )


def test_a_silence_opens_one_issue_and_the_next_article_closes_it(database: Engine) -> None:
    silent = printed_hourly(database, MONDAY, 24 * 8)
    assert diagnose_and_settle(database, silent) == issues.IssueChanges(0, 0)
    for n in range(40):
        visit(database, silent + n * HOUR, "unchanged")
    assert diagnose_and_settle(database, silent + 40 * HOUR) == issues.IssueChanges(1, 0)
    assert diagnose_and_settle(database, silent + 40 * HOUR) == issues.IssueChanges(
        0, 0
    )  # confirmed, not opened twice
    (issue,) = issues.open_issues(database)
    assert issue.finding.trouble is Trouble.SILENT
    assert silent - 10 * HOUR < issue.finding.since < silent
    assert issue.finding.probability is not None
    visit(database, silent + 40 * HOUR, links=1)
    assert diagnose_and_settle(database, silent + 41 * HOUR) == issues.IssueChanges(0, 1)
    assert issues.open_issues(database) == []
    (closed,) = issues.of_outlet(database, OUTLET.id)
    assert closed.closed == silent + 41 * HOUR
    (gap,) = issues.ledger(database)
    assert (gap["outlet"], gap["from"], gap["to"]) == (
        OUTLET.id,
        issue.finding.since,
        closed.closed,
    )
    assert gap["why"].startswith("silent: no new article since")


def test_the_gaps_name_times_without_a_visit_that_reached_the_outlet(database: Engine) -> None:
    for hours, word in (
        (0, "read"),
        (1, "read"),
        (2, "failed: timed out"),
        (9, "failed: answers 502"),
        (14, "read"),
        (15, "read"),
        (40, "read"),
    ):
        visit(database, MONDAY + hours * HOUR, word)
    out, away = issues.gaps(database)
    assert (out.since, out.until) == (MONDAY + HOUR + timedelta(seconds=9), MONDAY + 14 * HOUR)
    assert out.why == "not reached: timed out; answers 502"
    assert (away.until, away.why) == (MONDAY + 40 * HOUR, "not visited")
    assert len(list(issues.ledger(database, OUTLET.id, since=MONDAY + 20 * HOUR))) == 1
    assert list(issues.ledger(database, "another")) == []


def test_a_backfill_is_neither_a_visit_nor_a_burst_of_news(database: Engine) -> None:
    end = printed_hourly(database, MONDAY, 30)
    frontier.add_links(
        database,
        OUTLET.id,
        [Link(f"https://dala-tany.test/old/{n}", FEED) for n in range(500)],
        end + timedelta(minutes=5),
    )
    with writing(database) as connection:
        outlets.record_visit(connection, OUTLET.id, replace(note(end, {}), ended=end + HOUR))
    seen = monitoring.observe(database, OUTLET, end + 2 * HOUR)
    assert len(seen.visits) == 30
    assert not any(x > end for x in seen.arrivals)


def test_a_periodic_task_is_claimed_by_one_worker(engine: Engine) -> None:
    moment = now()
    assert [periodic_tasks.claim(engine, "upkeep", moment, HOUR) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    assert periodic_tasks.claim(engine, "upkeep", moment + HOUR, HOUR)


def test_overdue_visits_without_a_crawler_are_an_issue(database: Engine) -> None:
    visit(database, MONDAY)
    assert monitoring.unvisited(database, MONDAY + HOUR) == []
    (claim,) = outlets.claim(database, MONDAY + 3 * HOUR, HOUR, 1)
    assert monitoring.unvisited(database, MONDAY + 3 * HOUR) == []  # a crawler came back
    assert outlets.finish(database, claim, note(MONDAY, {}))
    (found,) = monitoring.unvisited(database, MONDAY + 3 * HOUR)
    assert found.trouble is Trouble.UNVISITED
    assert "start `baqylau crawl`" in found.diagnosis


# Notifications
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def app(migrated_database: str, tmp_path: Path) -> Iterator[App]:
    messages = tmp_path / "messages.jsonl"
    script = tmp_path / "alert.sh"
    script.write_text(f"#!/bin/sh\ncat >> {messages}\n", encoding="utf-8")
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


def look(app: App) -> None:
    """An examination, and what is due is sent."""
    Maintenance(app).run_once()
    DeliveryWorker(app).run_once()


def made_due(app: App) -> None:
    """What waits for its next attempt is due now."""
    with writing(app.engine) as connection:
        connection.execute(update(deliveries).values(not_before=None))


def told(messages: Path) -> list[dict[str, Any]]:
    return [json.loads(x) for x in messages.read_text(encoding="utf-8").splitlines()]


def test_each_opening_and_closing_is_notified_once(app: App, tmp_path: Path) -> None:
    messages = tmp_path / "messages.jsonl"
    for minutes in (30, 20):
        visit(app.engine, now() - timedelta(minutes=minutes), "failed: answers 403")
    look(app)
    look(app)
    (word,) = told(messages)
    assert (word["event"], word["outlet"], word["name"], word["trouble"]) == (
        "opened",
        OUTLET.id,
        OUTLET.name,
        "blocked",
    )
    visit(app.engine, now(), "read")
    look(app)
    assert [x["event"] for x in told(messages)] == ["opened", "closed"]


def test_a_notification_that_failed_is_sent_again(app: App, tmp_path: Path) -> None:
    (tmp_path / "alert.sh").rename(tmp_path / "away.sh")
    for minutes in (30, 20):
        visit(app.engine, now() - timedelta(minutes=minutes), "failed: timed out")
    look(app)
    assert outbox.counts(app.engine) == {"pending": 1}
    (tmp_path / "away.sh").rename(tmp_path / "alert.sh")
    made_due(app)
    look(app)
    assert issues.unnotified(app.engine) == []
    assert outbox.counts(app.engine) == {"done": 1}
    assert len(told(tmp_path / "messages.jsonl")) == 1


@pytest.mark.parametrize("failing", ["command", "webhook"])
def test_a_failing_channel_makes_the_other_hear_nothing_twice(
    app: App, tmp_path: Path, failing: str
) -> None:
    """In five looks the well one hears of the issue once."""
    with http_receiver() as posted:
        settings = app.settings.model_copy(update={"alert_webhook": posted.url})
        app = replace(app, settings=settings)
        if failing == "command":
            (tmp_path / "alert.sh").unlink()
        else:
            posted.answer = lambda number: 503
        for minutes in (30, 20):
            visit(app.engine, now() - timedelta(minutes=minutes), "failed: answers 403")
        for _ in range(5):
            look(app)
            made_due(app)
        heard = (
            len(posted.posts) if failing == "command" else len(told(tmp_path / "messages.jsonl"))
        )
        assert heard == 1
        assert outbox.counts(app.engine) == {"done": 1, "pending": 1}


def test_an_issue_that_closed_before_its_opening_was_told_is_told_to_nobody(
    app: App, tmp_path: Path
) -> None:
    (tmp_path / "alert.sh").rename(tmp_path / "away.sh")
    for minutes in (30, 20):
        visit(app.engine, now() - timedelta(minutes=minutes), "failed: answers 403")
    look(app)
    visit(app.engine, now(), "read")
    (tmp_path / "away.sh").rename(tmp_path / "alert.sh")
    made_due(app)
    look(app)
    assert not (tmp_path / "messages.jsonl").exists()
    assert outbox.counts(app.engine) == {"cancelled": 2}


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
        f'{head}[[discover]]\nkind = "feed"\nurl = "{FEED}"\n', encoding="utf-8"
    )
    for name, value in (
        ("DATA", tmp_path),
        ("DATABASE", app.settings.database),
        ("OUTLETS", folder),
    ):
        monkeypatch.setenv(f"BAQYLAU_{name}", str(value))

    def printed(*words: str) -> str:
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, result.output
        return " ".join(result.stdout.split())

    assert "No outlet was visited" in printed("outlets", "health")
    for hours, word in ((40, "read"), (20, "failed: answers 403"), (19, "failed: answers 403")):
        visit(app.engine, now() - hours * HOUR, word, links=3 if word == "read" else 0)
    Maintenance(app).run_once()
    assert "Issues open: 2" in printed("status")  # and no crawler is at work
    assert f"{OUTLET.name} ({OUTLET.id}): blocked since" in printed("status")
    assert "no discovery source answered in the last 2 visits: answers 403" in printed(
        "outlets", "health", OUTLET.id
    )
    assert "100% of them from" in printed("outlets", "health")
    (line,) = printed("export", "gaps", "--format", "csv").split(" ", 1)[1:]
    assert line.startswith(f"{OUTLET.id},")
    assert line.endswith("not reached: answers 403")


@pytest.mark.parametrize(
    ("language", "word", "answer_in_words"),
    [
        ("ru", "отклоняет наши запросы", "не ответил"),
        ("kk", "сұрауымызды қабылдамайды", "жауап бермеді"),
        ("en", "refuses our requests", "did not answer"),
    ],
)
def test_the_dashboard_shows_what_ails_an_outlet(
    app: App, language: str, word: str, answer_in_words: str
) -> None:
    for hours, answer in ((3, "read"), (2, "failed: answers 403"), (1, "failed: answers 403")):
        visit(app.engine, now() - hours * HOUR, answer)
    Maintenance(app).run_once()
    with served(app) as site:
        page = site.get("/outlets", ui=language).text
        one = site.get(f"/outlets/{OUTLET.id}", ui=language)
        assert site.get("/outlets/nobody").status == 404
    for shown in (page, one.text):
        assert word in shown
        assert "no discovery source answered in the last 2 visits: answers 403" in shown
    assert answer_in_words in one.text
    assert "4xx" not in one.text
    assert "2xx: 3" in one.text


class _Webhook(http.server.BaseHTTPRequestHandler):
    received: ClassVar[list[dict[str, Any]]] = []
    status = 200

    def do_POST(self) -> None:
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_webhook_gets_the_same_message_and_a_refusal_raises(tmp_path: Path) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Webhook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        (notify,) = alerts.channels(
            load(data=tmp_path, alert_webhook=f"http://127.0.0.1:{server.server_port}/hook")
        )
        finding = Finding(Trouble.SLOW, "delay", MONDAY, "articles come late")
        issue = issues.Issue(1, None, finding, MONDAY, MONDAY)
        notify(alerts.message(issue, None))
        assert _Webhook.received[0]["diagnosis"] == "articles come late"
        _Webhook.status = 500
        with pytest.raises(TryLater, match="did not accept the message"):
            notify(alerts.message(issue, None))
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_that_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="give the whole address"):
        alerts.channels(_given(tmp_path, alert_webhook="office"))


def _given(folder: Path, **known: str) -> Settings:
    return load(data=folder, **known)
