"""One article with its history: an engine and an article's id come in, all about the article goes
out: its text, its fetch, and the articles with the same text or of the same address.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, or_, select

from baqylau.corrections.apply import corrected_record
from baqylau.store import editions
from baqylau.store.connect import reading
from baqylau.store.editions import Edition
from baqylau.store.queries.articles import (
    ArticleRow,
    article_row,
    article_rows,
    corrections_of_article,
    own_time,
)
from baqylau.store.tables import articles, outlets, pages, reprints, story_articles

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


def detail(engine: Engine, article_id: int) -> ArticleDetail | None:
    """One article, or None where there is none of this id."""
    wanted = (
        article_rows()
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
        line=article_row(row),
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
