"""The queries of monitoring.

Comes in: an outlet. Goes out: its last weeks as `Observations`, from which the detectors judge it;
and which outlets are due for an examination.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    exists,
    func,
    or_,
    select,
    update,
)

from baqylau.model.issue import Finding, Trouble
from baqylau.model.outlet import Outlet
from baqylau.model.visit import parsed
from baqylau.monitoring.observations import ENOUGH, Observations, OpenIssue, VisitLog, look_back
from baqylau.monitoring.page_samples import PageSample, readings
from baqylau.store.connect import reading, writing
from baqylau.store.pages import ARTICLE, NOT_ARTICLE, SET_ASIDE
from baqylau.store.tables import addresses, articles, issues, outlets, pages, visits

MOST_READINGS = 300  # pages: what fields are compared with
LONGEST_VISIT = timedelta(days=1)
LATE = timedelta(minutes=30)  # beyond its time an outlet is overdue
_TIMED = ("minute", "second")


def observe(engine: Engine, outlet: Outlet, now: datetime) -> Observations:
    """The outlet's last weeks. Backfills do not count as visits, and the links that they found do
    not count as arrivals.
    """
    with reading(engine) as connection:
        since = look_back(now, _latest_arrivals(connection, outlet.id))
        rows = connection.execute(
            select(visits)
            .where(
                visits.c.outlet == outlet.id, visits.c.started > since, visits.c.ended.is_not(None)
            )
            .order_by(visits.c.started)
        ).all()
        seen = tuple(
            VisitLog(x.started, x.ended, parsed(x.ways), x.looks, x.responses)
            for x in rows
            if x.ways
        )
        backfills = [(x.started, x.ended) for x in rows if not x.ways]
        by_source = _arrivals(connection, outlet.id, since, backfills)
        return Observations(
            zone=outlet.timezone,
            country=outlet.country,
            kinds={x.url: x.kind.value for x in outlet.discover},
            visits=seen,
            arrivals=tuple(sorted(x for moments in by_source.values() for x in moments)),
            arrivals_by_source=by_source,
            readings=readings(
                _page_samples(connection, outlet.id), seen[0].started if seen else now
            ),
            expected=outlet.expect.articles_per_day,
            filled=outlet.expect.filled,
            open=_open(connection, outlet.id),
        )


def due_for_examination(engine: Engine, now: datetime, again: timedelta) -> list[str]:
    """The ids of outlets with a schedule that were visited since they were last examined, or were
    not examined for `again`.
    """
    ended = exists().where(
        visits.c.outlet == outlets.c.id,
        visits.c.started > now - LONGEST_VISIT,
        visits.c.ended > outlets.c.examined,
    )
    anew = or_(outlets.c.examined.is_(None), outlets.c.examined <= now - again, ended)
    wanted = select(outlets.c.id).where(
        outlets.c.next_visit.is_not(None), outlets.c.last_visit.is_not(None), anew
    )
    with reading(engine) as connection:
        return list(connection.execute(wanted.order_by(outlets.c.examined)).scalars())


def mark_examined(engine: Engine, outlet_id: str, now: datetime) -> None:
    """Records that the outlet was examined."""
    with writing(engine) as connection:
        connection.execute(update(outlets).where(outlets.c.id == outlet_id).values(examined=now))


def unvisited(engine: Engine, now: datetime) -> list[Finding]:
    """A fault of ours, not of the outlets: visits are overdue, none is under way and none ended
    lately, so no crawler is running.
    """
    waits = or_(outlets.c.not_before.is_(None), outlets.c.not_before <= now - LATE)
    overdue = select(outlets.c.next_visit).where(
        outlets.c.next_visit <= now - LATE, waits, outlets.c.last_visit.is_not(None)
    )
    under_way = select(outlets.c.id).where(outlets.c.lease_until > now)
    with reading(engine) as connection:
        late = list(connection.execute(overdue).scalars())
        last = connection.execute(
            select(func.max(visits.c.ended)).where(visits.c.started > now - LONGEST_VISIT)
        ).scalar_one()
        if (
            not late
            or connection.execute(under_way.limit(1)).first()
            or (last and last > now - LATE)
        ):
            return []
    since = last or min(late)
    diagnosis = (
        f"no crawler is at work: {len(late)} outlets are overdue, since {min(late):%Y-%m-%d %H:%M}"
        " UTC; start `baqylau crawl`"
    )
    return [Finding(Trouble.UNVISITED, "", since, diagnosis, {"overdue": len(late)})]


def _is_arrival(outlet_id: str) -> ColumnElement[bool]:
    return and_(
        addresses.c.outlet == outlet_id, addresses.c.kind == "article", addresses.c.way.is_not(None)
    )


def _latest_arrivals(connection: Connection, outlet_id: str) -> list[datetime]:
    newest = (
        select(addresses.c.first_seen)
        .where(_is_arrival(outlet_id))
        .order_by(addresses.c.first_seen.desc())
        .limit(ENOUGH)
    )
    return list(connection.execute(newest).scalars())


def _arrivals(
    connection: Connection,
    outlet_id: str,
    since: datetime,
    backfills: Sequence[tuple[datetime, datetime]],
) -> dict[str, tuple[datetime, ...]]:
    """When fresh links were first seen, oldest first, by the discovery source that listed them."""
    wanted = select(addresses.c.way, addresses.c.first_seen).where(
        _is_arrival(outlet_id), addresses.c.first_seen > since
    )
    found: dict[str, list[datetime]] = {}
    for row in connection.execute(wanted.order_by(addresses.c.first_seen)):
        if not any(start <= row.first_seen <= end for start, end in backfills):
            found.setdefault(row.way, []).append(row.first_seen)
    return {source: tuple(moments) for source, moments in found.items()}


def _page_samples(connection: Connection, outlet_id: str) -> list[PageSample]:
    names = (
        "canonical_hash",
        "text_hash",
        "title",
        "published",
        "published_precision",
        "authors",
        "readings",
        "revision",
    )
    wanted = select(pages.c.fetched, *(articles.c[x] for x in names)).outerjoin(
        articles, articles.c.page == pages.c.id
    )
    wanted = wanted.where(
        pages.c.outlet == outlet_id,
        pages.c.outcome.in_((ARTICLE, NOT_ARTICLE, SET_ASIDE)),
        pages.c.origin != "import",
    )
    rows = connection.execute(
        wanted.order_by(pages.c.fetched.desc(), pages.c.id.desc()).limit(MOST_READINGS)
    ).all()
    return [_page_sample(x) for x in reversed(rows)]


def _page_sample(row: Row[Any]) -> PageSample:
    return PageSample(
        fetched=row.fetched,
        article=row.canonical_hash,
        text=row.text_hash,
        title=bool(row.title),
        published=row.published,
        timed=row.published_precision in _TIMED,
        signed=bool(row.authors),
        disagree=bool(row.readings),
        first=row.revision == 1,
    )


def _open(connection: Connection, outlet_id: str) -> tuple[OpenIssue, ...]:
    rows = connection.execute(
        select(issues).where(issues.c.outlet == outlet_id, issues.c.closed.is_(None))
    )
    return tuple(OpenIssue(Trouble(x.trouble), x.subject, x.since) for x in rows)


def shares(engine: Engine, outlet_id: str, since: datetime) -> dict[str, int]:
    """The new links since then, counted by the discovery address that had them first; the highest
    count first.
    """
    wanted = select(addresses.c.way).where(_is_arrival(outlet_id), addresses.c.first_seen > since)
    found: dict[str, int] = {}
    with reading(engine) as connection:
        for way in connection.execute(wanted).scalars():
            found[way] = found.get(way, 0) + 1
    return dict(sorted(found.items(), key=lambda x: -x[1]))
