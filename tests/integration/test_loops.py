"""A database that fails while everybody works: no process ends, the failure is reported, and work
goes on when the database is mended.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from baqylau import clock, loops
from baqylau.app import App, open_app
from baqylau.errors import TryLater
from baqylau.loops import Stalled
from baqylau.messages import WIRE_VERSION
from baqylau.model.article import Article
from baqylau.model.page import Page
from baqylau.settings import load
from baqylau.stages import STAGES
from baqylau.store import jobs, outlets, pages
from baqylau.store.connect import connect, reading, writing
from baqylau.store.jobs import pauses
from baqylau.store.schema import migrate
from baqylau.store.tables import jobs as rows
from tests.integration import broken, paper
from workers.job_runner import JobRunner
from workers.maintenance import Maintenance, Tidying
from workers.relay import Relay
from workers.run import jobs_record, verdict, work, work_off, working

PAGES = 20
GOES_ON_WITHIN = 60.0  # seconds after the database was mended


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "_SOONEST_RED", timedelta(seconds=0.5))
    monkeypatch.setattr(pauses, "BUSY_PAUSE", timedelta(seconds=1))


@pytest.fixture
def app(migrated_form: dict[str, str], tmp_path: Path) -> Iterator[App]:
    with opened(migrated_form, tmp_path) as app:
        yield app


@pytest.fixture
def embedded(migrated_file: Path, tmp_path: Path) -> Iterator[App]:
    shutil.copyfile(migrated_file, tmp_path / "baqylau.db")
    form = {"database": f"sqlite:///{tmp_path}/baqylau.db", "queue": "memory:"}
    with opened(form, tmp_path) as app:
        yield app


def opened(form: dict[str, str], folder: Path) -> Any:
    """The application over a database that knows one outlet."""
    engine = connect(form["database"])
    migrate(engine)
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    engine.dispose()
    if form["database"].startswith("postgresql"):
        form = form | {"database": broken.as_office(form["database"])}
    quick = {"relay_every": timedelta(seconds=0.1), "lease": timedelta(seconds=6)}
    given = load(data=folder, **form, outlets=folder / "none", **quick)
    return open_app(given)


def fill(app: App) -> None:
    for number in range(PAGES):
        pages.store(app.engine, paper.page(number), paper.OUTLET, None, app.archive)


def until(what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


def finished(app: App) -> bool:
    return not jobs.unfinished(app.engine)


class Breaking(paper.Readers):
    """In the middle of the third page something happens to the database."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self.happens, self.pages = happens, 0

    def clean(self, page: Page, outlet: object) -> Article:
        self.pages += 1
        if self.pages == 3:
            self.happens()
        return super().clean(page, outlet)


@pytest.mark.parametrize("kind", broken.KINDS)
def test_work_goes_on_by_itself_when_the_database_is_mended(
    app: App, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app)
    relays: list[Relay] = []
    monkeypatch.setattr("workers.run.Relay", lambda x: relays.append(Relay(x)) or relays[0])
    mend: list[Callable[[], None]] = []
    readers = Breaking(lambda: mend.append(broken.break_database(app.engine, kind)))
    with working(app, readers):
        until(lambda: bool(mend))
        until(lambda: relays[0].record.failures >= 3 and bool(relays[0].record.trouble()))
        assert relays[0].is_alive()
        mend[0]()
        until(lambda: finished(app), GOES_ON_WITHIN)
        until(lambda: relays[0].record.trouble() is None)
    with reading(app.engine) as connection:
        counted = select(rows.c.state, rows.c.attempts, func.count()).group_by(
            rows.c.state, rows.c.attempts
        )
        found = connection.execute(counted).all()
    assert {(row.state, row.attempts) for row in found} == {(jobs.DONE, 1)}  # none was counted
    assert pages.totals(app.engine)["waiting"] == 0


