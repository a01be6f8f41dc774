"""The outbox: events come in and get a row for each channel they go to; delivery workers hold the
rows, send them, and write down what became of each.

A row is held under a lease with its attempt counted before the sending, as a job is, and is ended
only while its lease token stands. A worker that dies after sending and before writing sends again
with the same key: a receiver that honours the key sees the event once, others at least once.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, func, or_, select, update

from baqylau.model.watch import Delivery
from baqylau.store import dialect
from baqylau.store.columns import storable
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.families import portions
from baqylau.store.leases import has_come, horizon, is_over
from baqylau.store.tables import deliveries

PENDING, LEASED, DONE, GIVEN_UP, CANCELLED = "pending", "leased", "done", "given_up", "cancelled"
STATES = (PENDING, LEASED, DONE, GIVEN_UP, CANCELLED)
LOST = "the delivery worker died or was too slow"
LONGEST_WAIT = timedelta(days=8)
"""Quiet hours, digests and pauses end sooner; a later `not_before` was written by a wrong clock."""
_FIRST_PAUSE = 2.0  # seconds after the first failure; doubled with each further one
_LONGEST_PAUSE = 3600.0
_REASON = 500  # characters


def put(
    connection: Connection,
    event: str,
    channels: Iterable[str],
    moment: datetime,
    *,
    kind: str,
    watch: int | None = None,
    article: int | None = None,
    issue: int | None = None,
    span: tuple[datetime, datetime] | None = None,
    not_before: datetime | None = None,
) -> int:
    """One row for each channel; one that is there already stays as it is. Returns how many are new.
    Called in the transaction that makes the event.
    """
    about = {"kind": kind, "watch": watch, "article": article, "issue": issue}
    row = about | {
        "event": event,
        "span": None if span is None else [x.isoformat() for x in span],
        "state": PENDING,
        "attempts": 0,
        "created": moment,
        "not_before": not_before,
    }
    new = 0
    for channel in channels:
        key = {"channel": channel, "key": secrets.token_hex(16)}
        put_in = dialect.insert_or_ignore(connection, deliveries).values(**row, **key)
        new += len(connection.execute(put_in.returning(deliveries.c.id)).all())
    return new


def put_now(
    engine: Engine,
    event: str,
    channels: Iterable[str],
    moment: datetime,
    *,
    kind: str,
    watch: int,
) -> int:
    """`put` in a transaction of its own."""
    with writing(engine) as connection:
        return put(connection, event, channels, moment, kind=kind, watch=watch)


def due_channels(engine: Engine, moment: datetime) -> list[str]:
    """The channels with a row that may be sent now."""
    with at_once(engine) as connection:
        return list(
            connection.execute(select(deliveries.c.channel).where(_free(moment)).distinct())
            .scalars()
            .all()
        )


def next_due(engine: Engine) -> datetime | None:
    """The earliest moment at which a row that waits becomes due; None where none has to wait."""
    waits = select(func.min(deliveries.c.not_before)).where(deliveries.c.state == PENDING)
    held = select(func.min(deliveries.c.lease_until)).where(deliveries.c.state == LEASED)
    with at_once(engine) as connection:
        found = [connection.execute(x).scalar_one() for x in (waits, held)]
    return min((x for x in found if x is not None), default=None)


def claim(
    engine: Engine, channel: str, moment: datetime, lease: timedelta, limit: int
) -> Delivery | None:
    """The channel's oldest row that is due, leased, its attempt counted; None where there is none.
    One whose attempts were used up by workers that died is given up.
    """
    token = secrets.token_hex(16)
    with writing(engine) as connection:
        while True:
            row = connection.execute(
                select(deliveries)
                .where(deliveries.c.channel == channel, _free(moment))
                .order_by(deliveries.c.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).one_or_none()
            if row is None:
                return None
            if row.attempts < limit:
                break
            _end(connection, row.id, GIVEN_UP, moment, f"{LOST} {row.attempts} times")
        held = {
            "state": LEASED,
            "attempts": row.attempts + 1,
            "lease_token": token,
            "lease_until": moment + lease,
        }
        connection.execute(update(deliveries).where(deliveries.c.id == row.id).values(**held))
    return _delivery(row, token)


def done(engine: Engine, held: Delivery, moment: datetime) -> bool:
    """The receiver took it. False where the lease was lost: another worker sends it again, with the
    same key.
    """
    return _finish(engine, held, DONE, moment, None)


def give_up(engine: Engine, held: Delivery, moment: datetime, reason: str) -> bool:
    """No further attempt is made."""
    return _finish(engine, held, GIVEN_UP, moment, reason)


def cancel(engine: Engine, held: Delivery, moment: datetime, reason: str) -> bool:
    """It is not to be told any more: muted, removed, or what it told of is gone."""
    return _finish(engine, held, CANCELLED, moment, reason)


def put_back(
    engine: Engine, held: Delivery, reason: str, due: datetime, *, counts: bool = True
) -> bool:
    """Pending again, not before this moment. Not counted as an attempt where it was our fault."""
    freed: dict[str, Any] = {
        "state": PENDING,
        "lease_token": None,
        "lease_until": None,
        "not_before": due,
        "reason": _reason(reason),
    }
    if not counts:
        freed["attempts"] = held.attempt - 1
    with writing(engine) as connection:
        return (
            connection.execute(update(deliveries).where(_is_mine(held)).values(**freed)).rowcount
            == 1
        )


def pause_after(attempt: int, spread: float = 0.0) -> timedelta:
    """How long a row waits after its so many-th failure; `spread` from 0 to 1 adds up to a
    quarter.
    """
    pause = min(_FIRST_PAUSE * 2 ** min(attempt - 1, 30), _LONGEST_PAUSE)
    return timedelta(seconds=pause * (1 + spread / 4))


def replay(engine: Engine, ids: Collection[int], moment: datetime, watch: int | None = None) -> int:
    """Rows that ended (of this watch only, where one is given) are sent again with their old key,
    so that a receiver that has them already knows them. Returns how many.
    """
    again = {
        "state": PENDING,
        "attempts": 0,
        "not_before": None,
        "finished": None,
        "created": moment,
    }
    ended: tuple[Any, ...] = (
        deliveries.c.id.in_(list(ids)),
        deliveries.c.state.in_((DONE, GIVEN_UP, CANCELLED)),
    )
    if watch is not None:
        ended = (*ended, deliveries.c.watch == watch)
    with writing(engine) as connection:
        return connection.execute(update(deliveries).where(*ended).values(**again)).rowcount


def was_done(engine: Engine, event: str, channel: str) -> bool:
    """Whether this event was told to this channel."""
    wanted = select(deliveries.c.state).where(
        deliveries.c.event == event, deliveries.c.channel == channel
    )
    with at_once(engine) as connection:
        return connection.execute(wanted).scalar() == DONE


def counts(engine: Engine) -> dict[str, int]:
    """Rows by state."""
    with reading(engine) as connection:
        found = connection.execute(
            select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        )
        return {row[0]: row[1] for row in found}


def oldest_due(engine: Engine, moment: datetime) -> datetime | None:
    """Since when the oldest row that is due waits."""
    since = func.min(func.coalesce(deliveries.c.not_before, deliveries.c.created))
    with reading(engine) as connection:
        found: datetime | None = connection.execute(select(since).where(_free(moment))).scalar_one()
    return found


def given_up_by_channel(engine: Engine, since: datetime) -> Mapping[str, tuple[int, str]]:
    """How many deliveries each channel lost since then, and the reason of the last."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(deliveries.c.channel, deliveries.c.reason)
            .where(deliveries.c.state == GIVEN_UP, deliveries.c.finished >= since)
            .order_by(deliveries.c.id)
        )
        found: dict[str, tuple[int, str]] = {}
        for channel, reason in rows:
            found[channel] = (found.get(channel, (0, ""))[0] + 1, reason or "")
    return found


