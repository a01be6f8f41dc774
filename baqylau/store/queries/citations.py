"""Who cites whom, counted: an outlet's brand and a period come in; how many articles cite whom, by
layer and by day, and the articles behind each number go out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, select

from baqylau.store.connect import reading
from baqylau.store.queries.articles import ArticleRow, rows_of
from baqylau.store.tables import articles, citations

LAYERS = ("cited", "official", "social")
WAYS = ("cites", "cited_by")
"""Whom an outlet cites, and who cites it."""
_BEFORE, _BEHIND = 160, 100  # characters shown around the name of a source


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A source that an outlet cites, or an outlet that cites it, with the number of articles.
    `is_outlet`: `name` is the id of a brand.
    """

    name: str
    is_outlet: bool
    layer: str
    articles: int


@dataclass(frozen=True, slots=True)
class Cited:
    """An article with the words around the name of the source it cites; `origin` is the brand that
    cites it there: the article's own, or one whose words the article repeats.
    """

    line: ArticleRow
    origin: str
    target: str
    is_outlet: bool
    layer: str
    before: str
    name: str
    behind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which citations: in the way `way` from or to `brand`, of the other side `name`, in a layer,
    listed from `since` and before `until`; None: all.
    """

    brand: str
    way: str
    name: str | None = None
    layer: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        its, other = citations.c.origin, citations.c.target
        if self.way == "cited_by":
            its, other = other, its
            yield citations.c.is_outlet
        yield its == self.brand
        if self.name is not None:
            yield other == self.name
        if self.layer is not None:
            yield citations.c.layer == self.layer
        if self.since is not None:
            yield articles.c.listed >= self.since
        if self.until is not None:
            yield articles.c.listed < self.until


def neighbours(engine: Engine, asked: Asked, limit: int) -> list[Neighbour]:
    """The sources of an outlet, or who cites it, those of most articles first."""
    cites = asked.way == "cites"
    other = citations.c.target if cites else citations.c.origin
    count = func.count(citations.c.article.distinct())
    wanted = (
        select(other, citations.c.is_outlet, citations.c.layer, count)
        .join(articles, articles.c.id == citations.c.article)
        .where(articles.c.current, *asked.conditions())
        .group_by(other, citations.c.is_outlet, citations.c.layer)
        .order_by(count.desc(), other)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [Neighbour(*row) for row in connection.execute(wanted)]


def by_day(engine: Engine, asked: Asked, zone: tzinfo) -> list[tuple[date, dict[str, int]]]:
    """How many articles cite a source of each layer on each day in that zone, the newest first;
    days without any are left out.
    """
    wanted = (
        select(articles.c.listed, citations.c.layer)
        .join(articles, articles.c.id == citations.c.article)
        .where(articles.c.current, *asked.conditions())
        .group_by(articles.c.id, articles.c.listed, citations.c.layer)
    )
    found: dict[date, Counter[str]] = defaultdict(Counter)
    with reading(engine) as connection:
        for listed, layer in connection.execute(wanted):
            found[listed.astimezone(zone).date()][layer] += 1
    return [(day, dict(found[day])) for day in sorted(found, reverse=True)]


def citing(engine: Engine, asked: Asked, limit: int, skip: int = 0) -> list[Cited]:
    """The articles behind a number, the newest first, one line for each source."""
    wanted = (
        _edges()
        .where(*asked.conditions())
        .order_by(articles.c.listed.desc(), citations.c.article.desc(), citations.c.start)
        .limit(limit)
        .offset(skip)
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted).all()
    lines = rows_of(engine, {x.article for x in rows})
    return [_cited(row, lines[row.article]) for row in rows if row.article in lines]


def _cited(row: Any, line: ArticleRow) -> Cited:
    text, start, end = row.text, row.start, row.end
    return Cited(
        line,
        row.origin,
        row.target,
        row.is_outlet,
        row.layer,
        _last_line(text[max(0, start - _BEFORE) : start]),
        text[start:end],
        text[end : end + _BEHIND].partition("\n")[0],
    )


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]


def _edges() -> Select[Any]:
    return (
        select(citations, articles.c.text)
        .join(articles, articles.c.id == citations.c.article)
        .where(articles.c.current)
    )


def edges(
    engine: Engine,
    editions: Collection[str] | None,
    since: datetime | None,
    until: datetime | None,
    brand: Callable[[str], str],
    size: int = 500,
) -> Iterator[dict[str, Any]]:
    """Every citation in an article of these outlets (None: of all), the newest article first, in
    the shape of the export. `brand` gives the brand of an outlet's id; an edge that begins at
    another brand than the article's is a link of a chain.
    """
    wanted = (
        select(
            articles.c.id,
            articles.c.outlet,
            articles.c.listed,
            articles.c.canonical_url,
            citations.c.origin,
            citations.c.target,
            citations.c.is_outlet,
            citations.c.layer,
            citations.c.start,
            citations.c.end,
        )
        .join(articles, articles.c.id == citations.c.article)
        .where(*_printed_by(editions, since, until))
        .order_by(articles.c.listed.desc(), articles.c.id.desc(), citations.c.start)
    )
    with reading(engine) as connection:
        for row in connection.execution_options(yield_per=size).execute(wanted):
            yield {
                "from": row.origin,
                "to": row.target,
                "to_outlet": row.is_outlet,
                "layer": row.layer,
                "chain": row.origin != brand(row.outlet),
                "article": row.id,
                "outlet": row.outlet,
                "listed": row.listed,
                "url": row.canonical_url,
                "start": row.start,
                "end": row.end,
            }


def count_edges(
    engine: Engine,
    editions: Collection[str] | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> int:
    """How many rows `edges` has; it counts no further than the limit."""
    its = (
        select(citations.c.article)
        .join(articles, articles.c.id == citations.c.article)
        .where(*_printed_by(editions, since, until))
        .limit(limit)
        .subquery()
    )
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(its)).scalar_one())


def _printed_by(
    editions: Collection[str] | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [articles.c.current]
    if editions is not None:
        conditions.append(articles.c.outlet.in_(editions))
    if since is not None:
        conditions.append(articles.c.listed >= since)
    if until is not None:
        conditions.append(articles.c.listed < until)
    return conditions
