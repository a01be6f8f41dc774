"""The delivery log, read: channels that lost messages as findings, lines of the log, and how long
news took from print to inbox. Times are aware, in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from baqylau.model.issue import Finding, Trouble
from baqylau.model.watch import Delivery, target_of
from baqylau.store import deliveries as outbox
from baqylau.store.connect import at_once, reading
from baqylau.store.tables import articles, deliveries, watch_channels, watches

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of the delivery log; `to` is the kind and address of its channel, as far as known."""

    id: int
    event: str
    kind: str
    state: str
    channel: str
    to: str
    watch: int | None
    watch_name: str | None
    article: int | None
    title: str | None
    attempts: int
    created: datetime
    finished: datetime | None
    not_before: datetime | None
    reason: str | None


def undelivered(engine: Engine, moment: datetime) -> list[Finding]:
    """A finding for each channel that lost a message within the last day."""
    lost = outbox.given_up_by_channel(engine, moment - _LATELY)
    return [
        Finding(
            Trouble.UNDELIVERED,
            channel,
            moment - _LATELY,
            f"{count} messages to {_channel_name(engine, channel)} were given up: {reason};"
            " `baqylau watch log` lists them, `baqylau watch replay` sends them again",
            {"given_up": count},
        )
        for channel, (count, reason) in lost.items()
    ]


def told_until(engine: Engine, held: Delivery) -> datetime | None:
    """Until when the last row of this event on another day told; None where there is none."""
    series = held.event[: -len("2026-11-30")]
    wanted = (
        select(deliveries.c.span)
        .where(
            deliveries.c.channel == held.channel,
            deliveries.c.kind == held.kind,
            deliveries.c.watch == held.watch,
            deliveries.c.id < held.id,
            deliveries.c.event.startswith(series, autoescape=True),
        )
        .order_by(deliveries.c.id.desc())
        .limit(1)
    )
    with at_once(engine) as connection:
        span = connection.execute(wanted).scalar()
    return datetime.fromisoformat(span[1]) if span else None


def log(
    engine: Engine,
    owner: str | None = None,
    watch: int | None = None,
    state: str | None = None,
    limit: int = 50,
    before: int | None = None,
) -> list[LogLine]:
    """The latest rows first; `before` is the id of the last row of the page before. `owner` None:
    everybody's, those of the settings' channels too.
    """
    wanted = (
        select(
            deliveries,
            watches.c.name.label("watch_name"),
            articles.c.title,
            watch_channels.c.kind.label("to_kind"),
            watch_channels.c.address,
        )
        .outerjoin(watches, watches.c.id == deliveries.c.watch)
        .outerjoin(articles, articles.c.id == deliveries.c.article)
        .outerjoin(watch_channels, deliveries.c.channel == _written(watch_channels.c.id))
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    )
    if owner is not None:
        wanted = wanted.where(watches.c.owner == owner)
    for column, value in ((deliveries.c.watch, watch), (deliveries.c.state, state)):
        if value is not None:
            wanted = wanted.where(column == value)
    if before is not None:
        wanted = wanted.where(deliveries.c.id < before)
    with reading(engine) as connection:
        return [_line(x) for x in connection.execute(wanted)]


def _written(column: Any) -> Any:
    from sqlalchemy import String, cast, literal

    return literal("to-") + cast(column, String)


def _line(row: Any) -> LogLine:
    to = row.channel if row.to_kind is None else f"{row.to_kind} {row.address}".strip()
    return LogLine(
        row.id,
        row.event,
        row.kind,
        row.state,
        row.channel,
        to,
        row.watch,
        row.watch_name,
        row.article,
        row.title,
        row.attempts,
        row.created,
        row.finished,
        row.not_before,
        row.reason,
    )


def _channel_name(engine: Engine, channel: str) -> str:
    """Without its address: an issue is shown to everybody."""
    target = target_of(channel)
    if target is None:
        return f"the setting alert_{channel}"
    wanted = select(watch_channels.c.kind, watch_channels.c.watch).where(
        watch_channels.c.id == target
    )
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    return f"{row.kind} of watch {row.watch}" if row else "a channel that was removed"
