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
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from baqylau import clock
from baqylau.store import dialect
from baqylau.store.batches import Batches
from baqylau.store.connect import reading
from baqylau.store.dialect import locks
from baqylau.store.tables import doomed_bodies, pages

_REMEMBERED = timedelta(days=1)  # how long a buried hash stays in the table
_PROMPT = timedelta(hours=1)  # a keeper within this time relies on it
_PORTION = 500  # hashes in one question
_DELETING = 0.1  # seconds of deleting in one transaction: a bucket answers slower than a disk
_FIRST_HASH = ""


class BodyArchive(Protocol):
    """What is needed of the archive here."""

    def put(self, body: bytes) -> str: ...
    def delete(self, content_hash: str) -> bool: ...


def schedule_deletion(connection: Connection, hashes: Iterable[str]) -> int:
    """These bodies are to leave the archive, unless a row needs them; how many."""
    rows = [{"content_hash": x, "buried": None} for x in sorted(set(hashes))]
    if rows:
        new = dialect.insert_into(connection, doomed_bodies)
        again = new.on_conflict_do_update(
            index_elements=[doomed_bodies.c.content_hash], set_={"buried": None}
        )
        connection.execute(again, rows)
    return len(rows)


def protect(
    connection: Connection, archive: BodyArchive, kept: Mapping[str, bytes], since: datetime
) -> None:
    """Called by a keeper in the transaction that writes its rows, before them: the bodies, by hash,
    are in the archive from now on, whatever happened to them since they were put there.

    `since` is the time (`clock.now`) before they were put.
    """
    names = sorted(kept)
    # from here to our commit nobody deletes one of these bodies
    locks.lock_shared(connection, [_lock_key(x) for x in names])
    prompt = timedelta() <= clock.now() - since <= _PROMPT
    for content_hash in _listed(connection, names) if prompt else names:
        archive.put(kept[content_hash])


def delete_unneeded(engine: Engine, archive: BodyArchive, moment: datetime) -> int:
    """Deletes every doomed body that no row needs; how many. What others hold at this moment is
    left to the next call. May be killed at any moment and run again.
    """
    _forget_burials(engine, moment - _REMEMBERED)
    batches, last, total = Batches(engine), _FIRST_HASH, 0
    while names := _doomed(engine, last, min(batches.size, _PORTION)):
        with batches.one() as connection:
            # what another transaction stores at this moment is left to the next call
            unlocked = locks.try_lock(connection, [_lock_key(x) for x in names])
            free = [x for x in names if _lock_key(x) in unlocked]
            gone, last = _delete(connection, archive, free, names[-1])
            if gone:
                connection.execute(_BURIED, [{"the_hash": x, "the_moment": moment} for x in gone])
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
            .where(pages.c.content_hash.in_(names), pages.c.body_removed.is_(None))
            .distinct()
        ).scalars()
    )
    connection.execute(delete(doomed_bodies).where(doomed_bodies.c.content_hash.in_(needed)))
    gone, end = [], time.monotonic() + _DELETING
    for content_hash in names:
        if content_hash in needed:
            continue
        archive.delete(content_hash)
        gone.append(content_hash)
        if time.monotonic() > end:
            return gone, content_hash
    return gone, last


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
            connection.execute(
                delete(doomed_bodies).where(
                    doomed_bodies.c.content_hash.in_(names), doomed_bodies.c.buried < before
                )
            )
        last = names[-1]


def _lock_key(content_hash: str) -> int:
    return locks.key_from(bytes.fromhex(content_hash[:16]))


_BURIED = (
    update(doomed_bodies)
    .where(doomed_bodies.c.content_hash == bindparam("the_hash"))
    .values(buried=bindparam("the_moment"))
)
