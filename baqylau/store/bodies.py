"""Raw bodies that are to leave the archive, against those who keep the same body at that moment.

Comes in: hashes of bodies that no row needs any more (`schedule_deletion`), bodies that somebody
keeps (`protect`). Goes out: an archive that has every body that a row needs (`delete_unneeded`
deletes the others).

Why no order of events loses a body. A keeper (crawler, import) first puts the body into the
archive, then writes the page's row; a row never points at nothing. `delete_unneeded` deletes a body
inside a write transaction in which it has seen that no row needs it. Both transactions exclude each
other for the same body: SQLite has one writer; on PostgreSQL the keeper holds a shared advisory
lock on the hash, `delete_unneeded` an exclusive one, until their commits. So there are two cases:

1. The keeper's transaction commits first. Then `delete_unneeded` sees its row, and the body stays.
2. The transaction of `delete_unneeded` ends first. It committed, and the hash stands in
`doomed_bodies` with
   the time of its burial; or it was killed, perhaps after the deletion, and the hash stands there
   as it did before. The keeper finds the hash in its own transaction either way and puts the body
   again before its row is committed.

A buried hash stays in the table for a day, so that a keeper that put its body before the burial
finds it. A keeper that took longer than an hour from its put to its transaction (a suspended
machine, a clock that was changed) does not rely on that and puts all its bodies again.

Not covered: a PostgreSQL that drops the connection of `delete_unneeded` within the tenth of a
second of one such transaction, while the process lives and goes on deleting, and a keeper of the
very same body comes in that moment. Then the page's body is missing and says so when it is read.
"""

import time
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, null, select, text, true, update

from baqylau import clock
from baqylau.store import dialect
from baqylau.store.batches import Batches
from baqylau.store.connect import reading
from baqylau.store.tables import doomed_bodies, pages

_REMEMBERED = timedelta(days=1)  # how long a buried hash stays in the table
_PROMPT = timedelta(hours=1)  # a keeper within this time relies on it
_PORTION = 500  # hashes in one question
_DELETING = 0.1  # seconds of deleting in one transaction: a bucket answers slower than a disk
# A file system that discards at once, or a bucket, answers after milliseconds, and answers many at
# the same time: 1,000 files on ext4 took 1.1 s one by one and 0.1 s so (6 s at worst, loaded).
_AT_ONCE = 16  # deletions
_PIECE = 4 * _AT_ONCE  # deletions between two looks at the clock
_FIRST_HASH = ""


class BodyArchive(Protocol):
    """What is needed of the archive here."""

    def put(self, body: bytes) -> str: ...
    def delete(self, content_hash: str) -> bool: ...


def schedule_deletion(connection: Connection, hashes: Iterable[str]) -> int:
    """These bodies are to leave the archive, unless a row needs them; how many."""
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
    connection: Connection, archive: BodyArchive, kept: Mapping[str, bytes], since: datetime
) -> None:
    """Called by a keeper in the transaction that writes its rows, before them: the bodies, by hash,
    are in the archive from now on, whatever happened to them since they were put there.

    `since` is the time (`clock.now`) before they were put.
    """
    names = sorted(kept)
    _lock_shared(connection, names)
    prompt = timedelta() <= clock.now() - since <= _PROMPT
    for content_hash in _listed(connection, names) if prompt else names:
        archive.put(kept[content_hash])


def delete_unneeded(engine: Engine, archive: BodyArchive, moment: datetime) -> int:
    """Deletes every doomed body that no row needs; how many. What others hold at this moment is
    left to the next call. May be killed at any moment and run again.
    """
    _forget_burials(engine, moment - _REMEMBERED)
    batches, last, total = Batches(engine), _FIRST_HASH, 0
    while names := _doomed(engine, last, batches.size):
        with batches.one() as connection:
            free = _lock_exclusive(connection, names)
            gone, last = _delete(connection, archive, free, names[-1])
            chosen = dialect.is_one_of(connection, doomed_bodies.c.content_hash, gone)
            connection.execute(update(doomed_bodies).where(chosen).values(buried=moment))
        batches.fit(bisect_right(names, last))
        total += len(gone)
    return total


def _delete(
    connection: Connection, archive: BodyArchive, names: list[str], last: str
) -> tuple[list[str], str]:
    """Deletes those of the bodies that no row needs, as many as there is time for; those deleted,
    and the hash behind which to go on (`last` where all were looked at).
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


def _doomed(engine: Engine, after: str, limit: int) -> list[str]:
    wanted = (
        select(doomed_bodies.c.content_hash)
        .where(doomed_bodies.c.content_hash > after, doomed_bodies.c.buried.is_(None))
        .order_by(doomed_bodies.c.content_hash)
        .limit(limit)
    )
    with reading(engine) as connection:
        return list(connection.execute(wanted).scalars())


def _listed(connection: Connection, names: list[str]) -> list[str]:
    """Those of the bodies that are to leave the archive or have left it lately."""
    found: list[str] = []
    for start in range(0, len(names), _PORTION):
        some = names[start : start + _PORTION]
        wanted = select(doomed_bodies.c.content_hash).where(doomed_bodies.c.content_hash.in_(some))
        found += connection.execute(wanted).scalars()
    return found


def _forget_burials(engine: Engine, before: datetime) -> None:
    """Forgets the bodies that left the archive before that moment."""
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


def _lock_shared(connection: Connection, names: Collection[str]) -> None:
    """Waits until nobody deletes one of these bodies; then nobody does before our commit."""
    if names and connection.dialect.name == "postgresql":
        connection.execute(_SHARED, {"keys": [_key(x) for x in names]})


def _lock_exclusive(connection: Connection, names: list[str]) -> list[str]:
    """Those of the bodies that nobody keeps at this moment; nobody begins to before our commit."""
    if connection.dialect.name != "postgresql":
        return names
    free = set(connection.execute(_EXCLUSIVE, {"keys": [_key(x) for x in names]}).scalars())
    return [x for x in names if _key(x) in free]


def _key(content_hash: str) -> int:
    return int.from_bytes(bytes.fromhex(content_hash[:16]), "big", signed=True)


# sorted inside, locked outside: two keepers of the same bodies take them in the same order
_SHARED = text(
    "SELECT pg_advisory_xact_lock_shared(key) FROM"
    " (SELECT unnest(CAST(:keys AS bigint[])) AS key ORDER BY 1) AS sorted"
)
_EXCLUSIVE = text(
    "SELECT key FROM unnest(CAST(:keys AS bigint[])) AS key WHERE pg_try_advisory_xact_lock(key)"
)
