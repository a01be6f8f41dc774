"""Two releases at work on one job table: the later one's reading stands in the end, whoever came
first.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from baqylau.archive import open_archive
from baqylau.messages import Stage
from baqylau.store import jobs, outlets, pages
from baqylau.store.connect import reading, writing
from baqylau.store.present import present, skew
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
    kept = pages.keep(
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
        pages.keep(
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
    before = present(engine)
    monkeypatch.setattr("baqylau.clock.now", lambda: NOW + timedelta(days=4000))
    if engine.dialect.name == "postgresql":
        assert abs(present(engine) - before) < timedelta(minutes=1)
        assert skew(engine) > timedelta(days=3000)
    else:
        assert present(engine) == NOW + timedelta(days=4000)
        assert skew(engine) == timedelta()
