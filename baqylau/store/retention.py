"""Deletes rows and bodies that are older than they are to be kept.

Comes in: an engine and the moment before which things are old. Goes out: how many were deleted.
Rows are read without a lock and changed in short transactions (`store.batches`); each of these
functions may be killed at any moment and run again. Pages are marked and their bodies scheduled for
deletion in one transaction; the bodies are deleted later (`store.bodies`), and a crash in between
loses none of the schedule.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from baqylau.store import dialect
from baqylau.store.batches import Batches
from baqylau.store.bodies import schedule_deletion
from baqylau.store.connect import reading, writing
from baqylau.store.jobs import SUPERSEDED
from baqylau.store.pages import OUTCOMES
from baqylau.store.tables import jobs, pages, removals, visits


def expire_bodies(engine: Engine, before: datetime, moment: datetime) -> int:
    """Schedules for deletion the bodies of pages that have an outcome and were fetched before that
    moment, unless a page that stays has the same body. Returns how many pages that were.

    The pages are read once in the order of their age, along an index of those whose bodies are
    still there.
    """
    batches, total = Batches(engine), 0
    old = (
        select(pages.c.id, pages.c.fetched)
        .where(pages.c.body_removed.is_(None), pages.c.fetched < before)
        .order_by(pages.c.fetched, pages.c.id)
    )
    portion = old
    while True:
        with reading(engine) as connection:
            rows = connection.execute(portion.limit(batches.size)).all()
        if not rows:
            return total
        with batches.one() as connection:
            total += _expire_pages(connection, rows, before, moment)
        batches.fit(len(rows))
        last = rows[-1]
        portion = old.where(tuple_(pages.c.fetched, pages.c.id) > (last.fetched, last.id))


def expire_jobs(engine: Engine, before: datetime) -> int:
    """Deletes finished jobs whose work a later version has done again. The latest job of each
    subject stays: it tells which version read it.
    """
    return _delete(engine, jobs, and_(jobs.c.outcome == SUPERSEDED, jobs.c.finished < before))


def expire_visits(engine: Engine, before: datetime) -> int:
    """Deletes visits that started before that moment."""
    return _delete(engine, visits, visits.c.started < before)


def record(engine: Engine, kind: str, counts: dict[str, int], moment: datetime) -> None:
    """Inserts a row in the record of removals."""
    with writing(engine) as connection:
        connection.execute(insert(removals).values(moment=moment, kind=kind, counts=counts))


def _expire_pages(
    connection: Connection, rows: Sequence[Row[Any, Any]], before: datetime, moment: datetime
) -> int:
    """Marks those of the pages (id and fetched, in the order of their age) whose bodies may be
    deleted, and schedules the bodies.
    """
    may_go = (
        # without the times PostgreSQL may look for the ids in the whole index of pages by age
        pages.c.fetched.between(rows[0].fetched, rows[-1].fetched),
        dialect.is_one_of(connection, pages.c.id, [x.id for x in rows]),
        pages.c.outcome.is_not(None),
        pages.c.body_removed.is_(None),
        ~_needed(before),
    )
    marked = update(pages).where(*may_go).values(body_removed=moment)
    hashes = connection.execute(marked.returning(pages.c.content_hash)).scalars().all()
    schedule_deletion(connection, hashes)
    return len(hashes)


def _needed(before: datetime) -> ColumnElement[bool]:
    """Whether a page that stays has the same body: a page without an outcome, or one fetched later.
    Each is one step into the index, also where a hundred thousand pages have the same body.
    """
    other = pages.alias()
    same = other.c.content_hash == pages.c.content_hash
    undecided = select(other.c.id).where(same, other.c.outcome.is_(None))
    younger = (
        select(other.c.id).where(same, other.c.outcome == x, other.c.fetched >= before)
        for x in OUTCOMES
    )
    return or_(exists(undecided), *(exists(x) for x in younger))


def _delete(engine: Engine, table: Table, old: ColumnElement[bool]) -> int:
    """Deletes the rows that are old, going through the table once by id; returns how many.

    `old` names no column that begins an index: SQLite would follow that index instead of the ids,
    and read the whole table for each portion.
    """
    batches, last, total = Batches(engine), 0, 0
    while True:
        portion = select(table.c.id).where(table.c.id > last).order_by(table.c.id)
        portion_end = select(func.max(portion.limit(batches.size).subquery().c.id))
        with reading(engine) as connection:
            end = connection.execute(portion_end).scalar_one()
            if end is None:
                return total
            here = select(table.c.id).where(table.c.id > last, table.c.id <= end, old)
            ids = list(connection.execute(here).scalars())
        if ids:
            with batches.one() as connection:
                chosen = dialect.is_one_of(connection, table.c.id, ids)
                total += connection.execute(delete(table).where(chosen, old)).rowcount
            batches.fit(len(ids))
        last = end