def keys_of(engine: Engine, article_ids: Collection[int]) -> list[str]:
    """The keys of the deliveries about these articles."""
    with reading(engine) as connection:
        return [
            key
            for some in portions(article_ids)
            for key in connection.execute(
                select(deliveries.c.key).where(deliveries.c.article.in_(some))
            ).scalars()
        ]


def forget_articles(connection: Connection, ids: Collection[int]) -> int:
    """The rows about these articles are deleted; returns how many."""
    return connection.execute(
        delete(deliveries).where(deliveries.c.article.in_(list(ids)))
    ).rowcount


def cancel_articles(connection: Connection, ids: Collection[int], moment: datetime) -> None:
    """Articles that were read anew as something else: what was not yet sent is not sent; the log
    keeps what was, without pointing at them.
    """
    theirs = deliveries.c.article.in_(list(ids))
    waiting = (theirs, deliveries.c.state.in_((PENDING, LEASED)))
    gone = {
        "state": CANCELLED,
        "lease_token": None,
        "lease_until": None,
        "finished": moment,
        "reason": "its page was read again and is no article",
    }
    connection.execute(update(deliveries).where(*waiting).values(**gone))
    connection.execute(update(deliveries).where(theirs).values(article=None))


def delete_older(engine: Engine, before: datetime) -> int:
    """Deletes what ended before this moment; returns how many rows."""
    ended = deliveries.c.state.in_((DONE, GIVEN_UP, CANCELLED))
    with writing(engine) as connection:
        return connection.execute(
            delete(deliveries).where(ended, deliveries.c.finished < before)
        ).rowcount


def _free(moment: datetime) -> Any:
    beyond = horizon(moment, LONGEST_WAIT)
    return or_(
        and_(
            deliveries.c.state == PENDING,
            has_come(deliveries.c.not_before, moment, beyond),
        ),
        and_(deliveries.c.state == LEASED, is_over(deliveries.c.lease_until, moment, beyond)),
    )


def _is_mine(held: Delivery) -> Any:
    return and_(
        deliveries.c.id == held.id,
        deliveries.c.state == LEASED,
        deliveries.c.lease_token == held.token,
    )


def _finish(
    engine: Engine, held: Delivery, state: str, moment: datetime, reason: str | None
) -> bool:
    with writing(engine) as connection:
        mine = update(deliveries).where(_is_mine(held))
        return connection.execute(mine.values(**_ended(state, moment, reason))).rowcount == 1


def _end(connection: Connection, delivery: int, state: str, moment: datetime, reason: str) -> None:
    this = update(deliveries).where(deliveries.c.id == delivery)
    connection.execute(this.values(**_ended(state, moment, reason)))


def _ended(state: str, moment: datetime, reason: str | None) -> dict[str, Any]:
    ended: dict[str, Any] = {
        "state": state,
        "lease_token": None,
        "lease_until": None,
        "finished": moment,
    }
    return ended if reason is None else ended | {"reason": _reason(reason)}


def _reason(reason: str) -> str:
    return storable(reason[:_REASON])


def _delivery(row: Any, token: str) -> Delivery:
    return Delivery(
        row.id,
        row.event,
        row.channel,
        row.key,
        row.kind,
        row.watch,
        row.article,
        row.issue,
        tuple(row.span) if row.span else None,
        row.created,
        row.attempts + 1,
        token,
    )
