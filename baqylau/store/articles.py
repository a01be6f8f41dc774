"""Articles as rows.

Comes in: what cleaning read from a page. Goes out: the article's row, with the revisions of the
article in order. Everything is written inside the transaction
of the job that did the work. Times are time-zone aware.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, insert, or_, select, union, update

from baqylau.errors import SetAside
from baqylau.model.article import Article, Kind
from baqylau.store import (
    article_changes,
    article_moves,
    entity_tidying,
    lineages,
    overlays,
    stories,
    tombstones,
)
from baqylau.store import matches as watch_matches
from baqylau.store.article_rows import article_of, as_stored, row_of
from baqylau.store.columns import key_of
from baqylau.store.connect import at_once, writing
from baqylau.store.dialect import search_index
from baqylau.store.pages import ARTICLE, NOT_ARTICLE, UNCHANGED, StoredPage
from baqylau.store.tables import articles, citations, entity_links, facts, mentions, pages
from baqylau.stories.likeness import is_one_article, is_revision
from baqylau.stories.reprints import normalise

_MAX_COMPARED = 3
"""Articles under one canonical address that a new one is compared with."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it is in its row; `trace` is its page's, `listed` orders lists, `text_hash` is
    the hash of the words of the text.
    """

    id: int
    outlet_id: str
    page_id: int
    trace: str
    listed: datetime
    text_hash: bytes
    article: Article


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of a page: its outcome, the reason, and the article where there is one to extract
    facts from.

    `other`: the page in which the same article was read. `fresh`: no article was stored for this
    page before. `same`: text, title, language and time are equal to those that the stored facts
    were extracted from.
    """

    outcome: str
    reason: str | None
    stored: StoredArticle | None = None
    fresh: bool = False
    same: bool = False
    other: int | None = None


def write(
    connection: Connection, page: StoredPage, article: Article, moment: datetime
) -> WriteResult:
    """Writes the article of a page in place of what was read from the page before. Facts extracted
    from another text are deleted with it.
    """
    if article.kind is not Kind.ARTICLE:
        _delete_article(connection, page.id, moment)
        return WriteResult(NOT_ARTICLE, f"{article.kind}: {article.reason or 'no reason given'}")
    article = as_stored(article, page.outlet_id)
    row = row_of(page, article, moment)
    if tombstones.contains(connection, row["canonical_hash"]):
        _delete_article(connection, page.id, moment)
        return WriteResult(NOT_ARTICLE, tombstones.REASON)
    related = _related(connection, row)
    if article_moves.follow(connection, related, row):
        related = _related(connection, row)
    if _is_shared_address(connection, related, row):
        article = replace(article, canonical_url=article.url)
        row = row_of(page, article, moment)
        related = _related(connection, row)
    article_moves.keep_lineage(connection, related, row)
    other = next((x.page for x in related if _is_same_article(connection, x, row)), None)
    if other is not None:
        _delete_article(connection, page.id, moment)
        return WriteResult(UNCHANGED, f"same article as page {other}", other=other)
    fresh = all(x.page != page.id for x in related)
    article_id, same = (
        (int(connection.execute(_INSERT, row).scalar_one()), False)
        if fresh
        else _replace(connection, row)
    )
    article_changes.record(connection, article_changes.STORED, article_id)
    for address in {row["canonical_hash"], *(bytes(x.canonical_hash) for x in related)}:
        if related:
            _put_in_order(connection, page.outlet_id, address)
    lineage = lineages.of(connection, page.outlet_id, row["canonical_hash"])
    listed = overlays.follow_article(connection, article_id, lineage, row["listed"])
    stored = StoredArticle(
        article_id, page.outlet_id, page.id, page.trace, listed, row["text_hash"], article
    )
    return WriteResult(ARTICLE, None, stored, fresh, same)


def load(engine: Engine, article_id: int) -> StoredArticle:
    """An article by its id. Raises `SetAside` where there is none, or none any more."""
    with at_once(engine) as connection:
        row = connection.execute(_SELECT, {"the_article": article_id}).one_or_none()
    if row is None:
        raise SetAside(
            f"article {article_id} is not in the database: its page was read anew, or there was"
            " never one; `baqylau export articles` lists ids"
        )
    return StoredArticle(
        row.id, row.outlet, row.page, row.trace, row.listed, bytes(row.text_hash), article_of(row)
    )


def mark_removed(
    engine: Engine, outlet_id: str, url: str, when: datetime, address_id: int | None = None
) -> int:
    """Marks the articles of a page that the outlet removed (it answered 404 or 410 for long
    enough); returns how many they are.

    With `address_id` also pages are found whose address used to redirect, so that their own `url`
    is another one.
    """
    same = pages.c.url_hash == key_of(url)
    if address_id is not None:
        same = same | (pages.c.address == address_id)
    theirs = (articles.c.outlet == outlet_id) & (
        articles.c.page.in_(select(pages.c.id).where(same))
    )
    with writing(engine) as connection:
        marked = update(articles).where(theirs, articles.c.removed.is_(None)).values(removed=when)
        ids = list(connection.execute(marked.returning(articles.c.id)).scalars())
        article_changes.record(connection, article_changes.REMOVED, *ids)
        watch_matches.tell_removed(connection, ids, when)
        return len(ids)


