"""Health and metrics of a process at work, and a page's trace from its fetch to its facts."""

import json
import re
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Any

import pytest
import structlog

from baqylau.app import App, open_app
from baqylau.health import HealthStatus, serving_health
from baqylau.settings import Settings
from baqylau.stages import STAGES
from baqylau.store import jobs, pages
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries.pipeline_metrics import measure
from tests.integration import paper
from tests.waiting import wait_until
from workers.job_runner import JobRunner
from workers.run import verdict, working


@pytest.fixture
def more_settings() -> dict[str, Any]:
    return {"metrics_port": 0}


def ask(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as wrong:
        return wrong.code, wrong.read().decode()


def work_off(app: App) -> None:
    with working(app, paper.Readers()):  # type: ignore[arg-type]
        wait_until(lambda: not jobs.unfinished(app.engine))


def test_figures_of_the_whole_house_and_of_the_process(settings: Settings) -> None:
    with open_app(settings) as app:
        for number in range(8):
            pages.store(app.engine, paper.page(number), paper.OUTLET, None, app.archive)
        work_off(app)
        with serving_health(settings, lambda: HealthStatus(True, "fine"), app) as address:
            assert address is not None
            status, body = ask(f"{address}/metrics")
    assert status == 200
    assert 'baqylau_pages{outcome="article"} 7.0' in body
    assert 'baqylau_jobs{stage="index",state="done"} 7.0' in body
    assert re.search(r'baqylau_stage_seconds_count\{result="done",stage="facts"\} [1-9]', body)
    assert "baqylau_queue_depth 0.0" in body


def test_the_door_says_whether_the_process_is_well(settings: Settings) -> None:
    found = HealthStatus(False, "3 jobs are due")
    with serving_health(settings, lambda: found) as address:
        assert ask(f"{address}/health") == (
            503,
            json.dumps({"well": False, "why": "3 jobs are due"}),
        )
        found = HealthStatus(True, "nothing to do")
        assert ask(f"{address}/health")[0] == 200
        assert ask(f"{address}/elsewhere")[0] == 404


def test_no_door_is_opened_where_none_was_asked_for(settings: Settings) -> None:
    with serving_health(
        settings.model_copy(update={"metrics_port": None}), lambda: HealthStatus(True, "")
    ) as address:
        assert address is None


def test_a_worker_is_unwell_when_jobs_are_due_and_none_ends(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_app(settings) as app:
        runner = JobRunner(app, readers=None)  # type: ignore[arg-type]
        assert verdict(runner, frozenset(STAGES)).well
        monkeypatch.setattr(type(runner.pulse), "silence", lambda _: timedelta(hours=1))
        assert verdict(runner, frozenset(STAGES)) == HealthStatus(True, "nothing to do")
        pages.store(app.engine, paper.page(1), paper.OUTLET, None, app.archive)
        assert not verdict(runner, frozenset(STAGES)).well
        assert verdict(runner, frozenset({"facts"})).well


def test_a_trace_leads_from_the_page_to_its_facts(settings: Settings) -> None:
    with (
        open_app(settings) as app,
        structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as lines,
    ):
        kept = pages.store(app.engine, paper.page(1), paper.OUTLET, None, app.archive)
        work_off(app)
    ours: list[Any] = [
        x["stage"] for x in lines if x["event"] == "done" and x.get("trace") == kept.trace
    ]
    assert ours[:2] == ["clean", "facts"]
    assert sorted(ours) == sorted(STAGES)


def test_vitals_name_what_waits_and_how_soon_news_is_found(settings: Settings) -> None:
    with open_app(settings) as app:
        kept = pages.store(app.engine, paper.page(1), paper.OUTLET, None, app.archive)
        moment = db_now(app.engine) + timedelta(minutes=3)
        found = measure(app.engine, moment)
        assert timedelta(minutes=2) < found.waiting["clean"] < timedelta(minutes=4)
        assert (found.lease_left, found.delays, found.delay(0.5)) == (None, (), None)
        assert kept.job_id is not None
        jobs.claim(app.engine, kept.job_id, moment, timedelta(seconds=80), 3)
        assert measure(app.engine, moment).lease_left == timedelta(seconds=80)
