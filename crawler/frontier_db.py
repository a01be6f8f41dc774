"""The frontier over database and archive: calls of spiders and scheduler come in and become
transactions of `baqylau.store`.

Blocking calls run in one thread of their own. The reactor never waits for the disk, and two threads
of this process never wait for each other's lock of the database.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

import structlog

from baqylau import metrics
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.errors import SetAside, TryLater
from baqylau.loops import LoopStatus
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitFind, VisitRecord
from baqylau.settings import Settings
from baqylau.store import articles, frontier, host_turns, outlets, page_writer
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage
from baqylau.store.pages import BodyStore, StoredFetch
from crawler.frontier import visit_lease
from crawler.page_digest import digest
from crawler.scope import is_local_host

log = structlog.get_logger("crawler")

T = TypeVar("T")
_RETRY_PAUSE = timedelta(seconds=2)  # between two tries while database or archive cannot be reached
# Long enough for a restart, a failover or a full disk that is being cleared. After that the visit
# fails, and its addresses stay due.
_MAX_OUTAGE = timedelta(minutes=5)
BATCH = 100  # pages in one transaction; more pages do not make it faster
BATCH_WAIT = timedelta(milliseconds=50)  # a page waits this long for others, to share a transaction


def open_frontier(settings: Settings) -> "DatabaseFrontier":
    """Opens database and archive. Raises `ConfigurationError` where one of their addresses is
    wrong.
    """
    resources = ExitStack()
    return DatabaseFrontier(resources.enter_context(open_app(settings)), resources)


class DatabaseFrontier:
    """`Frontier` over `baqylau.store`; the protocol says what each method does."""

    def __init__(self, app: App, resources: ExitStack) -> None:
        self.app = app
        self._resources = resources
        self._waiting: list[tuple[FetchedPage, asyncio.Future[StoredFetch]]] = []
        self._storing: asyncio.Task[None] | None = None
        self._status = LoopStatus("store", _RETRY_PAUSE)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="frontier")

    async def _call(
        self, call: Callable[..., T], *args: Any, max_outage: timedelta = _MAX_OUTAGE
    ) -> T:
        """Repeats the call until it succeeds: while the database restarts or the disk is full, the
        crawler waits, and nothing is lost.
        """
        end = time.monotonic() + max_outage.total_seconds()
        while True:
            try:
                answer = await asyncio.get_running_loop().run_in_executor(
                    self._thread, _busy_as_try_later, call, self.app.engine, *args
                )
                self._status.progressed()
                return answer
            except TryLater as busy:
                metrics.STORE_AWAY.inc()
                self._status.failed(busy)
                if time.monotonic() >= end:
                    raise
                await asyncio.sleep(_RETRY_PAUSE.total_seconds())

    async def sync(self, known: Sequence[Outlet], partial: bool = False) -> None:
        samples = [x for x in known if is_local_host(x, self.app.settings.allow_hosts)]
        for sample, some in ((True, samples), (False, [x for x in known if x not in samples])):
            if some:
                await self._call(outlets.sync, some, sample, now(), partial)

    async def claim(
        self, among: Collection[str], limit: int, early: bool = False, unfinished: bool = True
    ) -> list[OutletLease]:
        """Raises `TryLater` at once where the store cannot be reached: the scheduler repeats the
        claim anyway.
        """
        lease = visit_lease(self.app.settings)
        return await self._call(
            lambda engine: outlets.claim(
                engine, db_now(engine), lease, limit, among, early, unfinished
            ),
            max_outage=timedelta(),
        )

    async def extend(self, claim: OutletLease) -> bool:
        lease = visit_lease(self.app.settings)
        return await self._call(
            lambda engine: outlets.extend(engine, claim, db_now(engine) + lease)
        )

    async def release(self, claim: OutletLease, record: VisitRecord) -> None:
        await self._call(outlets.finish, claim, record)

    async def next_due(self, among: Collection[str]) -> datetime | None:
        return await self._call(outlets.next_due, among, max_outage=timedelta())

    async def recent_finds(self, outlet_id: str, since: datetime) -> list[VisitFind]:
        return await self._call(outlets.recent_finds, outlet_id, since)

    async def source_address(self, outlet_id: str, url: str, kind: str) -> Address:
        return await self._call(frontier.discovery_address, outlet_id, url, kind, now())

    async def add_links(self, outlet_id: str, links: Sequence[Link]) -> int:
        return await self._call(frontier.add_links, outlet_id, links, now())

    async def due(self, outlet_id: str, limit: int) -> list[Address]:
        return await self._call(frontier.due, outlet_id, now(), limit)

    async def store(self, fetched_page: FetchedPage) -> bool:
        """Pages that come while a transaction is running are stored together in the next one."""
        done: asyncio.Future[StoredFetch] = asyncio.get_running_loop().create_future()
        self._waiting.append((fetched_page, done))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.ensure_future(self._store_waiting())
        return (await done).is_new

    async def _store_waiting(self) -> None:
        await asyncio.sleep(BATCH_WAIT.total_seconds())
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                answers = await self._call(_store_digested, [x for x, _ in batch], self.app.archive)
            # passed on to every waiting caller, which raises it
            except Exception as wrong:  # noqa: BLE001
                for _, done in batch:
                    done.set_exception(wrong)
            else:
                for (fetched_page, done), answer in zip(batch, answers, strict=True):
                    log.info(
                        "page stored",
                        trace=answer.trace,
                        page=answer.page_id,
                        outlet=fetched_page.outlet_id,
                        url=fetched_page.page.url,
                        fresh=answer.is_new,
                    )
                    metrics.PAGES_KEPT.labels(
                        fetched_page.outlet_id, str(answer.is_new).lower()
                    ).inc()
                    done.set_result(answer)

    async def fetched(
        self, address: Address, state: FetchState, next_fetch: datetime | None
    ) -> None:
        await self._call(frontier.fetched, address.id, state, now(), next_fetch)

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        await self._call(frontier.unreadable, address.id, not_before)

    async def failed(
        self,
        address: Address,
        status: int | None,
        next_fetch: datetime | None,
        gone_since: datetime | None = None,
    ) -> None:
        await self._call(frontier.failed, address.id, status, now(), next_fetch, gone_since)

    async def removed(self, outlet_id: str, address: Address) -> None:
        await self._call(articles.mark_removed, outlet_id, address.url, now(), address.id)

    async def claim_host(self, host: str, pause: timedelta) -> timedelta:
        return await self._call(
            lambda engine: host_turns.claim(engine, host, db_now(engine), pause)
        )

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self._resources.close()


def _busy_as_try_later(call: Callable[..., T], engine: Any, *args: Any) -> T:
    with busy_as_try_later():
        return call(engine, *args)


def _store_digested(
    engine: Any, fetched_pages: Sequence[FetchedPage], archive: BodyStore
) -> list[StoredFetch]:
    """Stores the pages, those that were fetched before with the hashes of what is read of them."""
    return page_writer.store_fetched(
        engine, [_digested(x, archive) for x in fetched_pages], archive
    )


def _digested(fetched: FetchedPage, archive: BodyStore) -> FetchedPage:
    """The page with the hash of what is read of its body, and of the body before where that is not
    known yet. The first fetch of a page needs neither, which spares half of the crawler's CPU.
    """
    before = fetched.known_hash
    if (
        fetched.origin != "crawl"
        or before is None
        or before == sha256(fetched.page.body).hexdigest()
    ):
        return fetched
    known = fetched.known_read_hash
    if known is None:
        try:
            known = digest(archive.get(before))
        except SetAside:  # retention deleted the body
            known = None
    return replace(fetched, read_hash=digest(fetched.page.body), known_read_hash=known)
