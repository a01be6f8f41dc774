"""The queries of `baqylau verify`. They change nothing and read some rows at a time: the id or hash
after which to continue comes in, the rows after it go out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, ForeignKey, case, exists, func, or_, select

from baqylau.store.connect import one_moment, reading
from baqylau.store.dialect.db_clock import days_in_utc
from baqylau.store.facts import as_contract
from baqylau.store.jobs import LEASED, PENDING, decides_outcome
from baqylau.store.pages import ARTICLE, OUTCOMES
from baqylau.store.tables import articles, doomed_bodies, facts, jobs, mentions, metadata, pages

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PageCheck:
    """A page with its outcome, its article's outlet where it has one, and whether a clean job for
    it is still to be done.
    """

    id: int
    url: str
    outlet: str
    outcome: str | None
    article: int | None
    article_outlet: str | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """An article's text, with its facts and mentions in the shape of the public contract."""

    id: int
    url: str
    text: str
    facts: tuple[dict[str, Any], ...]
    mentions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class DayTotals:
    """Counts of one outlet's pages fetched on one UTC day: all, those with an outcome that exists
    or none yet, those with the outcome "article", and their articles.
    """

    outlet: str
    day: str
    pages: int
    known: int
    article: int
    articles: int


def totals(engine: Engine) -> dict[str, int]:
    """How many pages and articles there are."""
    with reading(engine) as connection:
        return {
            x.name: int(connection.execute(select(func.count()).select_from(x)).scalar_one())
            for x in (pages, articles)
        }


def about(engine: Engine) -> str:
    """The database's address, without its password."""
    return str(engine.url.render_as_string(hide_password=True))


def needed_bodies(engine: Engine, after: str, limit: int) -> list[tuple[str, str]]:
    """The hashes of bodies that rows need, in order, each with the address of one of its pages."""
    wanted = (
        select(pages.c.content_hash, func.min(pages.c.url))
        .where(pages.c.body_removed.is_(None), pages.c.content_hash > after)
        .group_by(pages.c.content_hash)
        .order_by(pages.c.content_hash)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [(row[0], row[1]) for row in connection.execute(wanted)]


def known_bodies(engine: Engine, first: str, last: str) -> set[str]:
    """The hashes between these two that a row needs, or that are scheduled for deletion."""
    needed = select(pages.c.content_hash).where(
        pages.c.content_hash.between(first, last), pages.c.body_removed.is_(None)
    )
    leaving = select(doomed_bodies.c.content_hash).where(
        doomed_bodies.c.content_hash.between(first, last)
    )
    with reading(engine) as connection:
        return {x for wanted in (needed, leaving) for x in connection.execute(wanted).scalars()}


def page_checks(engine: Engine, after: int, limit: int) -> list[PageCheck]:
    """The pages in the order of their ids."""
    waiting = exists(
        select(jobs.c.id).where(
            decides_outcome(),
            jobs.c.subject == pages.c.id,
            jobs.c.state.in_((PENDING, LEASED)),
        )
    )
    wanted = (
        select(
            pages.c.id,
            pages.c.url,
            pages.c.outlet,
            pages.c.outcome,
            articles.c.id.label("article"),
            articles.c.outlet.label("article_outlet"),
            waiting.label("waiting"),
        )
        .outerjoin(articles, articles.c.page == pages.c.id)
        .where(pages.c.id > after)
        .order_by(pages.c.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [PageCheck(**row) for row in connection.execute(wanted).mappings()]


def day_totals(engine: Engine) -> Iterator[DayTotals]:
    """Every outlet and day, all counted at one moment."""
    day = func.date(pages.c.fetched)
    known = or_(pages.c.outcome.is_(None), pages.c.outcome.in_(OUTCOMES))
    wanted = (
        select(
            pages.c.outlet,
            day,
            func.count(),
            func.sum(case((known, 1), else_=0)),
            func.sum(case((pages.c.outcome == ARTICLE, 1), else_=0)),
            func.count(articles.c.id),
        )
        .select_from(pages.outerjoin(articles, articles.c.page == pages.c.id))
        .group_by(pages.c.outlet, day)
        .order_by(pages.c.outlet, day)
    )
    with reading(engine) as connection:
        days_in_utc(connection)
        for outlet, printed, *counts in connection.execute(wanted):
            yield DayTotals(outlet, str(printed), *map(int, counts))


def article_checks(engine: Engine, after: int, limit: int) -> list[ArticleCheck]:
    """The articles in the order of their ids."""
    wanted = (
        select(articles.c.id, articles.c.url, articles.c.text)
        .where(articles.c.id > after)
        .order_by(articles.c.id)
        .limit(limit)
    )
    with one_moment(engine) as connection:
        rows = connection.execute(wanted).all()
        found: dict[int, list[dict[str, Any]]] = {x.id: [] for x in rows}
        named: dict[int, list[dict[str, Any]]] = {x.id: [] for x in rows}
        theirs = select(facts).where(facts.c.article.in_(list(found))).order_by(facts.c.id)
        for row in connection.execute(theirs).mappings():
            found[row["article"]].append({"id": row["id"], **as_contract(row)})
        theirs = select(mentions).where(mentions.c.article.in_(list(found))).order_by(mentions.c.id)
        for row in connection.execute(theirs).mappings():
            named[row["article"]].append(dict(row))
    return [ArticleCheck(x.id, x.url, x.text, tuple(found[x.id]), tuple(named[x.id])) for x in rows]


def orphans(engine: Engine) -> Iterator[tuple[int, list[str]]]:
    """For each foreign key with rows that refer to no row: how many they are, and the first of
    them.
    """
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda x: x.parent.name):
            count, first = _orphans_of(engine, key)
            if count:
                name = f"{table.name}.{key.parent.name}"
                shown = [f"{name}: {a} points at {key.target_fullname} {b}" for a, b in first]
                yield count, shown


def _orphans_of(engine: Engine, key: ForeignKey) -> tuple[int, list[tuple[Any, Any]]]:
    table, there = key.parent.table, key.column.table.alias("there")
    lost = key.parent.is_not(None) & ~exists(
        select(there.c[key.column.name]).where(there.c[key.column.name] == key.parent)
    )
    with one_moment(engine) as connection:
        count = connection.execute(select(func.count()).select_from(table).where(lost)).scalar_one()
        if not count:
            return 0, []
        number = list(table.primary_key)[-1]  # the row's own, behind what it is a row of
        first = select(number, key.parent).where(lost).order_by(number).limit(_SHOWN)
        return int(count), [(a, b) for a, b in connection.execute(first)]
