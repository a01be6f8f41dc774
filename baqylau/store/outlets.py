"""Outlets as rows, with the schedule of their visits.

Comes in: the registry of outlets, and the records of visits. Goes out: leases; a crawler leases an
outlet for one visit. Times are time-zone aware, in UTC. A lease is a token and an end; after the
end another crawler may lease the outlet.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    and_,
    cast,
    insert,
    or_,
    select,
    update,
)

from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitFind, VisitRecord
from baqylau.store import dialect
from baqylau.store.columns import storable
from baqylau.store.connect import reading, writing
from baqylau.store.leases import has_come, horizon
from baqylau.store.tables import addresses, outlets, visits

MAX_NOT_BEFORE = timedelta(days=1)
"""An outlet that asks (Retry-After) for a longer pause than this gets a pause of this length."""

MOST_FINDS = 6_000  # recorded visits read at a time: four weeks with one every 7 minutes

# Visits begun and never ended, after which an outlet is visited while no other such outlet is.
UNFINISHED_BEFORE_ALONE = 2


@dataclass(frozen=True, slots=True)
class OutletLease:
    """An outlet leased for one visit. `last_visit` is the visit before (None: this is the first);
    `begun` counts the visits since then that began and never ended.
    """

    outlet_id: str
    token: str
    failures: int = 0
    last_visit: datetime | None = None
    begun: int = 0


def sync(
    engine: Engine, registry: Iterable[Outlet], sample: bool, now: datetime, alone: bool = False
) -> None:
    """Writes the registry as rows. A new or returning outlet is due at once; one that left the
    registry or is not enabled is not visited any more.

    `sample` marks invented outlets; syncing one set leaves the other set as it is. `alone`: the
    registry is only a part, and outlets that it does not name keep their schedule.
    """
    given = {x.id: x for x in registry}
    with writing(engine) as connection:
        known = {
            row.id: row
            for row in connection.execute(select(outlets).where(outlets.c.sample == sample))
        }
        for outlet in given.values():
            ensure(connection, outlet.id, outlet.name, sample)
            was = known.get(outlet.id)
            due = (was.next_visit if was else None) or now
            connection.execute(
                update(outlets)
                .where(outlets.c.id == outlet.id)
                .values(name=outlet.name, next_visit=due if outlet.enabled else None)
            )
        gone = set() if alone else known.keys() - given.keys()
        if gone:
            connection.execute(
                update(outlets).where(outlets.c.id.in_(gone)).values(next_visit=None)
            )


def ids(engine: Engine) -> list[str]:
    """The id of every outlet that was ever visited or imported."""
    with reading(engine) as connection:
        return list(connection.execute(select(outlets.c.id).order_by(outlets.c.id)).scalars())


def ensure(connection: Any, outlet_id: str, name: str, sample: bool = False) -> None:
    """Inserts a row for the outlet, without a schedule, where there is none: imported pages may
    name outlets that the registry does not have.
    """
    connection.execute(
        dialect.insert_or_ignore(connection, outlets).values(
            id=outlet_id, name=name, sample=sample, failures=0
        )
    )


def claim(
    engine: Engine,
    now: datetime,
    lease: timedelta,
    limit: int,
    among: Collection[str] | None = None,
    early: bool = False,
    unfinished: bool = True,
) -> list[OutletLease]:
    """Leases at most `limit` outlets that are due and not leased, the longest due first; `early`:
    whether due or not. The visit is counted as begun before it is made.

    At most one of them is an outlet whose last visits (`UNFINISHED_BEFORE_ALONE`) never ended, and
    none where `unfinished` is False: if such outlets are visited one at a time, it becomes clear
    which of them ends the crawler.
    """
    with writing(engine) as connection:
        due = select(outlets).where(
            has_come(outlets.c.lease_until, now, horizon(now, lease)),
        )
        if not early:
            due = due.where(outlets.c.next_visit.is_not(None), _is_due(now, lease))
        if among is not None:
            due = due.where(outlets.c.id.in_(among))
        if not early:
            rest = due.where(outlets.c.begun >= UNFINISHED_BEFORE_ALONE).order_by(
                outlets.c.next_visit
            )
            first = rest.with_only_columns(outlets.c.id).limit(1).scalar_subquery()
            usual = outlets.c.begun < UNFINISHED_BEFORE_ALONE
            due = due.where(or_(usual, outlets.c.id == first) if unfinished else usual)
        rows = connection.execute(
            due.order_by(outlets.c.next_visit).limit(limit).with_for_update(skip_locked=True)
        ).all()
        claims = [
            OutletLease(row.id, secrets.token_hex(16), row.failures, row.last_visit, row.begun)
            for row in rows
        ]
        for x in claims:
            connection.execute(
                update(outlets)
                .where(outlets.c.id == x.outlet_id)
                .values(lease_token=x.token, lease_until=now + lease, begun=x.begun + 1)
            )
    return claims


def extend(engine: Engine, lease: OutletLease, until: datetime) -> bool:
    """Extends the lease; False where it was lost to another crawler."""
    with writing(engine) as connection:
        return (
            connection.execute(
                update(outlets).where(_is_mine(lease)).values(lease_until=until)
            ).rowcount
            == 1
        )


def finish(engine: Engine, lease: OutletLease, note: VisitRecord) -> bool:
    """Writes the row of the finished visit and releases its outlet, both or neither.

    False where the lease was lost meanwhile: then the visit is recorded, once, and the outlet is
    left to whoever has leased it. If it is called again because the first answer was lost, it
    writes nothing more.
    """
    schedule = {
        "next_visit": note.next_visit,
        "not_before": note.not_before,
        "last_result": storable(note.result),
        "last_visit": note.started,
        "failures": note.failures,
        "begun": 0,
    }
    with writing(engine) as connection:
        done = (
            update(outlets)
            .where(_is_mine(lease))
            .values(lease_token=None, lease_until=None, **schedule)
        )
        released = connection.execute(done).rowcount == 1
        if released or not _is_recorded(connection, lease.outlet_id, note):
            record_visit(connection, lease.outlet_id, note)
    return released


def record_visit(connection: Connection, outlet_id: str, note: VisitRecord) -> None:
    """Inserts one row of `visits`, inside the caller's transaction."""
    connection.execute(
        insert(visits).values(
            outlet=outlet_id,
            started=note.started,
            ended=note.ended,
            found=note.found,
            fresh=note.fresh,
            fetched=note.fetched,
            bytes=note.bytes,
            responses=dict(note.responses),
            ways={url: str(x) for url, x in note.sources.items()},
            looks=dict(note.fetches),
            result=storable(note.result),
        )
    )


