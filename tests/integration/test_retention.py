"""Retention and erasure follow indexes, leave nothing behind and may be killed on the way."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from baqylau import llm
from baqylau.archive.files import FileArchive
from baqylau.clock import now
from baqylau.store import batches, erasure, retention
from baqylau.store.connect import connect, reading
from baqylau.store.schema import migrate
from baqylau.store.tables import articles, forgotten, jobs, pages, removals
from benchmarks import retention as made

PAGES = 400


@pytest.fixture
def filled(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Pages with addresses, jobs and articles; small portions, so that there are many."""
    fill(engine, tmp_path, PAGES)
    monkeypatch.setattr(batches, "_FIRST", 20)
    monkeypatch.setattr(batches, "_MOST", 20)
    return engine


def fill(engine: Engine, folder: Path, count: int) -> None:
    class Settings:
        archive_address = f"file:{folder}/archive"

    class App:
        settings = Settings()

    app: Any = App()
    app.engine = engine
    made.fill(app, count, with_articles=True)


def count_of(engine: Engine, wanted: Any) -> int:
    with reading(engine) as connection:
        return int(connection.execute(wanted).scalar_one())


def test_bodies_and_jobs_expire_in_portions(filled: Engine) -> None:
    moment = now()
    before = moment - timedelta(days=365)
    # one in ten is young; of the old ones that share a body none is needed by a young page
    assert retention.expire_bodies(filled, before, moment) == PAGES * 9 // 10
    assert retention.expire_bodies(filled, before, moment) == 0
    assert retention.expire_jobs(filled, moment - timedelta(days=30)) == PAGES
    assert count_of(filled, select(func.count()).select_from(jobs)) == 3 * PAGES


def expire(engine: Engine) -> None:
    retention.expire_bodies(engine, now() - timedelta(days=365), now())
    retention.expire_jobs(engine, now() - timedelta(days=30))


def erase(engine: Engine) -> None:
    found = erasure.of_articles(engine, erasure.articles_naming(engine, made.NAME))
    erasure.erase(engine, found, "person", made.NAME, "", now())


@pytest.mark.parametrize("todo", [expire, erase])
def test_work_grows_with_the_rows_and_no_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, todo: Any
) -> None:
    """Counted in the steps of SQLite's virtual machine, which do not depend on how busy the
    computer is.
    """
    monkeypatch.setattr(batches, "_FIRST", 50)
    monkeypatch.setattr(batches, "_MOST", 50)
    monkeypatch.setattr(batches, "_FEWEST", 50)
    few, many = (_steps(tmp_path / str(x), x, todo) for x in (500, 2_000))
    assert many < few * 4 * 1.5


def _steps(folder: Path, count: int, todo: Any) -> int:
    engine = connect(f"sqlite:///{folder}/baqylau.db")
    migrate(engine)
    fill(engine, folder, count)
    engine.dispose()
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    event.listen(engine, "connect", lambda x, _: x.set_progress_handler(step, 100))
    todo(engine)
    engine.dispose()
    return steps


@pytest.mark.parametrize("after", [1, 3, 6])
def test_an_erasure_that_was_killed_is_run_again(filled: Engine, after: int) -> None:
    """It is killed after some of its transactions; what it deleted is complete, and the rest is
    found again.
    """
    commits = 0

    def dies(_: Any) -> None:
        nonlocal commits
        commits += 1
        if commits > after:
            raise KeyboardInterrupt

    event.listen(filled, "commit", dies)
    with pytest.raises(KeyboardInterrupt):
        erase(filled)
    event.remove(filled, "commit", dies)
    erase(filled)
    for table in (pages, articles, jobs):
        assert count_of(filled, select(func.count()).select_from(table)) == 0
    assert count_of(filled, select(func.count()).select_from(forgotten)) == PAGES
    with reading(filled) as connection:
        last = connection.execute(select(removals).order_by(removals.c.id.desc())).first()
    assert last is not None
    assert last.counts["pages"] <= PAGES


def test_old_replies_are_deleted_and_the_account_of_tokens_stays(tmp_path: Path) -> None:
    moment = now()
    files = {
        f"{'a' * 64}.json": 200,
        f"{'b' * 64}.json": 100,
        f"{'c' * 64}.17.half": 2,
        f"{'d' * 64}.17.half": 0,
        "spent-2026-01.json": 300,
    }
    _write_old(tmp_path, files)
    gone = llm.remove_old_replies(
        tmp_path, moment - timedelta(days=180), moment - timedelta(days=1)
    )
    left = {x.name[0] for x in tmp_path.iterdir()}
    assert (gone, left) == (2, {"b", "d", "s"})
    assert llm.remove_old_replies(tmp_path / "none", moment, moment) == 0


def test_half_written_bodies_are_deleted_when_they_are_a_day_old(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path)
    name = archive.put(b"whole")
    _write_old(tmp_path / name[:2], {".part-old": 2, ".part-new": 0})
    os.utime(tmp_path / name[:2] / f"{name}.zst", (0, 0))
    assert archive.remove_partial(now() - timedelta(days=1)) == 1
    assert archive.get(name) == b"whole"
    assert (tmp_path / name[:2] / ".part-new").exists()
    assert FileArchive(tmp_path / "none").remove_partial(now()) == 0


def _write_old(folder: Path, days: dict[str, int]) -> None:
    for name, age in days.items():
        (folder / name).write_bytes(b"{}")
        when = (now() - timedelta(days=age)).timestamp()
        os.utime(folder / name, (when, when))
