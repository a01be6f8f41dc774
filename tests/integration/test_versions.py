"""Two releases at work on one job table: the later one's reading stands in the end, whoever came
first.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from baqylau import queue
from baqylau.archive import open_archive
from baqylau.messages import Nudge, Stage, queue_of
from baqylau.model.visit import VisitRecord
from baqylau.store import jobs, outbox, outlets, pages, periodic_tasks, tables, versions
from baqylau.store.connect import reading, writing
from baqylau.store.dialect.db_clock import clock_skew, db_now
from baqylau.store.queries.pipeline_metrics import due
from baqylau.store.tables import jobs as rows
from baqylau.store.versions import is_newer
from tests.integration import paper

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)
OLD, NEW = "clean-8", "clean-10"


@pytest.fixture
def page_id(engine: Engine, tmp_path: Path) -> int:
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    kept = pages.store(
        engine, paper.page(1), paper.OUTLET, None, open_archive(f"file:{tmp_path}/archive")
    )
    with writing(engine) as connection:
        connection.execute(rows.update().values(version=OLD))
    return kept.page_id


def states(engine: Engine) -> dict[str, tuple[str, str | None]]:
    with reading(engine) as connection:
        return {
            x.version: (x.state, x.outcome)
            for x in connection.execute(select(rows).where(rows.c.stage == Stage.CLEAN))
        }


def job_of(engine: Engine, version: str) -> int:
    with reading(engine) as connection:
        return int(
            connection.execute(select(rows.c.id).where(rows.c.version == version)).scalar_one()
        )


def claim(engine: Engine, version: str, by: str) -> jobs.Job | None:
    return jobs.claim(engine, job_of(engine, version), NOW, LEASE, 3, by)


def test_numbers_in_versions_are_compared_as_numbers() -> None:
    assert is_newer("facts-10", "facts-9")
    assert not is_newer("facts-9", "facts-9")
    assert is_newer("2026.11.2", "2026.11")


def test_a_later_worker_does_an_earlier_job_at_its_own_version(
    engine: Engine, page_id: int
) -> None:
    job = claim(engine, OLD, NEW)
    assert job is not None
    assert (job.version, job.subject, job.attempt) == (NEW, page_id, 1)
    assert states(engine) == {OLD: ("done", "superseded"), NEW: ("leased", None)}
    assert claim(engine, OLD, NEW) is None


def test_an_earlier_worker_leaves_a_later_job_alone(engine: Engine, page_id: int) -> None:
    assert jobs.sweep(engine, Stage.CLEAN, NEW, NOW) == 1
    assert claim(engine, NEW, OLD) is None
    assert states(engine)[NEW] == ("pending", None)


def test_a_sweep_takes_work_under_way_from_its_worker(engine: Engine, page_id: int) -> None:
    job = claim(engine, OLD, OLD)
    assert job is not None
    assert jobs.sweep(engine, Stage.CLEAN, NEW, NOW) == 1
    with pytest.raises(jobs.LeaseLost), jobs.finishing(engine, job, "cleaned", NOW):
        pass
    assert jobs.sweep(engine, Stage.CLEAN, NEW, NOW) == 0


def test_a_sweep_goes_in_portions_and_ends(engine: Engine, page_id: int, tmp_path: Path) -> None:
    for number in range(2, 8):
        pages.store(
            engine, paper.page(number), paper.OUTLET, None, open_archive(f"file:{tmp_path}/archive")
        )
    with writing(engine) as connection:
        connection.execute(rows.update().values(version=OLD, state="done"))
    assert jobs.sweep(engine, Stage.CLEAN, NEW, NOW, portion=2) == 7
    with reading(engine) as connection:
        waiting = (
            connection.execute(
                select(rows.c.subject).where(rows.c.version == NEW, rows.c.state == "pending")
            )
            .scalars()
            .all()
        )
    assert len(waiting) == 7


def test_what_an_earlier_worker_adds_does_not_undo_the_later_reading(
    engine: Engine, page_id: int
) -> None:
    jobs.sweep(engine, Stage.CLEAN, NEW, NOW)
    with writing(engine) as connection:
        added = jobs.add(connection, Stage.CLEAN, page_id, OLD, NOW)
    assert added == job_of(engine, NEW)


def test_waiting_for_the_world_costs_no_attempt(engine: Engine, page_id: int) -> None:
    moment = NOW
    for _ in range(5):
        job = jobs.claim(engine, job_of(engine, OLD), moment, LEASE, 3, OLD)
        assert job is not None
        assert job.attempt == 1
        assert jobs.wait(engine, job, moment, "the archive cannot be used")
        moment += timedelta(seconds=10)


def test_leases_are_counted_by_the_databases_clock(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = db_now(engine)
    monkeypatch.setattr("baqylau.clock.now", lambda: NOW + timedelta(days=4000))
    if engine.dialect.name == "postgresql":
        assert abs(db_now(engine) - before) < timedelta(minutes=1)
        assert clock_skew(engine) > timedelta(days=3000)
    else:
        assert db_now(engine) == NOW + timedelta(days=4000)
        assert clock_skew(engine) == timedelta()


# Two releases beside each other
# --------------------------------------------------------------------------------------------------

SILENCE = timedelta(minutes=1)


@pytest.fixture
def both(engine: Engine, page_id: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A job of our release, of the one before and of the one after; by version."""
    monkeypatch.setattr("baqylau.clean.VERSION", "clean-9")
    with writing(engine) as connection:
        for subject, version in ((page_id + 1, "clean-9"), (page_id + 2, NEW)):
            jobs.add(connection, Stage.CLEAN, subject, version, NOW, first=True)
    return {x: job_of(engine, x) for x in (OLD, "clean-9", NEW)}