def recent_finds(engine: Engine, outlet_id: str, since: datetime) -> list[VisitFind]:
    """What the visits since then found, oldest first: those that reached the outlet, without
    backfills, and the newest `MOST_FINDS` at most.
    """
    wanted = select(visits.c.started, visits.c.fresh).where(
        visits.c.outlet == outlet_id,
        visits.c.started > since,
        visits.c.result.startswith("ok"),
        cast(visits.c.ways, String) != "{}",
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted.order_by(visits.c.started.desc()).limit(MOST_FINDS))
        return [VisitFind(x.started, x.fresh) for x in rows][::-1]


def _is_recorded(connection: Connection, outlet_id: str, note: VisitRecord) -> bool:
    same = (
        visits.c.outlet == outlet_id,
        visits.c.started == note.started,
        visits.c.ended == note.ended,
    )
    return connection.execute(select(visits.c.id).where(*same).limit(1)).first() is not None


def next_due(engine: Engine, among: Collection[str]) -> datetime | None:
    """When the next of these outlets is due, perhaps in the past; None where none has a
    schedule.
    """
    with reading(engine) as connection:
        wanted = select(outlets.c.next_visit, outlets.c.not_before).where(
            outlets.c.id.in_(among), outlets.c.next_visit.is_not(None)
        )
        times = [
            max(row.next_visit, row.not_before or row.next_visit)
            for row in connection.execute(wanted)
        ]
    return min(times, default=None)


def make_due(engine: Engine, now: datetime, articles_too: bool = False) -> None:
    """Every outlet with a schedule is due now, and so are its lists, and its articles where this is
    asked for: for the demo.
    """
    with writing(engine) as connection:
        connection.execute(
            update(outlets)
            .where(outlets.c.next_visit.is_not(None))
            .values(next_visit=now, not_before=None)
        )
        due = addresses.c.kind != "article"
        if articles_too:  # also those that are so old that nobody looks at them again
            due = or_(due, addresses.c.last_status == 200)
        connection.execute(update(addresses).where(due).values(next_fetch=now))


def _is_due(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """A last visit in the future was recorded with a clock that was set back since: the time of the
    next visit is then wrong too, and the outlet is due. Its own request not to be visited is still
    obeyed.
    """
    return and_(
        or_(outlets.c.next_visit <= now, outlets.c.last_visit > horizon(now, lease)),
        has_come(outlets.c.not_before, now, horizon(now, MAX_NOT_BEFORE)),
    )


def _is_mine(lease: OutletLease) -> ColumnElement[bool]:
    return and_(outlets.c.id == lease.outlet_id, outlets.c.lease_token == lease.token)
