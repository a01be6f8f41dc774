"""Deletes raw bodies from the archive: no body that a row needs is ever deleted, although other
processes meanwhile store pages that may have the same bodies. The last paragraph names one rare
exception.

Comes in: hashes of bodies that no row needs any more (`schedule_deletion`), bodies that are being
stored (`protect`). Goes out: an archive that has every body that a row needs (`delete_unneeded`
deletes the others).

Why no order of events loses a body. A process that stores a page (crawler, import) first puts the
body into the archive, then writes the page's row, so a row never refers to a missing body.
`delete_unneeded` deletes a body inside a write transaction in which it has seen that no row needs
it. The two transactions exclude each other for the same body: SQLite has one writer; on PostgreSQL
the storing transaction takes a shared advisory lock on the hash and `delete_unneeded` an exclusive
one, and both are held until the commit. So there are two cases.

1. The storing transaction commits first. Then `delete_unneeded` sees its row, and the body stays.

2. The transaction of `delete_unneeded` ends first. Either it committed, and the hash is in
`doomed_bodies` with the time of the deletion; or it was killed, perhaps after the deletion, and the
hash is there as it was before. In both cases the storing process finds the hash in its own
transaction and puts the body again before its row is committed.

The hash of a deleted body stays in the table for a day, so that a process that put the body before
the deletion finds it. A process that took longer than an hour from its put to its transaction (the
machine was suspended, the clock was changed) does not rely on that and puts all its bodies again.

Not covered: a transaction of `delete_unneeded` deletes bodies for about a tenth of a second. If
PostgreSQL drops its connection in that time, the lock is gone, but the process still goes on
deleting for that short time. If another process stores the very same body just then, the body is
missing afterwards, and reading the page reports it.
"""

import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, null, select, true, update

from baqylau import clock
from baqylau.store import dialect
from baqylau.store.batches import Batches
from baqylau.store.connect import reading
from baqylau.store.dialect import locks
from baqylau.store.tables import doomed_bodies, pages

_REMEMBERED = timedelta(days=1)  # how long the hash of a deleted body stays in the table
_MAX_DELAY = timedelta(hours=1)  # from a put to its transaction; within it the table is relied on
_PORTION = 500  # hashes in one query
_DELETING = 0.1  # seconds of deleting in one transaction: a bucket is slower than a disk
# A disk or a bucket may answer only after milliseconds, but answers many requests at the same time:
# 1,000 files on ext4 took 1.1 s one by one and 0.1 s with 16 threads (at worst 6 s, on a busy
# disk).
_AT_ONCE = 16  # deletions at the same time
_PIECE = 4 * _AT_ONCE  # deletions between two looks at the clock
_FIRST_HASH = ""


class BodyArchive(Protocol):
    """The methods of the archive that are used here."""

    def put(self, body: bytes) -> str: ...
    def delete(self, content_hash: str) -> bool: ...


def schedule_deletion(connection: Connection, hashes: Iterable[str]) -> int:
    """Marks these bodies to be deleted unless a row needs them then; returns how many they are."""
    names = sorted(set(hashes))
    if names:
        rows = (
            dialect.rows_of(connection, doomed_bodies.c.content_hash, names)
            .add_columns(null())
            .where(true())
        )
        new = dialect.insert_into(connection, doomed_bodies)
        again = new.from_select(["content_hash", "buried"], rows).on_conflict_do_update(
            index_elements=[doomed_bodies.c.content_hash], set_={"buried": None}
        )
        connection.execute(again)
    return len(names)


def protect(
    connection: Connection, archive: BodyArchive, bodies: Mapping[str, bytes], since: datetime
) -> None:
    """Makes sure that these bodies, given by hash, are in the archive until the transaction ends,
    whatever happened to them since they were put there. Called by whoever stores pages, in the
    transaction that writes the rows, before the rows.

    `since` is the time (`clock.now`) before the bodies were put.
    """
    names = sorted(bodies)
    # from here to our commit nobody deletes one of these bodies
    locks.lock_shared(connection, [_lock_key(x) for x in names])
    is_recent = timedelta() <= clock.now() - since <= _MAX_DELAY
    for content_hash in _in_table(connection, names) if is_recent else names:
        archive.put(bodies[content_hash])


