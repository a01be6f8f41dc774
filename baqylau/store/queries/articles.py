"""Articles to show in lists, the newest first.

Comes in: an engine and a filter. Goes out: rows of a list, as many as one page of it shows; the
next page starts after the cursor of the last row.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Row,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)

from baqylau.corrections.apply import corrected_record
from baqylau.corrections.fields import ARTICLE
from baqylau.model.article import Precision
from baqylau.store.connect import reading
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.filter import Filter, conditions, is_shown
from baqylau.store.tables import (
    annotated_articles,
    articles,
    facts,
    outlets,
)

_LEAD = 400  # code points of the text that a list shows at most: three lines of a wide screen


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place where one page of a list ends and the next one starts; `fact` only in lists of
    facts.
    """

    when: datetime
    article: int
    fact: int = 0


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list. The list is ordered by `when`, in UTC: the time that the outlet
    printed, or the time of the fetch where it printed none or a later one. `own` is `when` in the
    zone of the outlet, where it printed the time. `corrected` says what of it somebody corrected:
    by field what was read, who corrected it and when.
    """

    id: int
    title: str | None
    outlet_id: str
    outlet: str
    sample: bool
    language: str | None
    when: datetime
    own: datetime | None
    precision: str | None
    lead: str
    quotes: int
    facts: int
    reprint_of: int | None
    revision: int
    removed: datetime | None
    url: str
    corrected: dict[str, Any]

    @property
    def key(self) -> Cursor:
        return Cursor(self.when, self.id)

    @property
    def printed(self) -> bool:
        """Whether `when` is a time that the outlet printed."""
        return self.own is not None


def latest(
    engine: Engine, filter_by: Filter, limit: int, after: Cursor | None = None
) -> list[ArticleRow]:
    """At most `limit` current articles, the newest first, after the cursor."""
    wanted = (
        article_rows()
        .where(*conditions(_resolved(engine, filter_by)))
        .order_by(articles.c.listed.desc(), articles.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(
            articles.c.listed <= after.when,
            or_(articles.c.listed < after.when, articles.c.id < after.article),
        )
    with reading(engine) as connection:
        return [article_row(row) for row in connection.execute(wanted)]


def _resolved(engine: Engine, filter_by: Filter) -> Filter:
    if filter_by.who is None:
        return filter_by
    with reading(engine) as connection:
        return entity_queries.resolved(connection, filter_by)


def count_newer(engine: Engine, filter_by: Filter, than: Cursor) -> int:
    """How many current articles are newer than the cursor: those that a list opened a while ago
    does not show yet.
    """
    newer = and_(
        articles.c.listed >= than.when,
        or_(articles.c.listed > than.when, articles.c.id > than.article),
    )
    with reading(engine) as connection:
        return int(
            connection.execute(
                select(func.count())
                .select_from(articles)
                .where(*conditions(entity_queries.resolved(connection, filter_by)), newer)
            ).scalar_one()
        )


def rows_of(engine: Engine, ids: Collection[int]) -> dict[int, ArticleRow]:
    """The rows of these articles by id, whether current or not."""
    with reading(engine) as connection:
        return {
            row.id: article_row(row)
            for row in connection.execute(article_rows().where(articles.c.id.in_(ids)))
        }


def article_of(engine: Engine, page_id: int) -> int | None:
    """The id of the article read from a page."""
    with reading(engine) as connection:
        return connection.execute(
            select(articles.c.id).where(articles.c.page == page_id)
        ).scalar_one_or_none()


def languages(engine: Engine) -> list[str]:
    """The languages that articles are written in, the most frequent first."""
    counted = (
        select(articles.c.language)
        .where(articles.c.language.is_not(None))
        .group_by(articles.c.language)
        .order_by(func.count().desc())
    )
    with reading(engine) as connection:
        return list(connection.execute(counted).scalars())


def read_outlets(engine: Engine) -> list[tuple[str, str]]:
    """(id, name) of every outlet with an article, by name."""
    wanted = (
        select(outlets.c.id, outlets.c.name)
        .where(exists().where(articles.c.outlet == outlets.c.id))
        .order_by(outlets.c.name)
    )
    with reading(engine) as connection:
        return [(row.id, row.name) for row in connection.execute(wanted)]


def article_rows() -> Select[Any]:
    theirs = (facts.c.article == articles.c.id, is_shown())
    names = (
        "id",
        "title",
        "language",
        "published",
        "published_printed",
        "published_precision",
        "url",
        "reprint_of",
        "revision",
        "removed",
    )
    return select(
        *(articles.c[x] for x in names),
        outlets.c.id.label("outlet_id"),
        outlets.c.name.label("outlet"),
        outlets.c.sample,
        articles.c.listed.label("when_"),
        func.substr(articles.c.text, 1, _LEAD).label("lead"),
        select(func.count())
        .where(*theirs, facts.c.type == "quote")
        .scalar_subquery()
        .label("quotes"),
        select(func.count()).where(*theirs).scalar_subquery().label("facts"),
        corrections_of_article(),
    ).join(outlets, outlets.c.id == articles.c.outlet)


def corrections_of_article() -> ColumnElement[Any]:
    """What people corrected of an article: a column of a query over articles."""
    marks = select(annotated_articles.c.corrected)
    own = marks.where(annotated_articles.c.article == articles.c.id)
    return own.correlate(articles).scalar_subquery().label("article_corrected")


def article_row(row: Row[Any]) -> ArticleRow:
    read = {"title": row.title, "published": row.published_printed, "kind": ARTICLE}
    shown = corrected_record(read, row.article_corrected)
    own = own_time(row.when_, row.published, row.published_printed)
    exact = row.published_precision if row.when_ == row.published else None
    if "published" in shown["corrected"]:
        own, exact = datetime.fromisoformat(shown["published"]), Precision.MINUTE
    same = (
        "id",
        "outlet_id",
        "outlet",
        "sample",
        "language",
        "quotes",
        "facts",
        "reprint_of",
        "revision",
        "removed",
        "url",
    )
    return ArticleRow(
        **{x: getattr(row, x) for x in same},
        title=shown["title"],
        corrected=shown["corrected"],
        when=row.when_,
        own=own,
        precision=exact,
        lead=row.lead.replace("\n", " "),
    )


def own_time(listed: datetime, published: datetime | None, printed: str | None) -> datetime | None:
    """The time by which an article is listed, in the zone in which its outlet printed it; None
    where the outlet did not print it.
    """
    if published is None or listed != published:
        return None
    return published.astimezone(datetime.fromisoformat(printed).tzinfo) if printed else published
