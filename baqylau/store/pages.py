"""Fetched pages as rows: a page comes in and is kept with its clean job; its outcome is written
once and counted by outlet and day.

The body goes to the archive before anything else, so a row never points at nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import Connection, Engine, and_, bindparam, func, insert, select, text, update

from baqylau import stages
from baqylau.clock import now
from baqylau.errors import SetAside
from baqylau.model.page import Page
from baqylau.store import bodies, jobs, tombstones
from baqylau.store.columns import key_of, storable
from baqylau.store.connect import at_once, reading, writing
from baqylau.store.tables import pages
from baqylau.store.versions import version_of

ARTICLE, UNCHANGED, NOT_ARTICLE, SET_ASIDE = "article", "unchanged", "not_article", "set_aside"
OUTCOMES = (ARTICLE, UNCHANGED, NOT_ARTICLE, SET_ASIDE)
_HEADERS_KEPT = frozenset(
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
    """What a page needs of the archive."""

    def put(self, body: bytes) -> str: ...
    def get(self, content_hash: str) -> bytes: ...
    def delete(self, content_hash: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class StoredFetch:
    """`fresh` is False where the outlet sent the same body as before; then there is no job. An
    import that was seen before has no new row.

    A page whose address was forgotten on request is not kept: it has no row at all (`page_id`
    None).

    `trace` is the page's name in the logs, from here to its facts.
    """

    page_id: int | None
    job_id: int | None
    fresh: bool
    trace: str | None = None


NOT_KEPT = StoredFetch(None, None, False)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page out of its row, with its body out of the archive; `outcome` is None while it is
    undecided.
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
    """Archive first; then the page's row and its clean job in one transaction.

    The same body as the last one from this address is kept as a row with the outcome `unchanged`
    and no job; for `origin` "import" not even that, so that an import can be repeated.
    """
    if tombstones.among(engine, [page.url, page.requested]):
        return NOT_KEPT
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
) -> StoredFetch:
    """`store` for a body that is in the archive already, inside the caller's transaction (see
    `bodies.hold`, which comes before it).
    """
    _one_at_a_time(connection, page.url)
    before = _seen_before(
        connection, outlet_id, page.url, content_hash, anywhere=origin == "import"
    )
    if before is not None and origin == "import":
        connection.execute(_BODY_IS_BACK, {"the_page": before})
        return StoredFetch(before, None, False)
    row = _row(page, outlet_id, address_id, content_hash, origin, trace or uuid4().hex)
    if before is not None:
        row |= {"outcome": UNCHANGED, "reason": f"same body as page {before}"}
    page_id = int(
        connection.execute(insert(pages).values(**row).returning(pages.c.id)).scalar_one()
    )
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
        row = connection.execute(_ONE, {"the_page": page_id}).one_or_none()
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
    """The id of the last fetch of this address whose body is kept; None where there is none."""
    wanted = select(pages.c.id).where(
        pages.c.url_hash == key_of(url), pages.c.body_removed.is_(None)
    )
    with reading(engine) as connection:
        return connection.execute(
            wanted.order_by(pages.c.fetched.desc(), pages.c.id.desc()).limit(1)
        ).scalar_one_or_none()


def set_outcome(
    connection: Connection, page_id: int, outcome: str, reason: str | None = None
) -> None:
    """The page's one outcome; inside the transaction of the work that found it."""
    connection.execute(
        _DECIDE, {"the_page": page_id, "the_outcome": outcome, "the_reason": storable(reason)}
    )


def outcomes(
    engine: Engine, outlet_id: str | None = None, since: datetime | None = None
) -> dict[tuple[str, date], dict[str, int]]:
    """Pages by (outlet, UTC day fetched) and outcome; pages still undecided are counted as
    "waiting".
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
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        for outlet, printed, outcome, count in connection.execute(wanted):
            found.setdefault((outlet, date.fromisoformat(str(printed))), {})[outcome] = count
    return found


def totals(engine: Engine) -> dict[str, int]:
    """All pages by outcome, every outcome named; "waiting" for pages still undecided. The sum is
    the number of pages fetched.
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
    same = and_(pages.c.outlet == outlet_id, pages.c.url_hash == key_of(url))
    last = select(pages.c.id, pages.c.content_hash).where(same)
    if anywhere:
        last = last.where(pages.c.content_hash == content_hash)
    row = connection.execute(last.order_by(pages.c.id.desc()).limit(1)).one_or_none()
    return int(row.id) if row is not None and row.content_hash == content_hash else None


def _one_at_a_time(connection: Connection, url: str) -> None:
    """On PostgreSQL two keepers of one address wait for each other; SQLite has one writer
    anyway.
    """
    if connection.dialect.name == "postgresql":
        lock = int.from_bytes(key_of(url)[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


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
    """Headers that say something about the page; cookies and the like are nobody's business."""
    return {storable(k): storable(v) for k, v in headers.items() if k.lower() in _HEADERS_KEPT}


_ONE = select(pages).where(pages.c.id == bindparam("the_page"))
_BODY_IS_BACK = (  # a page whose body retention took out was imported again
    update(pages)
    .where(pages.c.id == bindparam("the_page"), pages.c.body_removed.is_not(None))
    .values(body_removed=None)
)
_DECIDE = (
    update(pages)
    .where(pages.c.id == bindparam("the_page"))
    .values(outcome=bindparam("the_outcome"), reason=bindparam("the_reason"))
)