def test_a_relay_tells_of_its_own_jobs_and_of_earlier_ones(
    engine: Engine, both: dict[str, int]
) -> None:
    told = outbox.next_nudges(engine, versions.own(), NOW, SILENCE, 10)
    assert [x.jobs for x in told] == [(both["clean-9"],)]
    assert outbox.earlier(engine) == [(Stage.CLEAN, OLD)]
    told = outbox.next_nudges(engine, outbox.earlier(engine), NOW, SILENCE, 10)
    assert [(x.jobs, x.version) for x in told] == [((both[OLD],), "clean-9")]
    with reading(engine) as connection:
        untold = select(rows.c.id).where(rows.c.nudged.is_(None))
        assert connection.execute(untold).scalars().all() == [both[NEW]]


def test_what_another_release_has_told_takes_no_room(engine: Engine, both: dict[str, int]) -> None:
    with writing(engine) as connection:
        connection.execute(rows.update().where(rows.c.version != "clean-9").values(nudged=NOW))
    assert outbox.room(engine, versions.own(), NOW, SILENCE, 1) == 1


def test_jobs_of_a_later_release_are_not_counted_as_ours(
    engine: Engine, both: dict[str, int]
) -> None:
    assert jobs.unfinished(engine) == 2
    assert due(engine, NOW, frozenset(Stage)) == 2


def test_leases_of_a_later_release_are_left_to_it(engine: Engine, both: dict[str, int]) -> None:
    for version in both:
        assert jobs.claim(engine, both[version], NOW, LEASE, 3) is not None
    assert jobs.return_expired(engine, NOW + LEASE, 3, LEASE) == 2
    assert states(engine)[NEW] == ("leased", None)


def test_each_release_listens_to_queues_of_its_own(queue_address: str) -> None:
    broker = queue.connect(queue_address)
    names = {x: queue_of(Stage.CLEAN, x) for x in (OLD, NEW)}
    for name in names.values():
        broker.declare_queue(name)
    assert queue.announce(broker, Nudge(Stage.CLEAN, (1,), OLD))
    assert queue.announce(broker, Nudge(Stage.CLEAN, (2,), NEW))
    assert queue.announce(broker, Nudge(Stage.CLEAN, (3,), NEW))
    queue.keep(broker, names.values())
    assert [queue.depth(broker, [names[x]]) for x in (OLD, NEW)] == [1, 2]
    assert queue.depth(broker) == 3
    assert not set(names.values()) & set(Stage)  # what workers before this law listen to
    queue.close(broker)


