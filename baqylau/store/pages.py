"""Fetched pages as rows.

Comes in: a page as it was fetched, or an id. Goes out: its row, with the job that will clean it, or
the page with its body from the archive. Every page gets exactly one outcome; outcomes are counted
by outlet and day.

The body is put into the archive before anything else, so a row never refers to a body that is
missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import Connection, Engine, and_, bindparam, func, insert, select, update

from baqylau import stages
from baqylau.clock import now
from baqylau.errors import SetAside
from baqylau.model.page import Page
from baqylau.store import bodies, jobs, tombstones
from baqylau.store.columns import key_of, storable
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.dialect import locks
from baqylau.store.dialect.db_clock import days_in_utc
from baqylau.store.tables import pages
from baqylau.store.versions import version_of

ARTICLE, UNCHANGED, NOT_ARTICLE, SET_ASIDE = "article", "unchanged", "not_article", "set_aside"
OUTCOMES = (ARTICLE, UNCHANGED, NOT_ARTICLE, SET_ASIDE)
_STORED_HEADERS = frozenset(
    {
        "content-type",
        "content-language",
        "date",
        "etag",
        "last-modified",
        "link",
        "location",
        "server",
        "expires",
        "age",
    }
)


class BodyStore(Protocol):
    """The methods of the archive that are used for pages."""

    def put(self, body: bytes) -> str: ...
    def get(self, content_hash: str) -> bytes: ...
    def delete(self, content_hash: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class StoredFetch:
    """What became of a fetched page. `is_new` is False where the outlet sent the same body as
    before; then there is no job. An import that was seen before has no new row.

    A page whose address was erased on request is not stored: it has no row at all (`page_id` None).

    `trace` is the page's name in the logs, from here to its facts.
    """

    page_id: int | None
    job_id: int | None
    is_new: bool
    trace: str | None = None


NOT_STORED = StoredFetch(None, None, False)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page from its row, with its body from the archive; `outcome` is None while the page has
    none yet.
    """

    id: int
    outlet_id: str
    content_hash: str
    trace: str
    page: Page
    outcome: str | None
    reason: str | None


def store(
    engine: Engine,
    page: Page,
    outlet_id: str,
    address_id: int | None,
    archive: BodyStore,
    origin: str = "crawl",
    trace: str | None = None,
) -> StoredFetch:
    """Puts the body into the archive, then writes the page's row and its clean job in one
    transaction.

    If the last page from this address had the same body, the row gets the outcome `unchanged` and
    no job. With `origin` "import" there is not even a row, so that an import can be repeated.
    """
    if tombstones.among(engine, [page.url, page.requested]):
        return NOT_STORED
    since = now()
    content_hash = archive.put(page.body)
    with writing(engine) as connection:
        bodies.protect(connection, archive, {content_hash: page.body}, since)
        return store_row(connection, page, outlet_id, address_id, content_hash, origin, trace)


def store_row(
    connection: Connection,
    page: Page,
    outlet_id: str,
    address_id: int | None,
    content_hash: str,
    origin: str = "crawl",
    trace: str | None = None,
    what: str = "body",
) -> StoredFetch:
    """The same as `store` for a body that is in the archive already, inside the caller's
    transaction, after `bodies.protect`. `what` is the same where the page is unchanged: the body,
    or the words that are read of it.
    """
    # two processes that store the same address wait for each other
    locks.lock(connection, locks.key_from(key_of(page.url)))
    before = _seen_before(
        connection, outlet_id, page.url, content_hash, anywhere=origin == "import"
    )
    if before is not None and origin == "import":
        connection.execute(_MARK_BODY_PRESENT, {"the_page": before})
        return StoredFetch(before, None, False)
    row = _row(page, outlet_id, address_id, content_hash, origin, trace or uuid4().hex)
    if before is not None:
        row |= {"outcome": UNCHANGED, "reason": f"same {what} as page {before}"}
    page_id = int(connection.execute(_INSERT_PAGE, row).scalar_one())
    stage = stages.first()
    job_id = (
        jobs.add(connection, stage, page_id, version_of(stage), now(), first=True)
        if before is None
        else None
    )
    return StoredFetch(page_id, job_id, before is None, row["trace"])


def load(engine: Engine, page_id: int, archive: BodyStore) -> StoredPage:
    """A page with its body. Raises `SetAside` where the row or the body is missing."""
    with at_once(engine) as connection:
        row = connection.execute(_SELECT_PAGE, {"the_page": page_id}).one_or_none()
    if row is None:
        raise SetAside(f"page {page_id} is not in the database; fetch or import it again")
    page = Page(
        row.url,
        archive.get(row.content_hash),
        row.fetched,
        row.content_type,
        row.status,
        row.headers,
        row.requested,
    )
    return StoredPage(
        row.id, row.outlet, row.content_hash, row.trace, page, row.outcome, row.reason
    )


def latest(engine: Engine, url: str) -> int | None:
    """The id of the last fetch of this address whose body is in the archive; None where there is
    none.
    """
    wanted = select(pages.c.id).where(
        pages.c.url_hash == key_of(url), pages.c.body_removed.is_(None)
    )
    with reading(engine) as connection:
        return connection.execute(
            wanted.order_by(pages.c.fetched.desc(), pages.c.id.desc()).limit(1)
        ).scalar_one_or_none()


