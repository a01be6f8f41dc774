"""A body that is stored while it is being deleted stays, at whatever step the two meet."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from baqylau.archive.files import FileArchive
from baqylau.archive.packing import hash_of
from baqylau.clock import now
from baqylau.errors import TryLater
from baqylau.model.page import Page
from baqylau.store import bodies, frontier, outlets, page_writer, pages
from baqylau.store.connect import reading, writing
from baqylau.store.tables import doomed_bodies
from baqylau.store.tables import pages as page_rows

OUTLET = "vestnik"
PAGE = Page("https://vestnik.test/a", b"<p>the same body", now(), "text/html")
OTHERS = [Page(f"https://vestnik.test/{x}", f"<p>{x}".encode(), now()) for x in range(3)]
OURS = hash_of(PAGE.body)
WAITS = 60  # seconds; only a fault takes as long


class Interrupted(Exception):
    """Raised in place of killing the process at this step."""


class Archive(FileArchive):
    """An archive that calls a function first, once, at a named step."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.before: dict[str, Callable[[], Any]] = {}

    def put(self, body: bytes) -> str:
        self._do("put")
        content_hash = super().put(body)
        self._do("after put")
        return content_hash

    def delete(self, content_hash: str) -> bool:
        name = " of ours" if content_hash == OURS else ""
        self._do(f"delete{name}")
        was_there = super().delete(content_hash)
        self._do(f"after delete{name}")
        return was_there

    def _do(self, step: str) -> None:
        if step in self.before:
            self.before.pop(step, int)()  # deletions come from several threads


@pytest.fixture
def archive(engine: Engine, tmp_path: Path) -> Archive:
    """An archive with a body that no row needs any more and that is scheduled for deletion."""
    made = Archive(tmp_path / "archive")
    with writing(engine) as connection:
        outlets.ensure(connection, OUTLET, "Vestnik")
        bodies.schedule_deletion(connection, [made.put(x.body) for x in (PAGE, *OTHERS)])
    assert frontier.discovery_address(engine, OUTLET, PAGE.url, "article", now()).id == 1
    return made


def by_import(engine: Engine, archive: Archive) -> None:
    pages.store(engine, PAGE, OUTLET, None, archive, origin="import")


def by_crawl(engine: Engine, archive: Archive) -> None:
    page_writer.store_fetched(engine, [page_writer.FetchedPage(PAGE, OUTLET, 1)], archive)


STORED_BY = pytest.mark.parametrize("store", [by_import, by_crawl])


def delete_unneeded(engine: Engine, archive: Archive) -> int:
    return bodies.delete_unneeded(engine, archive, now())


def assert_whole(engine: Engine, archive: Archive) -> None:
    """Every row's body is there, and nothing else is after one more deletion."""
    delete_unneeded(engine, archive)
    with reading(engine) as connection:
        needed = set(connection.execute(select(page_rows.c.content_hash)).scalars())
    assert needed
    assert set(archive.hashes()) == needed


@STORED_BY
@pytest.mark.parametrize("step", ["put", "after put"])
def test_a_deletion_at_any_step_of_storing(
    engine: Engine, archive: Archive, store: Callable[[Engine, Archive], None], step: str
) -> None:
    """The whole deletion happens just before, or just after, the other process puts the body."""
    archive.before[step] = lambda: delete_unneeded(engine, archive)
    store(engine, archive)
    assert_whole(engine, archive)


@STORED_BY
def test_a_deletion_that_was_killed_before_its_commit(
    engine: Engine, archive: Archive, store: Callable[[Engine, Archive], None]
) -> None:
    """It deleted bodies and died before its commit, while another process put the body."""

    def killed() -> None:
        archive.before["after delete of ours"] = _interrupt
        with pytest.raises(Interrupted):
            delete_unneeded(engine, archive)

    archive.before["after put"] = killed
    store(engine, archive)
    assert_whole(engine, archive)


def _interrupt() -> None:
    raise Interrupted