def delete_unneeded(engine: Engine, archive: BodyArchive, moment: datetime) -> int:
    """Deletes every scheduled body that no row needs; returns how many. Bodies that others are
    storing at this moment are left to the next call. May be killed at any moment and run again.
    """
    _forget_deleted(engine, moment - _REMEMBERED)
    batches, last, total = Batches(engine), _FIRST_HASH, 0
    while names := _scheduled(engine, last, batches.size):
        with batches.one() as connection:
            # what another transaction stores at this moment is left to the next call
            unlocked = locks.try_lock(connection, [_lock_key(x) for x in names])
            free = [x for x in names if _lock_key(x) in unlocked]
            gone, last = _delete(connection, archive, free, names[-1])
            chosen = dialect.is_one_of(connection, doomed_bodies.c.content_hash, gone)
            connection.execute(update(doomed_bodies).where(chosen).values(buried=moment))
        batches.fit(bisect_right(names, last))
        total += len(gone)
    return total


def _delete(
    connection: Connection, archive: BodyArchive, names: list[str], last: str
) -> tuple[list[str], str]:
    """Deletes those of the bodies that no row needs, as many as there is time for. Returns the
    hashes deleted, and the hash after which to continue (`last` where all were examined).
    """
    needed = set(
        connection.execute(
            select(pages.c.content_hash)
            .where(
                dialect.is_one_of(connection, pages.c.content_hash, names),
                pages.c.body_removed.is_(None),
            )
            .distinct()
        ).scalars()
    )
    kept = dialect.is_one_of(connection, doomed_bodies.c.content_hash, needed)
    connection.execute(delete(doomed_bodies).where(kept))
    free = [x for x in names if x not in needed]
    end = time.monotonic() + _DELETING
    # The pool ends only when each of its threads has: no deletion outlives the transaction, also
    # where one of them raised.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for start in range(0, len(free), _PIECE):
            list(pool.map(archive.delete, free[start : start + _PIECE]))
            if time.monotonic() > end and start + _PIECE < len(free):
                return free[: start + _PIECE], free[start + _PIECE - 1]
    return free, last


def _scheduled(engine: Engine, after: str, limit: int) -> list[str]:
    wanted = (
        select(doomed_bodies.c.content_hash)
        .where(doomed_bodies.c.content_hash > after, doomed_bodies.c.buried.is_(None))
        .order_by(doomed_bodies.c.content_hash)
        .limit(limit)
    )
    with reading(engine) as connection:
        return list(connection.execute(wanted).scalars())


def _in_table(connection: Connection, names: list[str]) -> list[str]:
    """Those of the bodies that are scheduled for deletion or were deleted within the last day."""
    found: list[str] = []
    for start in range(0, len(names), _PORTION):
        some = names[start : start + _PORTION]
        wanted = select(doomed_bodies.c.content_hash).where(doomed_bodies.c.content_hash.in_(some))
        found += connection.execute(wanted).scalars()
    return found


def _forget_deleted(engine: Engine, before: datetime) -> None:
    """Removes from the table the bodies that were deleted before that moment."""
    batches, last = Batches(engine), _FIRST_HASH
    while True:
        wanted = (
            select(doomed_bodies.c.content_hash)
            .where(doomed_bodies.c.content_hash > last, doomed_bodies.c.buried < before)
            .order_by(doomed_bodies.c.content_hash)
            .limit(batches.size)
        )
        with reading(engine) as connection:
            names = list(connection.execute(wanted).scalars())
        if not names:
            return
        with batches.one() as connection:
            chosen = dialect.is_one_of(connection, doomed_bodies.c.content_hash, names)
            connection.execute(delete(doomed_bodies).where(chosen, doomed_bodies.c.buried < before))
        batches.fit(len(names))
        last = names[-1]


def _lock_key(content_hash: str) -> int:
    return locks.key_from(bytes.fromhex(content_hash[:16]))
