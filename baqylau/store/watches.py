"""Watches as rows: a watch with its channels comes in and is stored, changed, muted or removed; and
stored ones go out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from baqylau.errors import InputError
from baqylau.model.watch import Figure, Target, Watch
from baqylau.store import deliveries as outbox
from baqylau.store.columns import storable
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.tables import accounts, articles, deliveries, matches, watch_channels, watches
from baqylau.watches.hours import next_digest

_SET_BY_US = ("id", "created", "changed", "muted", "digested", "next_digest")


def add(engine: Engine, watch: Watch, targets: Iterable[tuple[str, str]], moment: datetime) -> int:
    """Stores a new watch with its channels (kind, address); its id."""
    row = _row(watch, moment) | {"created": moment, "digested": moment}
    with writing(engine) as connection:
        made = connection.execute(insert(watches).values(**row).returning(watches.c.id))
        watch_id = int(made.scalar_one())
        _set_targets(connection, watch_id, targets, moment)
    return watch_id


def change(
    engine: Engine,
    watch_id: int,
    watch: Watch,
    targets: Iterable[tuple[str, str]],
    moment: datetime,
) -> None:
    """Stores the watch in place of what it was; what it matched stays. Raises `InputError`."""
    with writing(engine) as connection:
        row = _row(watch, moment)
        if not connection.execute(
            update(watches).where(watches.c.id == watch_id).values(**row)
        ).rowcount:
            raise InputError(_unknown(watch_id))
        _set_targets(connection, watch_id, targets, moment)


def get(engine: Engine, watch_id: int) -> Watch:
    """Raises `InputError` where there is none."""
    with at_once(engine) as connection:
        row = connection.execute(select(watches).where(watches.c.id == watch_id)).one_or_none()
    if row is None:
        raise InputError(_unknown(watch_id))
    return _watch(row)


def listed(engine: Engine, owner: str | None = None) -> list[Watch]:
    """The watches of an owner, or all, in the order in which they were made."""
    wanted = select(watches).order_by(watches.c.id)
    if owner is not None:
        wanted = wanted.where(watches.c.owner == owner)
    with reading(engine) as connection:
        return [_watch(x) for x in connection.execute(wanted)]


def all_in(connection: Connection) -> list[Watch]:
    """Every watch, in the order in which they were made."""
    return [_watch(x) for x in connection.execute(select(watches).order_by(watches.c.id))]


def mark(engine: Engine) -> tuple[int, datetime | None]:
    """How many watches there are, and when the last was changed: it differs whenever one was added,
    changed or removed."""
    with at_once(engine) as connection:
        return mark_in(connection)


def mark_in(connection: Connection) -> tuple[int, datetime | None]:
    """The same inside a transaction."""
    row = connection.execute(select(func.count(watches.c.id), func.max(watches.c.changed))).one()
    return int(row[0]), row[1]


def targets_of(engine: Engine, ids: Collection[int]) -> dict[int, list[Target]]:
    """The channels of each watch that has any."""
    with reading(engine) as connection:
        return _targets(connection, ids)


def targets_in(connection: Connection, ids: Collection[int]) -> dict[int, list[Target]]:
    """The same inside a transaction."""
    return _targets(connection, ids)


def target(engine: Engine, target_id: int) -> Target | None:
    with at_once(engine) as connection:
        row = connection.execute(
            select(watch_channels).where(watch_channels.c.id == target_id)
        ).one_or_none()
    return None if row is None else _target(row)


def mute(engine: Engine, watch_id: int, moment: datetime | None) -> None:
    """Nothing is told any more until it is unmuted (None); matches are still made. Raises
    `InputError`.
    """
    with writing(engine) as connection:
        done = connection.execute(
            update(watches).where(watches.c.id == watch_id).values(muted=moment)
        )
        if not done.rowcount:
            raise InputError(_unknown(watch_id))


def mute_target(engine: Engine, target_id: int, moment: datetime | None) -> None:
    """The same for one channel of a watch."""
    with writing(engine) as connection:
        connection.execute(
            update(watch_channels).where(watch_channels.c.id == target_id).values(muted=moment)
        )


def orphan(connection: Connection, login: str, account: int, moment: datetime) -> None:
    """The watches of a deleted account stop: they are muted, nothing of them that waits is sent,
    and they belong to nobody, so that whoever gets the login later does not get them. An
    administrator sees them and may remove them.
    """
    theirs = select(watches.c.id).where(watches.c.owner == login)
    _cancel(
        connection, deliveries.c.watch.in_(theirs), "the account of its owner was deleted", moment
    )
    values = {
        "owner": f"deleted account {account}",
        "muted": func.coalesce(watches.c.muted, moment),
    }
    connection.execute(update(watches).where(watches.c.owner == login).values(**values))


def owner_may_be_told(engine: Engine, owner: str) -> bool:
    """False where the owner's account is disabled."""
    disabled = select(accounts.c.id).where(
        accounts.c.login == owner, accounts.c.disabled.is_not(None)
    )
    with at_once(engine) as connection:
        return connection.execute(disabled).first() is None


def _cancel(connection: Connection, which: Any, reason: str, moment: datetime) -> None:
    """Nothing of these that waits is sent."""
    ended = {
        "state": outbox.CANCELLED,
        "lease_token": None,
        "lease_until": None,
        "finished": moment,
        "reason": reason,
    }
    waiting = deliveries.c.state.in_((outbox.PENDING, outbox.LEASED))
    connection.execute(update(deliveries).where(which, waiting).values(**ended))