@STORED_BY
@pytest.mark.parametrize("step", ["delete of ours", "after delete of ours", "delete"])
def test_storing_at_any_step_of_a_deletion(
    engine: Engine, archive: Archive, store: Callable[[Engine, Archive], None], step: str
) -> None:
    """Storing begins while a deletion is at work, in another thread; the put is done just before or
    just after the body is deleted, and the row waits for the deletion's commit.
    """
    others, is_put = Archive(archive.folder), Event()
    others.before["after put"] = is_put.set
    storing = Thread(target=store, args=(engine, others))

    def let_it_put() -> None:
        storing.start()
        assert is_put.wait(WAITS)

    archive.before[step] = let_it_put
    delete_unneeded(engine, archive)
    storing.join(WAITS)
    assert not storing.is_alive()
    assert_whole(engine, archive)


@STORED_BY
def test_a_deletion_while_a_row_is_written(
    engine: Engine,
    archive: Archive,
    store: Callable[[Engine, Archive], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The storing transaction is open and its row is not visible to others yet: the deletion waits
    (SQLite) or leaves this body to the next one (PostgreSQL).
    """
    deletion = Thread(target=delete_unneeded, args=(engine, FileArchive(archive.folder)))
    write = pages.store_row

    def slowly(*given: Any, **named: Any) -> Any:
        deletion.start()
        if engine.dialect.name == "postgresql":  # SQLite's deletion cannot end before our commit
            deletion.join(WAITS)
        return write(*given, **named)

    monkeypatch.setattr(pages, "store_row", slowly)
    store(engine, archive)
    deletion.join(WAITS)
    assert not deletion.is_alive()
    assert_whole(engine, archive)


@STORED_BY
def test_a_deletion_between_two_statements_of_storing(
    engine: Engine, archive: Archive, store: Callable[[Engine, Archive], None]
) -> None:
    """Before each statement of storing in turn, outside its write transaction."""
    done = 0

    def between(connection: Any, *_: Any) -> None:
        nonlocal done
        if not done and not connection.get_execution_options().get("writing"):
            done += 1
            delete_unneeded(engine, archive)

    event.listen(engine, "before_cursor_execute", between)
    store(engine, archive)
    event.remove(engine, "before_cursor_execute", between)
    assert done
    assert_whole(engine, archive)


def test_a_process_that_comes_late_puts_its_bodies_again(
    engine: Engine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine was suspended for two days between the put and the row; the hash of the deleted
    body has left the table by then.
    """

    def sleep() -> None:
        bodies.delete_unneeded(engine, archive, now() - timedelta(days=2))
        delete_unneeded(engine, archive)
        with reading(engine) as connection:
            assert connection.execute(select(doomed_bodies)).all() == []
        later = now() + timedelta(days=2)
        monkeypatch.setattr(bodies.clock, "now", lambda: later)

    archive.before["after put"] = sleep
    by_import(engine, archive)
    monkeypatch.undo()
    assert_whole(engine, archive)


def test_a_deletion_may_be_killed_and_run_again(engine: Engine, archive: Archive) -> None:
    for step in ("delete", "after delete"):
        archive.before[step] = _interrupt
        with pytest.raises(Interrupted):
            delete_unneeded(engine, archive)
    delete_unneeded(engine, archive)
    assert list(archive.hashes()) == []
    assert delete_unneeded(engine, archive) == 0


def test_a_body_scheduled_again_after_its_deletion_is_deleted_again(
    engine: Engine, archive: Archive
) -> None:
    assert delete_unneeded(engine, archive) == 1 + len(OTHERS)
    name = archive.put(PAGE.body)
    with writing(engine) as connection:
        bodies.schedule_deletion(connection, [name])
    assert delete_unneeded(engine, archive) == 1
    assert list(archive.hashes()) == []


def test_no_deletion_outlives_a_transaction_that_failed(
    engine: Engine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One deletion of a batch raises while the others run: all have ended when the caller knows."""
    ended, begun = [], Barrier(1 + len(OTHERS))

    def delete(content_hash: str) -> bool:
        begun.wait(WAITS)
        if content_hash == OURS:
            raise TryLater("the bucket is away")
        Event().wait(0.2)
        ended.append(content_hash)
        return True

    monkeypatch.setattr(archive, "delete", delete)
    with pytest.raises(TryLater):
        delete_unneeded(engine, archive)
    assert len(ended) == len(OTHERS)
