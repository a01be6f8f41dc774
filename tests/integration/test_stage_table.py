"""A stage is one row of `baqylau.stages` and one function: a row is added here, and everything that
handles jobs works with it, on both databases.

The stage added, "length", counts the characters of each article; it follows "facts" beside "index".
"""

import importlib.util
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import event, insert, select
from typer.testing import CliRunner

import console.jobs
import console.work
from baqylau import health, maintenance, metrics, stages
from baqylau.app import App
from baqylau.errors import SetAside
from baqylau.messages import WIRE_VERSION, Nudge
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import Settings
from baqylau.stages import STAGES, Stage
from baqylau.store import jobs, outbox, pages, versions
from baqylau.store.connect import connect, reading, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.dump import dump
from baqylau.store.load import load
from baqylau.store.queries import operations
from baqylau.store.queries.pipeline_metrics import due, measure
from baqylau.store.tables import jobs as rows
from console import progress
from tests import services
from tests.integration import paper
from workers.job_runner import Following, JobRunner, LeasedJob
from workers.run import declare, work_off

HERE, PAPER = __name__, "tests.integration.paper"
VERSION = "length-1"
STATEMENTS = {"sqlite": 37, "postgresql": 30}
"""Those of one new article through clean, facts and index. Eleven of them ask for corrections, note
the change for readers of the API, and give the facts to the index.
"""
counted: dict[int, int] = {}
"""What the stage writes: characters by article."""


def read_length(text: str) -> int:
    """The reader, which a sandbox process imports."""
    if "Номер 4." in text:
        raise SetAside("no length at all")
    return len(text)


def count_length(runner: JobRunner, held: LeasedJob) -> Following:
    """The stage."""
    stored = runner.article(held)
    found: int = runner.read(held, stored.article.text)
    moment = runner.now()
    with jobs.finishing(runner.engine, held.job, "counted", moment) as connection:
        counted[stored.id] = found
        return runner.enqueue_next(connection, held, moment, stored)


LENGTH = Stage(
    "length",
    "article",
    stages.declared_in(HERE),
    run=f"{HERE}:count_length",
    reader=f"{HERE}:read_length",
    title="Count characters",
)


