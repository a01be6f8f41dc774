"""Pages as a crawler brings them, several in one transaction: each page's row, its job, and what
its address is told.

A commit costs far more than its rows: at a hundred pages a transaction SQLite takes five times as
many as at one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from baqylau.clock import now
from baqylau.model.link import FetchState
from baqylau.model.page import Page
from baqylau.store import bodies, frontier, pages, tombstones
from baqylau.store.connect import writing
from baqylau.store.pages import BodyStore, StoredFetch


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """One fetched page. `origin` "feed" is the feed's own text in a page's stead: its address has
    been told otherwise already.
    """

    page: Page
    outlet_id: str
    address_id: int
    origin: str = "crawl"
    etag: str | None = None
    last_modified: str | None = None
    next_fetch: datetime | None = None


def store_fetched(
    engine: Engine, arrivals: Sequence[FetchedPage], archive: BodyStore
) -> list[StoredFetch]:
    """All bodies into the archive, then all rows in one transaction; the answers are in the order
    of the arrivals.

    Pages whose address was forgotten on request are left out.
    """
    unwanted = tombstones.among(
        engine, [url for x in arrivals for url in (x.page.url, x.page.requested)]
    )
    since = now()
    hashes = [
        None if unwanted & {x.page.url, x.page.requested} else archive.put(x.page.body)
        for x in arrivals
    ]
    put = {x: arrival.page.body for x, arrival in zip(hashes, arrivals, strict=True) if x}
    with writing(engine) as connection:
        bodies.protect(connection, archive, put, since)
        kept = []
        for arrival, content_hash in zip(arrivals, hashes, strict=True):
            if content_hash is None:
                frontier.dismissed(connection, arrival.address_id)
                kept.append(pages.NOT_KEPT)
                continue
            kept.append(
                pages.store_row(
                    connection,
                    arrival.page,
                    arrival.outlet_id,
                    arrival.address_id,
                    content_hash,
                    arrival.origin,
                )
            )
            if arrival.origin == "crawl":
                seen = FetchState(
                    arrival.page.status, arrival.etag, arrival.last_modified, content_hash
                )
                frontier.record_response(
                    connection,
                    arrival.address_id,
                    seen,
                    arrival.page.fetched,
                    arrival.next_fetch,
                )
    return kept