@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_work_goes_on_when_a_real_disk_is_mended(tmp_path: Path, trouble: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.getuid() != 0 or _mount("mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)):
        pytest.skip("only root may mount a small disk")
    try:
        form = {"database": f"sqlite:///{disk}/baqylau.db", "queue": "memory:"}
        with opened(form, tmp_path) as app:
            fill(app)
            _disk_trouble(app, disk, trouble)
    finally:
        _mount("umount", "-l", str(disk))


def _disk_trouble(app: App, disk: Path, trouble: str) -> None:
    filler = disk / "filler"

    def happens() -> None:
        if trouble == "full":
            _fill_disk(filler)
        else:
            app.engine.dispose()  # nothing may be open for writing while it is mounted anew
            while _mount("mount", "-o", "remount,ro", str(disk)):
                app.engine.dispose()

    relay = Relay(app)
    runner = JobRunner(app, paper.Readers(), (), jobs_record(app, STAGES))
    happens()
    relay.start()
    until(lambda: relay.record.failures >= 3 and bool(relay.record.trouble()))
    assert not verdict(runner, frozenset(STAGES), [relay.record]).well
    with working(app, paper.Readers()):
        if trouble == "full":
            filler.unlink()
        else:
            _mount("mount", "-o", "remount,rw", str(disk))
        until(lambda: finished(app), GOES_ON_WITHIN)
    until(lambda: relay.record.trouble() is None)
    relay.stop()


def _fill_disk(filler: Path) -> None:
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def _mount(*command: str) -> int:
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode


@pytest.mark.parametrize("loop", [Relay, Maintenance, Tidying])
@pytest.mark.parametrize("wrong", [KeyError("x"), MemoryError(), TryLater("y")])
def test_every_loop_survives_any_fault(
    embedded: App, loop: type[Any], wrong: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails before its first query, so the kind of database does not matter."""
    made, calls = loop(embedded), []

    def fails(*_: object) -> None:
        calls.append(1)
        raise wrong

    for where in ("workers.relay.db_now", "workers.maintenance.db_now"):
        monkeypatch.setattr(where, fails)
    monkeypatch.setattr(made, "_pause", timedelta(seconds=0.01))
    made.start()
    until(lambda: len(calls) >= 3)
    assert made.is_alive()
    made.stop()
    assert made.record.failures >= 3


@pytest.mark.parametrize("how", ["hangs", "fails"])
def test_a_process_whose_relay_stands_still_ends_with_its_reason(
    migrated_form: dict[str, str], tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, stop = threading.Event(), threading.Event()

    def run_once(_: Relay) -> None:
        if how == "fails":
            raise KeyError("a fault of ours")
        hanging.wait(60)

    monkeypatch.setattr(loops, "_SOONEST_END", timedelta(seconds=1))
    monkeypatch.setattr(loops, "_JOINS_WITHIN", 0.1)
    monkeypatch.setattr(Relay, "run_once", run_once)
    with opened(migrated_form, tmp_path) as app:
        fill(app)
        settings = app.settings
    with pytest.raises(Stalled, match="relay made no progress"):
        work(settings, stop)
    assert stop.is_set()
    hanging.set()


def test_a_fault_of_ours_in_a_claim_does_not_hold_up_the_jobs_behind_it(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app)
    real, calls = jobs.claim, []

    def claim(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise KeyError("x")
        return real(*given)

    monkeypatch.setattr("workers.job_runner.jobs.claim", claim)
    runner = JobRunner(app, paper.Readers(), ())
    with reading(app.engine) as connection:
        ids = list(connection.execute(select(rows.c.id)).scalars())
    runner.run("clean", ids[:3], WIRE_VERSION)
    assert (runner.pulse.failures, len(calls)) == (1, 3)


def test_a_clock_that_jumps_back_does_not_hold_up_work_that_is_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite leases are counted by this machine's clock."""
    jump, real = timedelta(), clock.now
    monkeypatch.setattr("baqylau.clock.now", lambda: real() + jump)

    def happens() -> None:
        nonlocal jump
        jump = timedelta(hours=-1)

    form = {"database": f"sqlite:///{tmp_path}/baqylau.db", "queue": "memory:"}
    with opened(form, tmp_path) as app:
        fill(app)
        settings, engine = app.settings, app.engine
        ended = threading.Thread(target=work_off, args=(settings, Breaking(happens)), daemon=True)
        ended.start()
        ended.join(60)
        assert not ended.is_alive()
        assert jobs.unfinished(engine) == 0
