"""Rows and bodies that have outlived their age, and bodies on their way out of the archive.

Rows are marked in one transaction, which dooms their bodies; the bodies follow (`baqylau.upkeep`),
and a crash in between forgets none.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, delete, exists, insert, or_, select, update

from baqylau.store.connect import writing
from baqylau.store.jobs import DONE, SUPERSEDED
from baqylau.store.removal import doom, portions
from baqylau.store.tables import doomed_bodies, jobs, pages, removals, visits

_PORTION = 500  # rows in one transaction: the crawler waits for none of them


def age_bodies(engine: Engine, before: datetime, moment: datetime) -> int:
    """Dooms the bodies of decided pages fetched before that moment, unless a page that stays has
    the same body. How many pages.
    """
    younger = pages.alias()
    needed = exists(
        select(younger.c.id).where(
            younger.c.content_hash == pages.c.content_hash,
            or_(younger.c.fetched >= before, younger.c.outcome.is_(None)),
        )
    )
    old = select(pages.c.id, pages.c.content_hash).where(
        pages.c.fetched < before,
        pages.c.body_removed.is_(None),
        pages.c.outcome.is_not(None),
        ~needed,
    )
    total = 0
    while True:
        with writing(engine) as connection:
            rows = connection.execute(old.limit(_PORTION)).all()
            doom(connection, {x.content_hash for x in rows})
            connection.execute(
                update(pages)
                .where(pages.c.id.in_([x.id for x in rows]))
                .values(body_removed=moment)
            )
        total += len(rows)
        if len(rows) < _PORTION:
            return total


def age_jobs(engine: Engine, before: datetime) -> int:
    """Forgets finished jobs whose work a later version has done since. The latest of each subject
    stays: it says what read it.
    """
    with writing(engine) as connection:
        old = (jobs.c.state == DONE, jobs.c.outcome == SUPERSEDED, jobs.c.finished < before)
        return connection.execute(delete(jobs).where(*old)).rowcount


def age_visits(engine: Engine, before: datetime) -> int:
    """Forgets visits that ended before that moment."""
    with writing(engine) as connection:
        return connection.execute(delete(visits).where(visits.c.started < before)).rowcount


def record(engine: Engine, kind: str, counts: dict[str, int], moment: datetime) -> None:
    """A line in the record of removals."""
    with writing(engine) as connection:
        connection.execute(insert(removals).values(moment=moment, kind=kind, counts=counts))


def doomed(engine: Engine, limit: int) -> list[str]:
    """Bodies that are to leave the archive and that no page needs; one that a page came to need
    again is pardoned.
    """
    needed = select(pages.c.id).where(
        pages.c.content_hash == doomed_bodies.c.content_hash, pages.c.body_removed.is_(None)
    )
    with writing(engine) as connection:
        connection.execute(delete(doomed_bodies).where(exists(needed)))
        return list(connection.execute(select(doomed_bodies.c.content_hash).limit(limit)).scalars())


def buried(engine: Engine, content_hashes: Collection[str]) -> None:
    """These bodies are out of the archive."""
    with writing(engine) as connection:
        for some in portions(content_hashes):
            connection.execute(delete(doomed_bodies).where(doomed_bodies.c.content_hash.in_(some)))
