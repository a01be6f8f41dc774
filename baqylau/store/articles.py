"""Articles as rows: what cleaning read of a page is written here, revisions are put in order, reprints are linked.

Written inside the transaction of the job that did the work. Times are aware; `published_printed` keeps the outlet's own offset.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from baqylau.errors import SetAside
from baqylau.model.article import Article, Kind, Precision
from baqylau.model.span import Span
from baqylau.store import forgotten, search
from baqylau.store.connect import reading, writing
from baqylau.store.pages import ARTICLE, NOT_ARTICLE, UNCHANGED
from baqylau.store.tables import articles, facts, mentions, pages
from baqylau.store.texts import key_of, storable
from baqylau.stories.reprints import can_be_reprint, fingerprint


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a page: its outcome, why, and the article's id where there is one to read facts from.

    `same` says that text, title, language and time are those that its facts were read from before.
    """

    outcome: str
    reason: str | None
    article_id: int | None
    same: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """An article out of its row; `trace` is its page's."""

    id: int
    outlet_id: str
    page_id: int
    trace: str
    article: Article


def write(connection: Connection, page_id: int, outlet_id: str, article: Article, moment: datetime) -> Written:
    """The article of a page, replacing what was read of the page before; facts read from an older text go with it."""
    if article.kind is not Kind.ARTICLE:
        _forget(connection, page_id)
        return Written(NOT_ARTICLE, f"{article.kind}: {article.reason or 'no reason given'}", None)
    fetched = connection.execute(select(pages.c.fetched).where(pages.c.id == page_id)).scalar_one()
    row = _row(page_id, outlet_id, article, moment) | {"listed": _listed(article.published, fetched)}
    if forgotten.holds(connection, row["canonical_hash"]):
        _forget(connection, page_id)
        return Written(NOT_ARTICLE, forgotten.REASON, None)
    twin = _same_elsewhere(connection, row)
    if twin is not None:
        _forget(connection, page_id)
        return Written(UNCHANGED, f"same article as page {twin}", None)
    article_id, same = _replace(connection, row)
    _put_in_order(connection, outlet_id, row["canonical_hash"])
    return Written(ARTICLE, None, article_id, same)


def load(engine: Engine, article_id: int) -> Stored:
    """An article by its id. Raises `SetAside` where it is gone."""
    wanted = select(articles, pages.c.trace).join(pages, pages.c.id == articles.c.page).where(articles.c.id == article_id)
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        raise SetAside(f"article {article_id} is not in the database any more; its page was read anew")
    return Stored(row.id, row.outlet, row.page, row.trace, _article(row))


def link_reprint(connection: Connection, article_id: int) -> int | None:
    """Links every article of this text to the earliest known one (by time printed, else fetched).

    Answers this one's source, None where it is the source itself or its text stands alone.
    """
    row = connection.execute(select(articles.c.text, articles.c.text_hash).where(articles.c.id == article_id)).one()
    if not can_be_reprint(row.text):
        return None
    same = select(articles.c.id, articles.c.outlet).where(articles.c.text_hash == row.text_hash, articles.c.current)
    found = connection.execute(same.order_by(articles.c.listed, articles.c.stored, articles.c.id)).all()
    source = next((x for x in found), None)
    if source is None:
        return None
    others = [x.id for x in found if x.outlet != source.outlet]
    connection.execute(update(articles).where(articles.c.text_hash == row.text_hash).values(reprint_of=None))
    if others:
        connection.execute(update(articles).where(articles.c.id.in_(others)).values(reprint_of=source.id))
    return int(source.id) if article_id in others else None


def mark_removed(engine: Engine, outlet_id: str, url: str, when: datetime, address_id: int | None = None) -> int:
    """The outlet took the page down (404 or 410 that held). How many articles that is.

    `address_id` also finds pages whose address used to redirect, so that their own `url` is another.
    """
    same = pages.c.url_hash == key_of(url)
    if address_id is not None:
        same = same | (pages.c.address == address_id)
    theirs = (articles.c.outlet == outlet_id) & (articles.c.page.in_(select(pages.c.id).where(same)))
    with writing(engine) as connection:
        return connection.execute(update(articles).where(theirs, articles.c.removed.is_(None)).values(removed=when)).rowcount


def _forget(connection: Connection, page_id: int) -> None:
    row = connection.execute(select(articles.c.id, articles.c.outlet, articles.c.canonical_hash).where(articles.c.page == page_id)).one_or_none()
    if row is None:
        return
    for table in (facts, mentions):
        connection.execute(delete(table).where(table.c.article == row.id))
    search.remove(connection, row.id)
    connection.execute(update(articles).where(articles.c.reprint_of == row.id).values(reprint_of=None))
    connection.execute(delete(articles).where(articles.c.id == row.id))
    _put_in_order(connection, row.outlet, row.canonical_hash)


