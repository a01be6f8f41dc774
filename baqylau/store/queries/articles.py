"""What people look at: lists of articles and one article with its history, read out of the rows in
the order a newsroom reads.

Comes in: an engine and what somebody asked for. Goes out: frozen lines, newest first, paged by the
key of the last line seen.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, exists, func, or_, select

from baqylau.store import editions
from baqylau.store.connect import reading
from baqylau.store.editions import Edition
from baqylau.store.tables import articles, facts, outlets, pages

_LEAD = 400  # code points of the text a list shows at most; three lines of a wide screen


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a list ends: the next one starts after it. `fact` only in lists of facts."""

    when: datetime
    article: int
    fact: int = 0


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """What a list is narrowed to; None: not narrowed. `since` and `until` are aware and half-open,
    `who` is part of a name.
    """

    outlet: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    who: str | None = None
    reprints: bool = True
    ids: tuple[int, ...] | None = None


EVERYTHING = ArticleFilter()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list. `when` orders it: the time printed, or the time fetched where none (or
    a later one) was printed.
    """

    id: int
    title: str | None
    outlet_id: str
    outlet: str
    sample: bool
    language: str | None
    when: datetime
    printed: bool
    precision: str | None
    lead: str
    quotes: int
    facts: int
    reprint_of: int | None
    revision: int
    removed: datetime | None
    url: str

    @property
    def key(self) -> Cursor:
        return Cursor(self.when, self.id)


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """Another print of the same text, or another revision of the same article."""

    id: int
    title: str | None
    outlet: str
    when: datetime
    revision: int
    current: bool


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """One article whole, with the fetch it came from. `source` is the article it repeats;
    `reprints` repeat it; `editions` are in other scripts.
    """

    line: ArticleRow
    text: str
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    canonical_url: str
    modified: datetime | None
    stored: datetime
    current: bool
    cleaner: str
    page: int
    fetched: datetime
    status: int
    content_hash: str
    size: int
    origin: str
    source: RelatedArticle | None
    reprints: tuple[RelatedArticle, ...]
    revisions: tuple[RelatedArticle, ...]
    editions: tuple[Edition, ...]


moment = articles.c.listed
"""What lists are ordered by."""


def latest(
    engine: Engine, asked: ArticleFilter, limit: int, after: Cursor | None = None
) -> list[ArticleRow]:
    """At most `limit` current articles, the newest first, after the key."""
    wanted = (
        _lines().where(*narrowed(asked)).order_by(moment.desc(), articles.c.id.desc()).limit(limit)
    )
    if after is not None:
        wanted = wanted.where(
            moment <= after.when, or_(moment < after.when, articles.c.id < after.article)
        )
    with reading(engine) as connection:
        return [_line(row) for row in connection.execute(wanted)]


def count_newer(engine: Engine, asked: ArticleFilter, than: Cursor) -> int:
    """How many current articles stand before the key: what a list opened a while ago does not show
    yet.
    """
    newer = and_(moment >= than.when, or_(moment > than.when, articles.c.id > than.article))
    with reading(engine) as connection:
        return int(
            connection.execute(
                select(func.count()).select_from(articles).where(*narrowed(asked), newer)
            ).scalar_one()
        )


def rows_of(engine: Engine, ids: Collection[int]) -> dict[int, ArticleRow]:
    """The lines of these articles by id, wherever they stand."""
    with reading(engine) as connection:
        return {
            row.id: _line(row) for row in connection.execute(_lines().where(articles.c.id.in_(ids)))
        }


def detail(engine: Engine, article_id: int) -> ArticleDetail | None:
    """One article, or None where there is none of this id."""
    names = (
        "text",
        "authors",
        "section",
        "tags",
        "canonical_url",
        "canonical_hash",
        "modified",
        "stored",
        "current",
        "cleaner",
        "page",
        "script",
        "editions",
        "listed",
    )
    more = [articles.c[x] for x in names]
    fetch = (pages.c.fetched, pages.c.status, pages.c.content_hash, pages.c.size, pages.c.origin)
    wanted = (
        _lines()
        .add_columns(*more, *fetch)
        .join(pages, pages.c.id == articles.c.page)
        .where(articles.c.id == article_id)
    )
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        same_address = and_(
            articles.c.canonical_hash == row.canonical_hash, articles.c.outlet == row.outlet_id
        )
        origin = row.reprint_of or row.id
        prints = [
            _sibling(x)
            for x in connection.execute(
                _siblings(or_(articles.c.id == origin, articles.c.reprint_of == origin))
            )
        ]
        revisions = [_sibling(x) for x in connection.execute(_siblings(same_address))]
        other_scripts = editions.of(connection, row)
    return ArticleDetail(
        line=_line(row),
        **{
            x: getattr(row, x)
            for x in (
                "text",
                "section",
                "canonical_url",
                "modified",
                "stored",
                "current",
                "cleaner",
                "page",
            )
        },
        **{x: getattr(row, x) for x in ("fetched", "status", "content_hash", "size", "origin")},
        authors=tuple(row.authors),
        tags=tuple(row.tags),
        source=next((x for x in prints if x.id == row.reprint_of), None),
        reprints=tuple(x for x in prints if x.id not in (row.id, row.reprint_of)),
        revisions=tuple(x for x in revisions if x.id != row.id),
        editions=other_scripts,
    )


def article_of(engine: Engine, page_id: int) -> int | None:
    """The id of the article read from a page."""
    with reading(engine) as connection:
        return connection.execute(
            select(articles.c.id).where(articles.c.page == page_id)
        ).scalar_one_or_none()


def languages(engine: Engine) -> list[str]:
    """The languages articles are in, the commonest first."""
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


def narrowed(asked: ArticleFilter) -> list[ColumnElement[bool]]:
    """The conditions on articles; only current revisions are ever listed."""
    given: list[ColumnElement[bool]] = [articles.c.current]
    if asked.outlet is not None:
        given.append(articles.c.outlet == asked.outlet)
    if asked.language is not None:
        given.append(articles.c.language == asked.language)
    if asked.since is not None:
        given.append(moment >= asked.since)
    if asked.until is not None:
        given.append(moment < asked.until)
    if not asked.reprints:
        given.append(articles.c.reprint_of.is_(None))
    if asked.ids is not None:
        given.append(articles.c.id.in_(asked.ids))
    return given


def _lines() -> Select[Any]:
    theirs = facts.c.article == articles.c.id
    names = (
        "id",
        "title",
        "language",
        "published",
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
        moment.label("when_"),
        func.substr(articles.c.text, 1, _LEAD).label("lead"),
        select(func.count())
        .where(theirs, facts.c.type == "quote")
        .scalar_subquery()
        .label("quotes"),
        select(func.count()).where(theirs).scalar_subquery().label("facts"),
    ).join(outlets, outlets.c.id == articles.c.outlet)


def _line(row: Row[Any]) -> ArticleRow:
    same = (
        "id",
        "title",
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
        when=row.when_,
        printed=row.when_ == row.published,
        precision=row.published_precision,
        lead=row.lead.replace("\n", " "),
    )


def _siblings(condition: ColumnElement[bool]) -> Select[Any]:
    shown = (
        articles.c.id,
        articles.c.title,
        outlets.c.name.label("outlet"),
        moment.label("when_"),
        articles.c.revision,
        articles.c.current,
    )
    return (
        select(*shown)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .where(condition)
        .order_by(moment, articles.c.id)
    )


def _sibling(row: Row[Any]) -> RelatedArticle:
    return RelatedArticle(row.id, row.title, row.outlet, row.when_, row.revision, row.current)