@pytest.fixture
def more_settings() -> dict[str, Any]:
    return {"attempts": 1}


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row, below the others, and its name in the `then` of the stage before it."""
    add(monkeypatch, LENGTH, facts=("index", "length"))


def add(monkeypatch: pytest.MonkeyPatch, *new: Stage, **then: tuple[str, ...]) -> None:
    changed = {name: replace(STAGES[name], then=following) for name, following in then.items()}
    whole = stages.table(*(STAGES | changed | {x.name: x for x in new}).values())
    for name, row in whole.items():
        monkeypatch.setitem(STAGES, name, row)
    counted.clear()


def keep(app: App, *numbers: int) -> None:
    for number in numbers:
        pages.store(app.engine, paper.page(number), paper.OUTLET, None, app.archive)


class LengthReaders(paper.Readers):
    """The quick readers in this process, and that of the stage added."""

    def length(self, text: str) -> int:
        return read_length(text)


def read_all(settings: Settings) -> None:
    work_off(settings, LengthReaders())


def states(app: App, stage: str = "length") -> dict[str, int]:
    return {state: count for state, count in jobs.counts(app.engine)[stage].items() if count}


def test_it_runs_is_retried_and_is_made_anew_by_a_later_version(
    app: App, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(app, *range(1, 6))
    with SandboxPool(settings, clean=f"{PAPER}:read", facts=f"{PAPER}:extract") as readers:
        work_off(settings, readers)
    assert len(counted) == 4  # the fifth can never be read
    assert all(x > 0 for x in counted.values())
    assert states(app) == {"done": 4, "set_aside": 1}
    assert states(app, "index") == {"done": 5}

    (aside,) = operations.set_aside(app.engine, 10, "length")
    assert (aside.reason, aside.url) == ("no length at all", paper.page(4).url)
    assert jobs.retry(app.engine, db_now(app.engine), "length") == 1
    assert states(app) == {"done": 4, "pending": 1}

    monkeypatch.setattr(f"{HERE}.VERSION", "length-2")
    assert jobs.sweep(app.engine, "length", "length-2", db_now(app.engine)) == 5
    assert states(app) == {"done": 5, "pending": 5}
    counted.clear()
    read_all(settings)
    assert len(counted) == 4
    with reading(app.engine) as connection:
        wanted = select(rows.c.version, rows.c.outcome).where(rows.c.stage == "length")
        assert {tuple(x) for x in connection.execute(wanted)} == {
            ("length-1", jobs.SUPERSEDED),
            ("length-2", "counted"),
            ("length-2", jobs.SET_ASIDE),
        }


def test_it_is_counted_and_announced(app: App, settings: Settings) -> None:
    keep(app, 1, 2)
    runner = JobRunner(app, paper.Readers(), ("clean", "facts", "index", "story", "match"))
    declare(app.broker, runner)
    for job_id in range(1, 3):
        runner.run("clean", [job_id], WIRE_VERSION)
    assert states(app) == {"pending": 2}
    moment = db_now(app.engine) + timedelta(minutes=5)
    found = measure(app.engine, moment)
    assert found.jobs["length"]["pending"] == 2
    assert found.waiting["length"] > timedelta(minutes=4)
    assert due(app.engine, moment, frozenset({"length"})) == 2
    assert jobs.unfinished(app.engine) == 2
    nudges = outbox.next_nudges(app.engine, versions.own(), moment, timedelta(minutes=1), 10)
    assert {x.queue for x in nudges} == {f"length.w{WIRE_VERSION}.{VERSION}"}
    read_all(settings)
    assert states(app) == {"done": 2}
    counts = {
        (x.labels["stage"], x.labels["state"]): x.value
        for family in health.DatabaseMetrics(app).collect()
        for x in family.samples
        if x.name == "baqylau_jobs"
    }
    assert counts["length", "done"] == 2
    timed = metrics.REGISTRY.get_sample_value(
        "baqylau_stage_seconds_count", {"stage": "length", "result": "done"}
    )
    assert timed


@pytest.mark.parametrize("in_backup", [True, False])
def test_its_jobs_are_dumped_and_restored(
    app: App, settings: Settings, other: Any, tmp_path: Path, monkeypatch: Any, in_backup: bool
) -> None:
    monkeypatch.setitem(STAGES, "length", replace(LENGTH, in_backup=in_backup))
    keep(app, 1, 2)
    read_all(settings)
    folder = tmp_path / "dump"
    folder.mkdir()
    dumped = dump(app.engine, folder)
    load(other, folder, dumped, (), db_now(app.engine))
    counts = jobs.counts(other)
    assert counts["length"]["done" if in_backup else "pending"] == 2
    assert counts["index"]["pending"] == 2
    assert counts["facts"]["done"] == 2


@pytest.fixture
def other(app: App, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Another database of the same kind, empty."""
    folder = tmp_path / "other"
    folder.mkdir()
    with services.migrated(request, app.engine.dialect.name, folder) as address:
        engine = connect(address)
        yield engine
        engine.dispose()


def test_its_jobs_are_deleted_with_their_article(app: App, settings: Settings) -> None:
    keep(app, 1, 2)
    read_all(settings)
    found = maintenance.at_address(app, paper.page(1).url)
    maintenance.forget(app, found, "url", paper.page(1).url, "asked for")
    assert states(app) == {"done": 1}