def _same_elsewhere(connection: Connection, row: dict[str, Any]) -> int | None:
    """A page of the same article that says the same: an address may change its counters without changing its news."""
    same = select(articles.c.page).where(
        articles.c.outlet == row["outlet"],
        articles.c.canonical_hash == row["canonical_hash"],
        articles.c.text_hash == row["text_hash"],  # of the words: marks and spaces make no revision
        articles.c.title.is_not_distinct_from(row["title"]),
        articles.c.page != row["page"],
        articles.c.current,
    )
    return connection.execute(same.limit(1)).scalar_one_or_none()


_READ_BY_FACTS = ("text", "title", "language", "published_printed")


def _replace(connection: Connection, row: dict[str, Any]) -> tuple[int, bool]:
    """The article's id, and whether what its facts were read from is the same as before; if not, they go."""
    wanted = select(articles.c.id, *(articles.c[x] for x in _READ_BY_FACTS)).where(articles.c.page == row["page"])
    known = connection.execute(wanted).one_or_none()
    if known is None:
        return int(connection.execute(insert(articles).values(**row, revision=1, current=True).returning(articles.c.id)).scalar_one()), False
    same = all(getattr(known, x) == row[x] for x in _READ_BY_FACTS)
    if not same:
        for table in (facts, mentions):
            connection.execute(delete(table).where(table.c.article == known.id))
    connection.execute(update(articles).where(articles.c.id == known.id).values(**row))
    return int(known.id), same


def _put_in_order(connection: Connection, outlet_id: str, canonical_hash: bytes) -> None:
    """Revisions by the time their pages were fetched, whatever order they were cleaned in; the last one is current."""
    same = select(articles.c.id).join(pages, pages.c.id == articles.c.page)
    same = same.where(articles.c.outlet == outlet_id, articles.c.canonical_hash == canonical_hash)
    ids = connection.execute(same.order_by(pages.c.fetched, pages.c.id)).scalars().all()
    for number, article_id in enumerate(ids, 1):
        connection.execute(update(articles).where(articles.c.id == article_id).values(revision=number, current=number == len(ids)))


def _row(page_id: int, outlet_id: str, article: Article, moment: datetime) -> dict[str, Any]:
    return {
        "page": page_id,
        "outlet": outlet_id,
        "url": storable(article.url),
        "canonical_url": storable(article.canonical_url),
        "canonical_hash": key_of(article.canonical_url),
        "kind": article.kind,
        "reason": storable(article.reason),
        "title": storable(article.title),
        "text": storable(article.text),
        "text_hash": fingerprint(article.text),
        "authors": [storable(x) for x in article.authors],
        "published": article.published,
        "published_printed": article.published.isoformat() if article.published else None,
        "published_precision": article.published_precision,
        "modified": article.modified,
        "section": storable(article.section),
        "tags": [storable(x) for x in article.tags],
        "language": article.language,
        "image": storable(article.image),
        "tiebacks": [[x.start, x.end] for x in article.tiebacks],
        "script": article.script,
        "paragraph_languages": list(article.paragraph_languages),
        "readings": [[storable(a), storable(b)] for a, b in article.readings],
        "layout": article.layout,
        "cleaner": article.cleaner,
        "stored": moment,
    }


def _listed(printed: datetime | None, fetched: datetime) -> datetime:
    """A date in the future is a misprint: such an article must not stay on top for ever. Reading a page anew moves nothing."""
    return fetched if printed is None or printed > fetched else printed


def _article(row: Any) -> Article:
    return Article(
        url=row.url,
        canonical_url=row.canonical_url,
        kind=Kind(row.kind),
        reason=row.reason,
        outlet=row.outlet,
        title=row.title,
        text=row.text,
        authors=tuple(row.authors),
        published=datetime.fromisoformat(row.published_printed) if row.published_printed else None,
        published_precision=Precision(row.published_precision) if row.published_precision else None,
        modified=row.modified,
        section=row.section,
        tags=tuple(row.tags),
        language=row.language,
        image=row.image,
        tiebacks=tuple(Span(a, b) for a, b in row.tiebacks),
        script=row.script,
        paragraph_languages=tuple(row.paragraph_languages),
        readings=tuple((a, b) for a, b in row.readings),
        cleaner=row.cleaner,
        layout=row.layout,
    )