# A clock that jumps back
# --------------------------------------------------------------------------------------------------

HOUR = timedelta(hours=1)


def test_a_lease_from_a_clock_that_jumped_back_runs_out(engine: Engine, page_id: int) -> None:
    ahead = NOW + HOUR
    assert jobs.claim(engine, job_of(engine, OLD), ahead, LEASE, 3, OLD) is not None
    job = jobs.claim(engine, job_of(engine, OLD), NOW, LEASE, 3, OLD)
    assert job is not None
    assert job.attempt == 2
    assert jobs.claim(engine, job_of(engine, OLD), NOW, LEASE, 3, OLD) is None  # this one holds


def test_a_relay_takes_such_a_lease_back(
    engine: Engine, page_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baqylau.clean.VERSION", OLD)
    assert jobs.claim(engine, job_of(engine, OLD), NOW + HOUR, LEASE, 3, OLD) is not None
    assert jobs.return_expired(engine, NOW + HOUR, 3, LEASE) == 0
    assert jobs.return_expired(engine, NOW, 3, LEASE) == 1


@pytest.mark.parametrize("gives_back", [jobs.wait, jobs.put_back])
def test_a_job_does_not_wait_for_an_hour_that_comes_again(
    engine: Engine, page_id: int, gives_back: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baqylau.clean.VERSION", OLD)
    ahead = NOW + HOUR
    job = jobs.claim(engine, job_of(engine, OLD), ahead, LEASE, 3, OLD)
    assert job is not None
    assert gives_back(engine, job, ahead, "busy")
    kinds = versions.own()
    assert outbox.next_nudges(engine, kinds, ahead, SILENCE, 10, 3) == []
    assert due(engine, NOW, frozenset(Stage), 3) == 1
    assert len(outbox.next_nudges(engine, kinds, NOW, SILENCE, 10, 3)) == 1
    assert jobs.claim(engine, job.id, NOW, LEASE, 3, OLD) is not None


def test_a_nudge_from_the_future_is_told_again(
    engine: Engine, page_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baqylau.clean.VERSION", OLD)
    kinds = versions.own()
    assert len(outbox.next_nudges(engine, kinds, NOW + HOUR, SILENCE, 10)) == 1
    assert outbox.room(engine, kinds, NOW, SILENCE, 10) == 10
    assert len(outbox.next_nudges(engine, kinds, NOW, SILENCE, 10)) == 1


def test_an_outlets_lease_and_appointment_do_not_wait_for_that_hour(engine: Engine) -> None:
    ahead = NOW + HOUR
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        connection.execute(tables.outlets.update().values(next_visit=ahead))
    (lost,) = outlets.claim(engine, ahead, LEASE, 1)
    assert outlets.claim(engine, ahead, LEASE, 1) == []
    (held,) = outlets.claim(engine, NOW, LEASE, 1, early=True)
    assert not outlets.extend(engine, lost, NOW + LEASE)
    assert outlets.finish(
        engine, held, VisitRecord(ahead, ahead, 0, 0, 0, 0, {}, "ok", 0, ahead + HOUR, None)
    )
    assert outlets.claim(engine, ahead, LEASE, 1) == []
    assert len(outlets.claim(engine, NOW, LEASE, 1)) == 1


def test_a_chore_does_not_wait_for_that_hour(engine: Engine) -> None:
    minute = timedelta(minutes=1)
    assert periodic_tasks.claim(engine, "upkeep", NOW + HOUR, minute)
    assert not periodic_tasks.claim(engine, "upkeep", NOW + HOUR, minute)
    assert periodic_tasks.claim(engine, "upkeep", NOW, minute)
