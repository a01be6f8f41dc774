"""What the pages of watches show: a watch comes in, the articles that it matched go out; and how
long articles took from print to inbox, by outlet. Times are aware, in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, func, select

from baqylau.model.watch import MATCH
from baqylau.stages import FACTS
from baqylau.store.connect import reading
from baqylau.store.deliveries import DONE
from baqylau.store.tables import articles, deliveries, jobs, matches, outlets, pages

STEPS = ("printed", "visited", "stored", "read", "matched", "delivered")
_SAMPLE = 2000  # deliveries that are measured, the latest


@dataclass(frozen=True, slots=True)
class MatchRow:
    """An article that a watch matched; `silent` says why nobody was told."""

    article: int
    title: str | None
    language: str | None
    outlet: str
    url: str
    kind: str
    matched: datetime
    silent: str | None


@dataclass(frozen=True, slots=True)
class Delays:
    """Of one outlet: the median seconds from the fetch of the page until each step, the 95th
    percentile until the inbox, and the median from print to the fetch where a time was printed.
    """

    outlet: str
    count: int
    printed: float | None
    stored: float
    read: float
    matched: float
    delivered: float
    delivered_p95: float


def matched(engine: Engine, watch: int, limit: int) -> list[MatchRow]:
    """The latest first."""
    wanted = (
        select(
            matches.c.article,
            articles.c.title,
            articles.c.language,
            outlets.c.name.label("outlet"),
            articles.c.url,
            matches.c.kind,
            matches.c.matched,
            matches.c.silent,
        )
        .join(articles, articles.c.id == matches.c.article)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .where(matches.c.watch == watch)
        .order_by(matches.c.matched.desc(), matches.c.id.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        return [MatchRow(**x) for x in connection.execute(wanted).mappings()]


def counts(engine: Engine) -> dict[int, int]:
    """How many articles each watch matched."""
    wanted = select(matches.c.watch, func.count()).group_by(matches.c.watch)
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(wanted)}


def print_to_inbox(engine: Engine, since: datetime) -> list[Delays]:
    """By outlet, for messages about articles that were taken since then; quiet hours and digests
    are waited for on purpose and are left out.
    """
    read = jobs.alias("read")
    wanted = (
        select(
            outlets.c.name,
            articles.c.published,
            articles.c.published_precision,
            pages.c.fetched,
            articles.c.stored,
            read.c.finished.label("read"),
            matches.c.matched,
            deliveries.c.finished.label("delivered"),
        )
        .join(articles, articles.c.id == deliveries.c.article)
        .join(pages, pages.c.id == articles.c.page)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .join(
            matches,
            and_(matches.c.watch == deliveries.c.watch, matches.c.article == articles.c.id),
        )
        .outerjoin(read, and_(read.c.stage == FACTS, read.c.subject == articles.c.id))
        .where(
            deliveries.c.state == DONE,
            deliveries.c.finished >= since,
            deliveries.c.kind == MATCH,
            deliveries.c.not_before.is_(None),
        )
        .order_by(deliveries.c.id.desc())
        .limit(_SAMPLE)
    )
    found: dict[str, list[Any]] = {}
    with reading(engine) as connection:
        for row in connection.execute(wanted):
            found.setdefault(row.name, []).append(row)
    return [_delays(name, rows) for name, rows in sorted(found.items())]


def _delays(name: str, rows: Sequence[Any]) -> Delays:
    def after(step: str) -> list[float]:
        times = [getattr(x, step) for x in rows]
        return sorted(
            max(0.0, (y - x.fetched) / timedelta(seconds=1))
            for x, y in zip(rows, times, strict=True)
            if y is not None
        )

    printed = sorted(
        (x.fetched - x.published) / timedelta(seconds=1)
        for x in rows
        if x.published is not None and x.published_precision in ("minute", "second")
    )
    delivered = after("delivered")
    return Delays(
        name,
        len(rows),
        share(printed, 0.5) if printed else None,
        share(after("stored"), 0.5),
        share(after("read"), 0.5),
        share(after("matched"), 0.5),
        share(delivered, 0.5),
        share(delivered, 0.95),
    )


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of the sorted values lies; 0 of none."""
    return values[min(len(values) - 1, int(part * len(values)))] if values else 0.0
