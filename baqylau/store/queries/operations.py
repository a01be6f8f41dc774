"""The state of the work, for tables on a screen.

Comes in: an engine and perhaps a filter. Goes out: outlets with their last visit and the outcomes
of their pages, single pages with their outcomes, and the jobs that were set aside with their
reasons.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from baqylau.store.connect import reading
from baqylau.store.jobs import SET_ASIDE
from baqylau.store.pages import OUTCOMES
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.filter import Filter, conditions
from baqylau.store.subjects import table_of
from baqylau.store.tables import addresses, articles, jobs, outlets, pages

WAITING = "waiting"
UNKNOWN = "?"
"""The language of an article of no known language, where articles are counted by language."""
COLUMNS = (*OUTCOMES, WAITING)


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet with its last visit. `outcomes` names every one of `COLUMNS`; they add up to
    `pages`, the pages fetched.
    """

    id: str
    name: str
    sample: bool
    last_visit: datetime | None
    last_result: str | None
    next_visit: datetime | None
    not_before: datetime | None
    failures: int
    outcomes: dict[str, int]

    @property
    def pages(self) -> int:
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class SetAsideJob:
    """A job that was set aside, with the reason and the address of its page."""

    id: int
    stage: str
    subject: int
    outlet: str | None
    url: str | None
    attempts: int
    reason: str | None
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class PageRow:
    """A fetched page with its outcome, one of `COLUMNS`; `article` is the id of the article read
    from it.
    """

    id: int
    outlet_id: str
    outlet: str
    url: str
    fetched: datetime
    status: int
    size: int
    outcome: str
    reason: str | None
    article: int | None


@dataclass(frozen=True, slots=True)
class PageDetail:
    """A fetched page with all that is known of its fetch. `body_removed` is when its bytes left the
    archive (they are kept for a limited time); None while they are there.
    """

    id: int
    url: str
    requested: str | None
    fetched: datetime
    status: int
    content_type: str | None
    headers: dict[str, str]
    content_hash: str
    size: int
    outcome: str | None
    reason: str | None
    body_removed: datetime | None


def page_detail(engine: Engine, page_id: int) -> PageDetail | None:
    """One page, or None where there is none of this id."""
    wanted = select(*(pages.c[x.name] for x in fields(PageDetail))).where(pages.c.id == page_id)
    with reading(engine) as connection:
        row = connection.execute(wanted).mappings().one_or_none()
    return PageDetail(**row) if row else None


def job_state(engine: Engine, stage: str, subject: int) -> str | None:
    """The state of the newest job of a stage for a page or an article; None where there is none."""
    newest = (
        select(jobs.c.state)
        .where(jobs.c.stage == stage, jobs.c.subject == subject)
        .order_by(jobs.c.id.desc())
        .limit(1)
    )
    with reading(engine) as connection:
        return connection.execute(newest).scalar_one_or_none()