def remove(engine: Engine, watch_id: int, moment: datetime) -> None:
    """The watch, its channels and what it matched are deleted; the log of deliveries stays. Raises
    `InputError`.
    """
    with writing(engine) as connection:
        _cancel(connection, deliveries.c.watch == watch_id, "the watch was removed", moment)
        connection.execute(delete(matches).where(matches.c.watch == watch_id))
        connection.execute(delete(watch_channels).where(watch_channels.c.watch == watch_id))
        if not connection.execute(delete(watches).where(watches.c.id == watch_id)).rowcount:
            raise InputError(_unknown(watch_id))


def forget(engine: Engine, name: str) -> int:
    """Deletes the watches whose name, query or organization holds all words of a person's name, in
    any case of letters; returns how many.
    """
    with writing(engine) as connection:
        return _forget(connection, set(name.casefold().split()))


def _forget(connection: Connection, words: set[str]) -> int:
    rows = connection.execute(select(watches)).all()
    gone = [
        x.id for x in rows if words and words <= _words(f"{x.name} {x.query} {x.appointed or ''}")
    ]
    for table, column in (
        (deliveries, deliveries.c.watch),
        (matches, matches.c.watch),
        (watch_channels, watch_channels.c.watch),
        (watches, watches.c.id),
    ):
        connection.execute(delete(table).where(column.in_(gone)))
    return len(gone)


def _words(text: str) -> set[str]:
    return set("".join(x if x.isalnum() or x == "-" else " " for x in text.casefold()).split())


def due_for_digest(engine: Engine, moment: datetime) -> list[Watch]:
    """Watches whose next digest is due."""
    with at_once(engine) as connection:
        rows = connection.execute(
            select(watches).where(watches.c.next_digest <= moment).order_by(watches.c.next_digest)
        ).all()
    return [_watch(x) for x in rows]


def next_digest_due(engine: Engine) -> datetime | None:
    with at_once(engine) as connection:
        found: datetime | None = connection.execute(
            select(func.min(watches.c.next_digest))
        ).scalar_one()
    return found


def begin_digest(engine: Engine, watch: Watch, moment: datetime) -> int:
    """The rows of the digest that is due are made, and the next one is scheduled, in one
    transaction, by one worker only. Returns how many channels it goes to.
    """
    if watch.next_digest is None or watch.digested is None:
        return 0
    due = watch.next_digest
    following = next_digest(max(due, moment), watch)
    with writing(engine) as connection:
        mine = (watches.c.id == watch.id, watches.c.next_digest == due)
        if not connection.execute(
            update(watches).where(*mine).values(next_digest=following, digested=due)
        ).rowcount:
            return 0  # another worker was first
        if watch.muted is not None or not _has_news(connection, watch, watch.digested, due):
            return 0
        to = [x.channel for x in _targets(connection, [watch.id]).get(watch.id, ()) if not x.muted]
        event = f"digest-{watch.id}-{due:%Y%m%dT%H%M}"
        return outbox.put(
            connection,
            event,
            to,
            moment,
            kind="digest",
            watch=watch.id,
            span=(watch.digested, due),
        )


def _has_news(connection: Connection, watch: Watch, since: datetime, until: datetime) -> bool:
    theirs = select(matches.c.id).where(matches.c.watch == watch.id)
    asked = [theirs.where(matches.c.matched >= since, matches.c.matched < until)]
    if watch.removals:
        gone = (articles.c.removed >= since, articles.c.removed < until)
        asked.append(theirs.join(articles, articles.c.id == matches.c.article).where(*gone))
    return any(connection.execute(x.limit(1)).first() is not None for x in asked)


def _row(watch: Watch, moment: datetime) -> dict[str, Any]:
    values = {k: v for k, v in asdict(watch).items() if k not in _SET_BY_US}
    texts = {k: storable(v) if isinstance(v, str) else v for k, v in values.items()}
    lists = {k: list(v) if isinstance(v, tuple) else v for k, v in texts.items()}
    return lists | {"changed": moment, "next_digest": next_digest(moment, watch)}


def _set_targets(
    connection: Connection, watch: int, targets: Iterable[tuple[str, str]], moment: datetime
) -> None:
    wanted = set(targets)
    held = {(x.kind, x.address): x.id for x in _targets(connection, [watch]).get(watch, ())}
    gone = [number for pair, number in held.items() if pair not in wanted]
    connection.execute(delete(watch_channels).where(watch_channels.c.id.in_(gone)))
    for kind, address in sorted(wanted - held.keys()):
        row = {"watch": watch, "kind": kind, "address": storable(address), "created": moment}
        connection.execute(insert(watch_channels).values(**row))


def _targets(connection: Connection, ids: Collection[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = {}
    wanted = select(watch_channels).where(watch_channels.c.watch.in_(list(ids)))
    for row in connection.execute(wanted.order_by(watch_channels.c.id)):
        found.setdefault(row.watch, []).append(_target(row))
    return found


def _target(row: Any) -> Target:
    return Target(row.watch, row.kind, row.address, row.id, row.muted)


def _watch(row: Any) -> Watch:
    values: Mapping[str, Any] = row._mapping
    made = Watch(**values)
    return replace(
        made,
        outlets=tuple(made.outlets),
        languages=tuple(made.languages),
        digest_at=tuple(made.digest_at),
        figure=None if values["figure"] is None else Figure(**values["figure"]),
    )


def _unknown(watch_id: int) -> str:
    return f"there is no watch {watch_id}; `baqylau watch list` shows them"
