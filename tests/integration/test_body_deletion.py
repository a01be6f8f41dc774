"""A body that somebody keeps while it is deleted stays, wherever the two meet."""

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
    """The process was killed here."""


class Archive(FileArchive):
    """An archive that does something else first, once, at a named step."""

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
    """An archive with a body that no row needs any more and that is to leave it."""
    made = Archive(tmp_path / "archive")
    with writing(engine) as connection:
        outlets.ensure(connection, OUTLET, "Vestnik")
        bodies.schedule_deletion(connection, [made.put(x.body) for x in (PAGE, *OTHERS)])
    assert frontier.way(engine, OUTLET, PAGE.url, "article", now()).id == 1
    return made


def by_import(engine: Engine, archive: Archive) -> None:
    pages.store(engine, PAGE, OUTLET, None, archive, origin="import")


def by_crawl(engine: Engine, archive: Archive) -> None:
    page_writer.store_fetched(engine, [page_writer.FetchedPage(PAGE, OUTLET, 1)], archive)


KEEPERS = pytest.mark.parametrize("keep", [by_import, by_crawl])


def bury(engine: Engine, archive: Archive) -> int:
    return bodies.delete_unneeded(engine, archive, now())


def assert_whole(engine: Engine, archive: Archive) -> None:
    """Every row's body is there, and nothing else is after one more burial."""
    bury(engine, archive)
    with reading(engine) as connection:
        needed = set(connection.execute(select(page_rows.c.content_hash)).scalars())
    assert needed
    assert set(archive.hashes()) == needed


@KEEPERS
@pytest.mark.parametrize("step", ["put", "after put"])
def test_a_burial_at_any_step_of_a_keeper(
    engine: Engine, archive: Archive, keep: Callable[[Engine, Archive], None], step: str
) -> None:
    """The whole burial happens just before, or just after, the keeper's put."""
    archive.before[step] = lambda: bury(engine, archive)
    keep(engine, archive)
    assert_whole(engine, archive)


@KEEPERS
def test_a_burial_that_was_killed_after_the_deletion(
    engine: Engine, archive: Archive, keep: Callable[[Engine, Archive], None]
) -> None:
    """It deleted bodies and died before its commit, while the keeper was at its put."""

    def killed() -> None:
        archive.before["after delete of ours"] = _interrupt
        with pytest.raises(Interrupted):
            bury(engine, archive)

    archive.before["after put"] = killed
    keep(engine, archive)
    assert_whole(engine, archive)


def _interrupt() -> None:
    raise Interrupted


@KEEPERS
@pytest.mark.parametrize("step", ["delete of ours", "after delete of ours", "delete"])
def test_a_keeper_at_any_step_of_a_burial(
    engine: Engine, archive: Archive, keep: Callable[[Engine, Archive], None], step: str
) -> None:
    """The keeper begins while a burial deletes, in another thread; its put is done just before or
    after the deletion, its row waits for the burial's commit.
    """
    others, is_put = Archive(archive.folder), Event()
    others.before["after put"] = is_put.set
    keeper = Thread(target=keep, args=(engine, others))

    def let_it_put() -> None:
        keeper.start()
        assert is_put.wait(WAITS)

    archive.before[step] = let_it_put
    bury(engine, archive)
    keeper.join(WAITS)
    assert not keeper.is_alive()
    assert_whole(engine, archive)


@KEEPERS
def test_a_burial_while_a_row_is_written(
    engine: Engine,
    archive: Archive,
    keep: Callable[[Engine, Archive], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The keeper's transaction is open, its row not yet there for others: the burial waits (SQLite)
    or leaves the body alone (PostgreSQL).
    """
    burial = Thread(target=bury, args=(engine, FileArchive(archive.folder)))
    write = pages.store_row

    def slowly(*given: Any) -> Any:
        burial.start()
        if engine.dialect.name == "postgresql":  # SQLite's burial cannot end before our commit
            burial.join(WAITS)
        return write(*given)

    monkeypatch.setattr(pages, "store_row", slowly)
    keep(engine, archive)
    burial.join(WAITS)
    assert not burial.is_alive()
    assert_whole(engine, archive)


@KEEPERS
def test_a_burial_between_two_statements_of_a_keeper(
    engine: Engine, archive: Archive, keep: Callable[[Engine, Archive], None]
) -> None:
    """Before each statement of the keeper in turn, outside its write transaction."""
    done = 0

    def between(connection: Any, *_: Any) -> None:
        nonlocal done
        if not done and not connection.get_execution_options().get("writing"):
            done += 1
            bury(engine, archive)

    event.listen(engine, "before_cursor_execute", between)
    keep(engine, archive)
    event.remove(engine, "before_cursor_execute", between)
    assert done
    assert_whole(engine, archive)


def test_a_late_keeper_puts_its_bodies_again(
    engine: Engine, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine slept for two days between its put and its row; the burial is forgotten by
    then.
    """

    def sleep() -> None:
        bodies.delete_unneeded(engine, archive, now() - timedelta(days=2))
        bury(engine, archive)
        with reading(engine) as connection:
            assert connection.execute(select(doomed_bodies)).all() == []
        later = now() + timedelta(days=2)
        monkeypatch.setattr(bodies.clock, "now", lambda: later)

    archive.before["after put"] = sleep
    by_import(engine, archive)
    monkeypatch.undo()
    assert_whole(engine, archive)


def test_a_burial_may_be_killed_and_run_again(engine: Engine, archive: Archive) -> None:
    for step in ("delete", "after delete"):
        archive.before[step] = _interrupt
        with pytest.raises(Interrupted):
            bury(engine, archive)
    bury(engine, archive)
    assert list(archive.hashes()) == []
    assert bury(engine, archive) == 0


def test_a_body_doomed_again_after_its_burial_is_buried_again(
    engine: Engine, archive: Archive
) -> None:
    assert bury(engine, archive) == 1 + len(OTHERS)
    name = archive.put(PAGE.body)
    with writing(engine) as connection:
        bodies.schedule_deletion(connection, [name])
    assert bury(engine, archive) == 1
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
        bury(engine, archive)
    assert len(ended) == len(OTHERS)
