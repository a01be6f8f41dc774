"""The desk that answers from the house's database and archive.

Blocking calls run in one thread of their own: the reactor never waits for the disk, and this
process never waits for itself at the database's door.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from baqylau import metrics
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.errors import TryLater
from baqylau.loops import LoopStatus
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitRecord
from baqylau.settings import Settings
from baqylau.store import articles, frontier, outlets, page_writer
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage
from baqylau.store.pages import StoredFetch
from crawler.frontier import visit_lease
from crawler.scope import is_local_host

log = structlog.get_logger("crawler")

T = TypeVar("T")
_PAUSE = timedelta(seconds=2)  # between two tries at a database or archive that is away
# A restart, a failover, a disk that is being cleared; then the visit fails, and its addresses stay
# due.
_PATIENCE = timedelta(minutes=5)
BATCH = 100  # pages in one transaction; beyond that nothing is gained
GATHER = timedelta(milliseconds=50)  # pages wait this long for company


def open_frontier(settings: Settings) -> "DatabaseFrontier":
    """The house's own desk. Raises `ConfigurationError` where an address of the house is wrong."""
    door = ExitStack()
    return DatabaseFrontier(door.enter_context(open_app(settings)), door)


class DatabaseFrontier:
    """`Desk` over `baqylau.store`; see there for what each word means."""

    def __init__(self, app: App, door: ExitStack) -> None:
        self.app = app
        self._door = door
        self._arrived: list[tuple[FetchedPage, asyncio.Future[StoredFetch]]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._record = LoopStatus("store", _PAUSE)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def _do(self, call: Callable[..., T], *args: Any, patience: timedelta = _PATIENCE) -> T:
        """Asks until it is answered: a restarting database or a full disk makes us wait and loses
        nothing.
        """
        end = time.monotonic() + patience.total_seconds()
        while True:
            try:
                answer = await asyncio.get_running_loop().run_in_executor(
                    self._thread, _calmly, call, self.app.engine, *args
                )
                self._record.progressed()
                return answer
            except TryLater as busy:
                metrics.STORE_AWAY.inc()
                self._record.failed(busy)
                if time.monotonic() >= end:
                    raise
                await asyncio.sleep(_PAUSE.total_seconds())

    async def sync(self, known: Sequence[Outlet], alone: bool = False) -> None:
        samples = [x for x in known if is_local_host(x, self.app.settings.allow_hosts)]
        for sample, some in ((True, samples), (False, [x for x in known if x not in samples])):
            if some:
                await self._do(outlets.sync, some, sample, now(), alone)

    async def claim(
        self, among: Collection[str], limit: int, early: bool = False, unfinished: bool = True
    ) -> list[OutletLease]:
        """Raises `TryLater` at once where the store is away: whoever claims asks again anyway."""
        lease = visit_lease(self.app.settings)
        return await self._do(
            lambda engine: outlets.claim(
                engine, db_now(engine), lease, limit, among, early, unfinished
            ),
            patience=timedelta(),
        )

    async def extend(self, claim: OutletLease) -> bool:
        lease = visit_lease(self.app.settings)
        return await self._do(lambda engine: outlets.extend(engine, claim, db_now(engine) + lease))

    async def leave(self, claim: OutletLease, note: VisitRecord) -> None:
        await self._do(outlets.finish, claim, note)

    async def next_due(self, among: Collection[str]) -> datetime | None:
        return await self._do(outlets.next_due, among, patience=timedelta())

    async def way(self, outlet_id: str, url: str, kind: str) -> Address:
        return await self._do(frontier.discovery_address, outlet_id, url, kind, now())

    async def remember(self, outlet_id: str, links: Sequence[Link]) -> int:
        return await self._do(frontier.add_links, outlet_id, links, now())

    async def due(self, outlet_id: str, limit: int) -> list[Address]:
        return await self._do(frontier.due, outlet_id, now(), limit)

    async def keep(self, arrival: FetchedPage) -> bool:
        """Pages that arrive while a transaction is under way go into the next one together."""
        kept: asyncio.Future[StoredFetch] = asyncio.get_running_loop().create_future()
        self._arrived.append((arrival, kept))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.ensure_future(self._keep_arrived())
        return (await kept).is_new

    async def _keep_arrived(self) -> None:
        await asyncio.sleep(GATHER.total_seconds())
        while self._arrived:
            batch, self._arrived = self._arrived[:BATCH], self._arrived[BATCH:]
            try:
                answers = await self._do(
                    page_writer.store_fetched, [x for x, _ in batch], self.app.archive
                )
            # handed to everyone who waits, in whose hands it is raised
            except Exception as wrong:  # noqa: BLE001
                for _, kept in batch:
                    kept.set_exception(wrong)
            else:
                for (arrival, kept), answer in zip(batch, answers, strict=True):
                    log.info(
                        "kept",
                        trace=answer.trace,
                        page=answer.page_id,
                        outlet=arrival.outlet_id,
                        url=arrival.page.url,
                        fresh=answer.is_new,
                    )
                    metrics.PAGES_KEPT.labels(arrival.outlet_id, str(answer.is_new).lower()).inc()
                    kept.set_result(answer)

    async def fetched(self, address: Address, seen: FetchState, again: datetime | None) -> None:
        await self._do(frontier.fetched, address.id, seen, now(), again)

    async def begin_reading(self, address: Address) -> None:
        await self._do(frontier.begin_reading, address.id, now())

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        await self._do(frontier.unreadable, address.id, not_before)

    async def failed(
        self,
        address: Address,
        status: int | None,
        again: datetime | None,
        gone_since: datetime | None = None,
    ) -> None:
        await self._do(frontier.failed, address.id, status, now(), again, gone_since)

    async def removed(self, outlet_id: str, address: Address) -> None:
        await self._do(articles.mark_removed, outlet_id, address.url, now(), address.id)

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self._door.close()


def _calmly(call: Callable[..., T], engine: Any, *args: Any) -> T:
    with busy_as_try_later():
        return call(engine, *args)
