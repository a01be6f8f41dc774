"""Articles to show: lists of them, newest first, and one article with its history.

Comes in: an engine and a filter, or an article's id. Goes out: rows of a list, as many as one page
of it shows (the next page starts after the cursor of the last row), or all about one article.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
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
from baqylau.store import editions
from baqylau.store.connect import reading
from baqylau.store.editions import Edition
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.filter import Filter, conditions, is_shown
from baqylau.store.tables import (
    annotated_articles,
    articles,
    facts,
    outlets,
    pages,
    reprints,
    story_articles,
)

_LEAD = 400  # code points of the text that a list shows at most: three lines of a wide screen
_DETAILS = (
    "text",
    "section",
    "canonical_url",
    "modified",
    "stored",
    "current",
    "cleaner",
    "page",
)
_FOR_LOOKUP = ("authors", "tags", "canonical_hash", "script", "editions", "listed")
_FETCH = ("fetched", "status", "content_hash", "size", "origin")


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


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """Another article with the same text or a part of it, or another revision of the same article;
    `fetched` is when this text was fetched first. `when`, `own` and `precision` are as in
    `ArticleRow`. Of a text that repeats another, `kind` says how, `kept` what share of its words
    stands in the other one, and `reason` why the other one came first (see the table `reprints`).
    """

    id: int
    title: str | None
    outlet: str
    when: datetime
    own: datetime | None
    precision: str | None
    fetched: datetime
    revision: int
    current: bool
    kind: str | None = None
    kept: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """All about one article, with the fetch it came from. `source` is the earliest article whose
    text it repeats; `repeats` says what is known of that, and of the article it was made from
    where it is another (also of a translation, a quote, an update); `reprints` repeat the same
    text; `editions` are the same text in other scripts; `story` is the id of its story.
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
    repeats: RelatedArticle | None
    story: int | None
    reprints: tuple[RelatedArticle, ...]
    revisions: tuple[RelatedArticle, ...]
    editions: tuple[Edition, ...]


def latest(
    engine: Engine, filter_by: Filter, limit: int, after: Cursor | None = None
) -> list[ArticleRow]:
    """At most `limit` current articles, the newest first, after the cursor."""
    wanted = (
        _article_rows()
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
        return [_article_row(row) for row in connection.execute(wanted)]


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
            row.id: _article_row(row)
            for row in connection.execute(_article_rows().where(articles.c.id.in_(ids)))
        }


def detail(engine: Engine, article_id: int) -> ArticleDetail | None:
    """One article, or None where there is none of this id."""
    wanted = (
        _article_rows()
        .add_columns(*(articles.c[x] for x in (*_DETAILS, *_FOR_LOOKUP)))
        .add_columns(*(pages.c[x] for x in _FETCH))
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
        same_text = or_(articles.c.id == origin, articles.c.reprint_of == origin)
        prints = [_related_article(x) for x in connection.execute(_related(same_text))]
        revisions = [_related_article(x) for x in connection.execute(_related(same_address))]
        repeats = _repeats(connection, article_id)
        story = connection.execute(
            select(story_articles.c.story).where(story_articles.c.article == article_id)
        ).scalar_one_or_none()
        other_scripts = editions.of(connection, row)
    return ArticleDetail(
        line=_article_row(row),
        **{x: getattr(row, x) for x in (*_DETAILS, *_FETCH)},
        authors=tuple(row.authors),
        tags=tuple(row.tags),
        source=next((x for x in prints if x.id == row.reprint_of), None),
        repeats=repeats,
        story=story,
        reprints=tuple(x for x in prints if x.id not in (row.id, row.reprint_of)),
        revisions=tuple(x for x in revisions if x.id != row.id),
        editions=other_scripts,
    )


def _repeats(connection: Connection, article_id: int) -> RelatedArticle | None:
    """The article that this one was made from, with how it repeats it."""
    link = connection.execute(
        select(reprints).where(reprints.c.article == article_id)
    ).one_or_none()
    if link is None:
        return None
    source = connection.execute(_related(articles.c.id == link.source)).one()
    return replace(_related_article(source), kind=link.kind, kept=link.kept, reason=link.reason)


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


def _article_rows() -> Select[Any]:
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


def _article_row(row: Row[Any]) -> ArticleRow:
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


def _related(condition: ColumnElement[bool]) -> Select[Any]:
    shown = (
        articles.c.id,
        articles.c.title,
        outlets.c.name.label("outlet"),
        articles.c.listed.label("when_"),
        articles.c.published,
        articles.c.published_printed,
        articles.c.published_precision,
        articles.c.revision,
        articles.c.current,
        pages.c.fetched,
        reprints.c.kind,
        reprints.c.kept,
        reprints.c.reason,
        corrections_of_article(),
    )
    return (
        select(*shown)
        .outerjoin(reprints, reprints.c.article == articles.c.id)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .join(pages, pages.c.id == articles.c.page)
        .where(condition)
        .order_by(articles.c.listed, articles.c.id)
    )


def _related_article(row: Row[Any]) -> RelatedArticle:
    own = own_time(row.when_, row.published, row.published_printed)
    shown = corrected_record({"title": row.title}, row.article_corrected)
    return RelatedArticle(
        row.id,
        shown["title"],
        row.outlet,
        row.when_,
        own,
        row.published_precision if own else None,
        row.fetched,
        row.revision,
        row.current,
        row.kind,
        row.kept,
        row.reason,
    )