def page_rows(
    engine: Engine,
    filter_by: Filter,
    outcome: str | None,
    limit: int,
    before: int | None = None,
) -> list[PageRow]:
    """At most `limit` pages, the last stored first; `before` is the id of the last one seen."""
    decided = func.coalesce(pages.c.outcome, WAITING).label("outcome")
    shown = (
        pages.c.id,
        outlets.c.id.label("outlet_id"),
        outlets.c.name.label("outlet"),
        pages.c.url,
        pages.c.fetched,
        pages.c.status,
        pages.c.size,
    )
    wanted = select(*shown, decided, pages.c.reason, articles.c.id.label("article")).join(
        outlets, outlets.c.id == pages.c.outlet
    )
    wanted = (
        wanted.outerjoin(articles, articles.c.page == pages.c.id)
        .order_by(pages.c.id.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        filter_by = entity_queries.resolved(connection, filter_by)
    wanted = wanted.where(*conditions(filter_by, pages))
    if outcome is not None:
        wanted = wanted.where(
            pages.c.outcome.is_(None) if outcome == WAITING else pages.c.outcome == outcome
        )
    if before is not None:
        wanted = wanted.where(pages.c.id < before)
    with reading(engine) as connection:
        return [PageRow(**row) for row in connection.execute(wanted).mappings()]


def outlet_rows(engine: Engine) -> list[OutletRow]:
    """Every outlet of the database by name."""
    counted = select(
        pages.c.outlet, func.coalesce(pages.c.outcome, WAITING), func.count()
    ).group_by(pages.c.outlet, pages.c.outcome)
    found: dict[str, dict[str, int]] = {}
    with reading(engine) as connection:
        for outlet, outcome, count in connection.execute(counted):
            found.setdefault(outlet, dict.fromkeys(COLUMNS, 0))[outcome] = count
        rows = connection.execute(select(outlets).order_by(outlets.c.name, outlets.c.id)).all()
    return [_outlet_row(row, found.get(row.id, dict.fromkeys(COLUMNS, 0))) for row in rows]


def articles_known(engine: Engine) -> int:
    """How many addresses of articles were found so far at all outlets."""
    with reading(engine) as connection:
        return int(
            connection.execute(
                select(func.count()).where(addresses.c.kind == "article")
            ).scalar_one()
        )


def articles_by_language(engine: Engine) -> dict[str, dict[str, int]]:
    """Current articles by outlet id and language; an article of no known language counts under
    "?".
    """
    language = func.coalesce(articles.c.language, UNKNOWN)
    counted = (
        select(articles.c.outlet, language, func.count())
        .where(articles.c.current)
        .group_by(articles.c.outlet, language)
    )
    found: dict[str, dict[str, int]] = {}
    with reading(engine) as connection:
        for outlet, code, count in connection.execute(counted):
            found.setdefault(outlet, {})[code] = count
    return found


@dataclass(frozen=True, slots=True)
class OutletVisit:
    """An outlet that was visited; its last `failures` visits failed, the last one as `last_result`
    says.
    """

    name: str
    failures: int
    last_result: str | None


def visited(engine: Engine) -> list[OutletVisit]:
    """Every outlet visited so far, by name."""
    seen = select(outlets.c.name, outlets.c.failures, outlets.c.last_result).where(
        outlets.c.last_visit.is_not(None)
    )
    with reading(engine) as connection:
        return [
            OutletVisit(**row)
            for row in connection.execute(seen.order_by(outlets.c.name)).mappings()
        ]


def failing(engine: Engine) -> list[OutletRow]:
    """Outlets whose last visits failed, the longest failing first."""
    return sorted((x for x in outlet_rows(engine) if x.failures), key=lambda x: -x.failures)


def set_aside(engine: Engine, limit: int, stage: str | None = None) -> list[SetAsideJob]:
    """The jobs set aside last, the latest first."""
    wanted = (
        select(jobs)
        .where(jobs.c.state == SET_ASIDE)
        .order_by(jobs.c.finished.desc(), jobs.c.id.desc())
        .limit(limit)
    )
    if stage is not None:
        wanted = wanted.where(jobs.c.stage == stage)
    with reading(engine) as connection:
        return [_set_aside_job(connection, row) for row in connection.execute(wanted).all()]


def _set_aside_job(connection: Connection, row: Any) -> SetAsideJob:
    about = table_of(row.stage)
    subject = None
    if about is not None:
        subject = connection.execute(
            select(about.c.outlet, about.c.url).where(about.c.id == row.subject)
        ).one_or_none()
    outlet, url = (subject.outlet, subject.url) if subject else (None, None)
    return SetAsideJob(
        row.id, row.stage, row.subject, outlet, url, row.attempts, row.reason, row.finished
    )


def _outlet_row(row: Any, outcomes: dict[str, int]) -> OutletRow:
    seen = (row.last_visit, row.last_result, row.next_visit, row.not_before, row.failures)
    return OutletRow(row.id, row.name, row.sample, *seen, outcomes)