def last_body(connection: Connection, outlet_id: str, url: str) -> str | None:
    """The hash of the body of the last fetch of this address; None where there is none, or
    retention deleted it.
    """
    same = and_(pages.c.outlet == outlet_id, pages.c.url_hash == key_of(url))
    wanted = select(pages.c.content_hash, pages.c.body_removed).where(same)
    row = connection.execute(wanted.order_by(pages.c.id.desc()).limit(1)).one_or_none()
    return None if row is None or row.body_removed else str(row.content_hash)


def share_body(connection: Connection, page_id: int, other_id: int) -> None:
    """Gives the page the body of another page in which the same article was read, and leaves its
    own to be deleted: a page whose counter changed is not kept again and again.
    """
    wanted = select(pages.c.id, pages.c.content_hash).where(
        pages.c.id.in_((page_id, other_id)), pages.c.body_removed.is_(None)
    )
    hashes = {row.id: row.content_hash for row in connection.execute(wanted)}
    if len(set(hashes.values())) < 2:
        return
    connection.execute(
        update(pages).where(pages.c.id == page_id).values(content_hash=hashes[other_id])
    )
    bodies.schedule_deletion(connection, [hashes[page_id]])


def set_outcome(
    connection: Connection, page_id: int, outcome: str, reason: str | None = None
) -> None:
    """Writes the page's one outcome, inside the transaction of the work that led to it."""
    connection.execute(
        _SET_OUTCOME, {"the_page": page_id, "the_outcome": outcome, "the_reason": storable(reason)}
    )


def outcomes(
    engine: Engine, outlet_id: str | None = None, since: datetime | None = None
) -> dict[tuple[str, date], dict[str, int]]:
    """The number of pages by (outlet, UTC day of the fetch) and outcome; pages without an outcome
    yet are counted as "waiting".
    """
    day = func.date(pages.c.fetched)
    wanted = select(
        pages.c.outlet, day, func.coalesce(pages.c.outcome, "waiting"), func.count()
    ).group_by(pages.c.outlet, day, pages.c.outcome)
    if outlet_id is not None:
        wanted = wanted.where(pages.c.outlet == outlet_id)
    if since is not None:
        wanted = wanted.where(pages.c.fetched >= since)
    found: dict[tuple[str, date], dict[str, int]] = {}
    with reading(engine) as connection:
        days_in_utc(connection)
        for outlet, printed, outcome, count in connection.execute(wanted):
            found.setdefault((outlet, date.fromisoformat(str(printed))), {})[outcome] = count
    return found


def totals(engine: Engine) -> dict[str, int]:
    """The number of all pages by outcome, every outcome named; "waiting" for pages without one yet.
    The sum is the number of pages fetched.
    """
    wanted = select(func.coalesce(pages.c.outcome, "waiting"), func.count()).group_by(
        pages.c.outcome
    )
    with reading(engine) as connection:
        found = {row[0]: row[1] for row in connection.execute(wanted)}
    return {name: found.get(name, 0) for name in (*OUTCOMES, "waiting")}


def _seen_before(
    connection: Connection, outlet_id: str, url: str, content_hash: str, anywhere: bool
) -> int | None:
    given = {"the_outlet": outlet_id, "the_url_hash": key_of(url)}
    if anywhere:
        row = connection.execute(_LAST_SAME, given | {"the_hash": content_hash}).one_or_none()
    else:
        row = connection.execute(_LAST_FETCH, given).one_or_none()
    return int(row.id) if row is not None and row.content_hash == content_hash else None


def _row(
    page: Page, outlet_id: str, address_id: int | None, content_hash: str, origin: str, trace: str
) -> dict[str, Any]:
    return {
        "outlet": outlet_id,
        "address": address_id,
        "url": storable(page.url),
        "url_hash": key_of(page.url),
        "requested": storable(page.requested),
        "fetched": page.fetched,
        "status": page.status,
        "headers": _headers(page.headers),
        "content_type": storable(page.content_type),
        "content_hash": content_hash,
        "size": len(page.body),
        "trace": trace,
        "origin": origin,
    }


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that say something about the page. Cookies and the like are not stored: they may
    be private.
    """
    return {storable(k): storable(v) for k, v in headers.items() if k.lower() in _STORED_HEADERS}


# Statements that are built once: building one took longer than running it.
_INSERT_PAGE = insert(pages).returning(pages.c.id)
_FROM_ADDRESS = select(pages.c.id, pages.c.content_hash).where(
    pages.c.outlet == bindparam("the_outlet"), pages.c.url_hash == bindparam("the_url_hash")
)
_LAST_FETCH = _FROM_ADDRESS.order_by(pages.c.id.desc()).limit(1)
_LAST_SAME = _LAST_FETCH.where(pages.c.content_hash == bindparam("the_hash"))
_SELECT_PAGE = select(pages).where(pages.c.id == bindparam("the_page"))
_MARK_BODY_PRESENT = (  # a page whose body retention took out was imported again
    update(pages)
    .where(pages.c.id == bindparam("the_page"), pages.c.body_removed.is_not(None))
    .values(body_removed=None)
)
_SET_OUTCOME = (
    update(pages)
    .where(pages.c.id == bindparam("the_page"))
    .values(outcome=bindparam("the_outcome"), reason=bindparam("the_reason"))
)