def _delete_article(connection: Connection, page_id: int, moment: datetime) -> None:
    row = connection.execute(
        select(articles.c.id, articles.c.outlet, articles.c.canonical_hash).where(
            articles.c.page == page_id
        )
    ).one_or_none()
    if row is None:
        return
    repeating = stories.remove(connection, [row.id])
    named = entity_tidying.linked_from(connection, [row.id])
    overlays.drop(connection, [row.id])
    for table in (facts, mentions, entity_links, citations):
        connection.execute(delete(table).where(table.c.article == row.id))
    entity_tidying.tidy(connection, named)
    watch_matches.drop_article(connection, row.id, moment)
    search_index.remove(connection, row.id)
    connection.execute(delete(articles).where(articles.c.id == row.id))
    article_changes.record(connection, article_changes.DELETED, row.id)
    _put_in_order(connection, row.outlet, row.canonical_hash)
    stories.place_again(connection, repeating)


def _related(connection: Connection, row: dict[str, Any]) -> Sequence[Any]:
    """The article of the same page, those known by the same canonical address, and those read from
    this page's address before.
    """
    return connection.execute(
        _RELATED,
        {
            "the_page": row["page"],
            "the_outlet": row["outlet"],
            "the_hash": row["canonical_hash"],
        },
    ).all()


def _is_shared_address(connection: Connection, related: Sequence[Any], row: dict[str, Any]) -> bool:
    """Whether the outlet declares one canonical address for several articles: this page has an
    address of its own, and the articles known by the declared one have other titles and texts.
    """
    if row["canonical_url"] == row["url"]:
        return False
    others = [
        x
        for x in related
        if x.page != row["page"]
        and bytes(x.canonical_hash) == row["canonical_hash"]
        and x.url != row["url"]
    ]
    return bool(others) and not any(
        is_one_article(row["title"], row["text"], x.title, _text_of(connection, x.id))
        for x in others[-_MAX_COMPARED:]
    )


def _text_of(connection: Connection, article_id: int) -> str:
    wanted = select(articles.c.text).where(articles.c.id == article_id)
    return str(connection.execute(wanted).scalar_one())


def _is_same_article(connection: Connection, other: Any, row: dict[str, Any]) -> bool:
    """Whether another page has the same article with the same words. An address may change its
    counters without changing its news.
    """
    if (
        other.page == row["page"]
        or not other.current
        or bytes(other.canonical_hash) != row["canonical_hash"]
        or normalise(other.title or "") != normalise(row["title"] or "")
    ):
        return False
    return bytes(other.text_hash) == row["text_hash"] or not is_revision(
        row["title"], row["text"], other.title, _text_of(connection, other.id)
    )


_READ_BY_FACTS = ("text", "title", "language", "published_printed")


def _replace(connection: Connection, row: dict[str, Any]) -> tuple[int, bool]:
    """The id of the page's article, and whether what its facts were extracted from is equal to what
    it was; if not, the facts are deleted.
    """
    wanted = select(articles.c.id, *(articles.c[x] for x in _READ_BY_FACTS)).where(
        articles.c.page == row["page"]
    )
    known = connection.execute(wanted).one()
    same = all(getattr(known, x) == row[x] for x in _READ_BY_FACTS)
    if not same:
        for table in (facts, mentions):
            connection.execute(delete(table).where(table.c.article == known.id))
    connection.execute(update(articles).where(articles.c.id == known.id).values(**row))
    return int(known.id), same


def _put_in_order(connection: Connection, outlet_id: str, canonical_hash: bytes) -> None:
    """Numbers the revisions by the time their pages were fetched, in whatever order they were
    cleaned; the last one is the current one.
    """
    found = connection.execute(
        _REVISIONS, {"the_outlet": outlet_id, "the_hash": canonical_hash}
    ).all()
    for number, row in enumerate(found, 1):
        if (row.revision, row.current) != (number, number == len(found)):
            connection.execute(
                _NUMBER,
                {"the_article": row.id, "the_number": number, "is_last": number == len(found)},
            )
            article_changes.record(connection, article_changes.REVISED, row.id)


# The statements of every article, put together once: building them anew cost more than running
# them.

_INSERT = insert(articles).returning(articles.c.id)
_SELECT = (
    select(articles, pages.c.trace)
    .join(pages, pages.c.id == articles.c.page)
    .where(articles.c.id == bindparam("the_article"))
)
_OF_ADDRESS = (articles.c.outlet == bindparam("the_outlet")) & (
    articles.c.canonical_hash == bindparam("the_hash")
)
_OF_PAGE = articles.c.page == bindparam("the_page")
_ITS_ADDRESS = select(pages.c.address).where(pages.c.id == bindparam("the_page")).scalar_subquery()
# whether it is current is asked outside: here SQLite would read all current articles by it
_READ_FROM_ADDRESS = select(articles.c.id).where(
    articles.c.page.in_(select(pages.c.id).where(pages.c.address == _ITS_ADDRESS))
)
_SHORT = ("id", "outlet", "url", "page", "current", "canonical_url", "canonical_hash", "title")
"""The columns that related articles are compared by; the text is read where it is needed."""
# a union, as each part has an index of its own: with `or` PostgreSQL reads the whole table
_RELATED = (
    select(*(articles.c[x] for x in _SHORT), articles.c.text_hash, pages.c.address)
    .join(pages, pages.c.id == articles.c.page)
    .where(
        articles.c.id.in_(
            union(
                select(articles.c.id).where(_OF_ADDRESS),
                select(articles.c.id).where(_OF_PAGE),
                _READ_FROM_ADDRESS,
            )
        ),
        or_(articles.c.current, _OF_PAGE, _OF_ADDRESS),
    )
    .order_by(articles.c.id)
)
_REVISIONS = (
    select(articles.c.id, articles.c.revision, articles.c.current)
    .join(pages, pages.c.id == articles.c.page)
    .where(_OF_ADDRESS)
    .order_by(pages.c.fetched, pages.c.id)
)
_NUMBER = (
    update(articles)
    .where(articles.c.id == bindparam("the_article"))
    .values(revision=bindparam("the_number"), current=bindparam("is_last"))
)