class Bars:
    """Progress bars that write down what they show."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[int, int | None]] = {}

    def add_task(self, title: str, **_: Any) -> str:
        return title

    def update(self, title: str, completed: int, total: int | None) -> None:
        self.shown[title] = completed, total


def test_it_has_a_progress_bar(app: App) -> None:
    keep(app, 1, 2)
    runner = JobRunner(app, LengthReaders(), ("clean", "facts", "length"))
    for job_id in range(1, 3):
        runner.run("clean", [job_id], WIRE_VERSION)
    bars, ended = Bars(), threading.Event()
    ended.set()
    progress._watch(app.engine, bars, None, ended)
    assert bars.shown["Count characters"] == (2, 2)
    assert bars.shown["Index"] == (0, 2)


@pytest.mark.parametrize("path", [console.jobs.__file__, console.work.__file__])
def test_the_commands_offer_it(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "console.stage_names")
    spec = importlib.util.spec_from_file_location("imported_again", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cli = typer.Typer()
    cli.command("one")(getattr(module, "sweep", None) or module.command)
    help_text = CliRunner().invoke(cli, ["--help"], env={"COLUMNS": "200"}).output
    assert "clean|facts|entities|citations|index|story|match|length" in help_text


# Several stages that follow
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("then", [("index", "length"), ("length", "index")])
def test_the_worker_goes_on_with_one_and_the_queue_hears_of_the_others(
    app: App, then: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(monkeypatch, facts=then)
    announced: list[Nudge] = []
    monkeypatch.setattr(
        "workers.job_runner.queue.announce", lambda _, nudge: announced.append(nudge) or True
    )
    keep(app, 1)
    runner = JobRunner(app, LengthReaders(), STAGES)
    runner.run("clean", [1], WIRE_VERSION)
    held, others = then
    assert states(app, held) == {"done": 1}
    assert states(app, others) == {"pending": 1}
    assert [(x.stage, len(x.jobs)) for x in announced] == [(others, 1)]
    runner.run(others, announced[0].jobs, WIRE_VERSION)
    assert states(app, others) == {"done": 1}


def test_what_follows_is_made_anew_with_what_it_follows(app: App, settings: Settings) -> None:
    keep(app, 1)
    read_all(settings)
    with writing(app.engine) as connection:
        jobs.add(connection, "facts", 1, versions.version_of("facts"), db_now(app.engine))
    counted.clear()
    read_all(settings)
    assert len(counted) == 1
    assert states(app) == {"done": 1}


# A job that is given up for good
# --------------------------------------------------------------------------------------------------


def test_a_row_says_what_follows_a_job_that_was_set_aside(
    app: App, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = Stage("last", "article", lambda: "1", run=f"{HERE}:end")
    add(monkeypatch, replace(LENGTH, on_set_aside=("last",)), last)
    keep(app, 1, 4)
    read_all(settings)
    assert states(app, "length") == {"done": 1, "set_aside": 1}
    assert states(app, "last") == {"done": 1}
    assert pages.totals(app.engine)["article"] == 2


def end(runner: JobRunner, held: LeasedJob) -> Following:
    """A stage without a reader."""
    with jobs.finishing(runner.engine, held.job, "ended", runner.now()):
        return ()


def test_a_page_stage_that_decides_no_outcome_leaves_it_alone(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Stage("look", "page", lambda: "1", run=f"{HERE}:refuse")
    add(monkeypatch, look, clean=("facts", "look"))
    keep(app, 1, 6)  # the second is no article, and still a page
    runner = JobRunner(app, paper.Readers(), ("clean", "look"))
    for job_id in range(1, 3):
        runner.run("clean", [job_id], WIRE_VERSION)
    assert states(app, "look") == {"set_aside": 2}
    totals = pages.totals(app.engine)
    assert (totals["article"], totals["not_article"], totals["set_aside"]) == (1, 1, 0)


def refuse(runner: JobRunner, held: LeasedJob) -> Following:
    raise SetAside("it is not to be looked at")


# What is not in the table
# --------------------------------------------------------------------------------------------------


def test_jobs_of_a_stage_that_only_a_later_release_knows_are_left_alone(app: App) -> None:
    moment = db_now(app.engine)
    later = {
        "stage": "translate",
        "subject": 1,
        "version": "1",
        "attempts": 1,
        "created": moment,
    }
    with writing(app.engine) as connection:
        connection.execute(insert(rows).values(**later, state=jobs.PENDING))
        aside = later | {"subject": 2, "state": jobs.SET_ASIDE, "finished": moment}
        connection.execute(insert(rows).values(**aside))
    assert jobs.counts(app.engine)["translate"]["pending"] == 1
    assert jobs.unfinished(app.engine) == 0
    assert "translate" in measure(app.engine, moment).waiting
    (shown,) = operations.set_aside(app.engine, 10)
    assert (shown.stage, shown.url) == ("translate", None)


# What it costs
# --------------------------------------------------------------------------------------------------


def test_statements_of_one_article_through_the_three_stages(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(monkeypatch, facts=("index",), index=())
    keep(app, 1, 2)
    runner = JobRunner(app, paper.Readers(), ("clean", "facts", "index"))
    runner.run("clean", [1], WIRE_VERSION)
    seen: list[str] = []
    event.listen(app.engine, "before_cursor_execute", lambda *x: seen.append(x[2]))
    runner.run("clean", [2], WIRE_VERSION)
    assert len(seen) == STATEMENTS[app.engine.dialect.name], seen
    assert states(app, "index") == {"done": 2}
