"""Stores the pages of a crawler, several in one transaction.

Comes in: fetched pages. Goes out: for each page its row, its clean job, and the new state of its
address in the frontier.

A commit costs far more than the rows in it: with a hundred pages in a transaction SQLite stores
five times as many pages in the same time as with one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from baqylau.clock import now
from baqylau.model.link import FetchState
from baqylau.model.page import Page
from baqylau.store import bodies, frontier, pages, tombstones
from baqylau.store.connect import reading, writing
from baqylau.store.pages import BodyStore, StoredFetch


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """One fetched page; `read_hash` is of what is read of its body (None: not known),
    `known_read_hash` that of the body before, whose own hash is `known_hash`. It is fetched again
    at `next_fetch`, or where it read the same at `next_fetch_unchanged` (None: never). With
    `origin` "feed" its body is the feed's own text instead of the page; the state of its address
    has been written already.
    """

    page: Page
    outlet_id: str
    address_id: int
    origin: str = "crawl"
    etag: str | None = None
    last_modified: str | None = None
    next_fetch: datetime | None = None
    next_fetch_unchanged: datetime | None = None
    read_hash: str | None = None
    known_read_hash: str | None = None
    known_hash: str | None = None

    @property
    def reads_the_same(self) -> bool:
        """Whether nothing that is read of the page has changed since the fetch before."""
        return self.read_hash is not None and self.read_hash == self.known_read_hash

    def due_again(self, content_hash: str) -> datetime | None:
        """When it is fetched again; `content_hash` is that of its body."""
        same = self.reads_the_same or content_hash == self.known_hash
        return self.next_fetch_unchanged if same else self.next_fetch


def store_fetched(
    engine: Engine, fetched_pages: Sequence[FetchedPage], archive: BodyStore
) -> list[StoredFetch]:
    """Puts all bodies into the archive, then writes all rows in one transaction; the results are in
    the order of the pages.

    Pages whose address was erased on request are left out.
    """
    unwanted = tombstones.among(
        engine, [url for x in fetched_pages for url in (x.page.url, x.page.requested)]
    )
    since = now()
    kept = _kept_bodies(engine, fetched_pages)
    hashes = [
        None if unwanted & {x.page.url, x.page.requested} else same or archive.put(x.page.body)
        for x, same in zip(fetched_pages, kept, strict=True)
    ]
    bodies_by_hash = {
        x: fetched.page.body
        for x, fetched, same in zip(hashes, fetched_pages, kept, strict=True)
        if x and not same
    }
    with writing(engine) as connection:
        bodies.protect(connection, archive, bodies_by_hash, since)
        stored = []
        for fetched, content_hash, same in zip(fetched_pages, hashes, kept, strict=True):
            if content_hash is None:
                frontier.dismiss(connection, fetched.address_id)
                stored.append(pages.NOT_STORED)
                continue
            stored.append(
                pages.store_row(
                    connection,
                    fetched.page,
                    fetched.outlet_id,
                    fetched.address_id,
                    content_hash,
                    fetched.origin,
                    what="words" if same else "body",
                )
            )
            if fetched.origin == "crawl":
                seen = FetchState(
                    fetched.page.status,
                    fetched.etag,
                    fetched.last_modified,
                    content_hash,
                    fetched.read_hash,
                )
                frontier.record_response(
                    connection,
                    fetched.address_id,
                    seen,
                    fetched.page.fetched,
                    fetched.due_again(content_hash),
                )
    return stored


def _kept_bodies(engine: Engine, fetched_pages: Sequence[FetchedPage]) -> list[str | None]:
    """For each page the hash of the body of the fetch before, where what is read of it has not
    changed: that body stays the page's, and the new one is not stored. None for the others.
    """
    if not any(x.reads_the_same for x in fetched_pages):
        return [None] * len(fetched_pages)
    with reading(engine) as connection:
        return [
            pages.last_body(connection, x.outlet_id, x.page.url) if x.reads_the_same else None
            for x in fetched_pages
        ]
