"""The schedule of one crawler process: it claims outlets that are due and visits them, until it is
stopped.

Outlets are leased in the database, so that any number of crawlers share the work and no outlet is
visited by two at a time. A lease is extended while its visit runs; the leases of a crawler that
died run out, and other crawlers continue. An outlet during whose visits the crawler process ended
again and again is not visited for a while.
"""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings

from baqylau.clock import now
from baqylau.errors import TryLater
from baqylau.loops import LoopStatus
from baqylau.model.outlet import Outlet
from baqylau.model.visit import SourceOutcome, SourceResult, VisitRecord
from baqylau.store.outlets import UNFINISHED_BEFORE_ALONE, OutletLease
from crawler import revisit_policy
from crawler.frontier import Frontier
from crawler.host_gate import HostGate
from crawler.plan_cache import PlanCache
from crawler.robots import RobotsCache
from crawler.spiders.outlet import OutletSpider
from crawler.visit import VisitContext, VisitStats
from crawler.visit_plan import VisitPlan

log = structlog.get_logger("crawler")

MAX_VISITS = 16  # visits at a time: each mostly waits for its outlet's delay; all use under one CPU
CLAIM_BATCH = 4  # outlets claimed at a time, so that crawlers started together share what is due
CLAIM_PAUSE = timedelta(milliseconds=200)  # until the next claim, where the last one was full
POLL_INTERVAL = timedelta(seconds=2)  # pause between two claims while nothing is due
MAX_UNFINISHED_VISITS = 4
"""After so many visits in a row that began and never ended, the next one is skipped and counted as
a failure. Fewer may be restarts of the crawler. Where parsing a list ended the process, that is
known at once (`LinkDiscovery`).
"""
# with `once`: the crawler waits for an outlet that is due within this time
MAX_WAIT_ONCE = timedelta(seconds=15)
POLL_PERIOD = timedelta(seconds=10)  # a claim may wait that long while pages are being stored
MAX_STORE_OUTAGE = timedelta(minutes=5)  # with `once`: the longest outage it waits for


@dataclass(slots=True)
class Scheduler:
    """`outlets` are those this crawler may visit, by id; `lease` is how long a lease lasts."""

    frontier: Frontier
    outlets: Mapping[str, Outlet]
    settings: Settings
    lease: timedelta
    robots: RobotsCache = field(default_factory=RobotsCache)
    gate: HostGate = field(default_factory=HostGate)
    status: LoopStatus = field(default_factory=lambda: LoopStatus("schedule", POLL_PERIOD))
    plans: PlanCache = field(init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _crawlers: set[Crawler] = field(default_factory=set)
    _suspects: set[str] = field(default_factory=set)  # running, and their last visits never ended
    # with `once`: visited, and the outlet did not ask to wait
    _done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.plans = PlanCache(self.frontier)

    async def run(self, once: bool = False) -> None:
        """Visits until `stop`; with `once` until nothing is due any more. With `once` it raises
        what keeps it from claiming outlets.
        """
        runner = AsyncCrawlerRunner(self.settings)
        while not self._stopping.is_set():
            full = False
            try:
                among = [
                    x
                    for x in self.outlets
                    if x not in self._running and not (once and x in self._done)
                ]
                full = await self._start_due(runner, among)
                if once and not self._running and not await self._due_soon(among):
                    break
                self.status.progressed()
            except Exception as wrong:
                store_away = (
                    isinstance(wrong, TryLater) and self.status.silence() < MAX_STORE_OUTAGE
                )
                if once and not store_away:
                    raise
                self.status.failed(wrong)
            await self._pause(CLAIM_PAUSE if full else POLL_INTERVAL)
        await asyncio.gather(*(x.stop_async() for x in self._crawlers), return_exceptions=True)
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def stop(self) -> None:
        """Ends `run`. Running visits end after their current requests; the other addresses stay due
        in the database.
        """
        self._stopping.set()

    async def _start_due(self, runner: AsyncCrawlerRunner, among: list[str]) -> bool:
        """Starts visits to outlets that are due; True where more may be due."""
        free = min(MAX_VISITS - len(self._running), CLAIM_BATCH)
        unfinished = not self._suspects
        claims = (
            await self.frontier.claim(among, free, unfinished=unfinished) if free and among else []
        )
        for claim in claims:
            if claim.begun >= UNFINISHED_BEFORE_ALONE:
                self._suspects.add(claim.outlet_id)
            visit = (
                self._skip_visit(claim) if _visits_never_end(claim) else self._visit(runner, claim)
            )
            task = asyncio.ensure_future(visit)
            self._running[claim.outlet_id] = task
            task.add_done_callback(partial(self._ended, claim.outlet_id))
        return len(claims) == CLAIM_BATCH

    def _ended(self, outlet_id: str, task: asyncio.Task[None]) -> None:
        del self._running[outlet_id]
        self._suspects.discard(outlet_id)
        if not task.cancelled() and task.exception():
            log.error(
                "visit failed: a fault of the crawler", outlet=outlet_id, exc_info=task.exception()
            )

    async def _due_soon(self, among: list[str]) -> bool:
        due = await self.frontier.next_due(among) if among else None
        return due is not None and due <= now() + MAX_WAIT_ONCE

    async def _pause(self, longest: timedelta) -> None:
        waits = {asyncio.ensure_future(self._stopping.wait()), *self._running.values()}
        _, pending = await asyncio.wait(
            waits, timeout=longest.total_seconds(), return_when=asyncio.FIRST_COMPLETED
        )
        for wait in pending - set(self._running.values()):
            wait.cancel()

    async def _visit(self, runner: AsyncCrawlerRunner, claim: OutletLease) -> None:
        outlet, stats, started = self.outlets[claim.outlet_id], VisitStats(), now()
        plan: VisitPlan | None = None
        crawler = runner.create_crawler(OutletSpider)
        self._crawlers.add(crawler)
        heartbeat = asyncio.ensure_future(self._extend_lease(claim, crawler))
        try:
            plan = await self.plans.plan(outlet, started)
            visit_context = VisitContext(
                self.frontier, self.robots, stats, gate=self.gate, last_visit=claim.last_visit
            )
            await runner.crawl(crawler, outlet=outlet, visit_context=visit_context)
        finally:
            heartbeat.cancel()
            self._crawlers.discard(crawler)
            record = self._visit_record(outlet, claim, stats, started, plan)
            await self.frontier.release(claim, record)
        if not stats.not_before:
            self._done.add(outlet.id)
        log.info(
            "visited",
            outlet=outlet.id,
            found=record.found,
            fresh=record.fresh,
            fetched=record.fetched,
            bytes=record.bytes,
            result=record.result,
        )

    async def _skip_visit(self, claim: OutletLease) -> None:
        """Records a failed visit without making it, and when the next one is due."""
        outlet, stats = self.outlets[claim.outlet_id], VisitStats()
        why = f"the crawler ended in each of the last {claim.begun} visits"
        result = SourceResult(SourceOutcome.UNREADABLE, why)
        stats.sources = {x.url: result for x in outlet.discover}
        record = self._visit_record(outlet, claim, stats, now())
        await self.frontier.release(claim, record)
        self._done.add(outlet.id)
        log.error(
            "visits never end, visit skipped",
            outlet=outlet.id,
            visits=claim.begun,
            next_visit=record.next_visit,
        )

    async def _extend_lease(self, claim: OutletLease, crawler: Crawler) -> None:
        """Extends the lease while the visit runs; a lease that was lost ends the visit."""
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            try:
                held = await self.frontier.extend(claim)
            except Exception as wrong:  # noqa: BLE001  (the visit continues)
                self.status.failed(wrong)
                continue
            if not held:
                log.warning("lease lost, visit ended", outlet=claim.outlet_id)
                await crawler.stop_async()
                return

    def _visit_record(
        self,
        outlet: Outlet,
        claim: OutletLease,
        stats: VisitStats,
        started: datetime,
        plan: VisitPlan | None = None,
    ) -> VisitRecord:
        ended = now()
        failures = claim.failures + 1 if stats.failed else 0
        previous_interval = started - claim.last_visit if claim.last_visit else None
        next_visit = revisit_policy.next_visit(
            outlet.visit,
            outlet.timezone,
            ended,
            fresh=stats.fresh,
            failures=failures,
            plan=plan,
            previous_interval=previous_interval,
            roll=random.random(),
        )
        return VisitRecord(
            started=started,
            ended=ended,
            found=stats.found,
            fresh=stats.fresh,
            fetched=stats.fetched,
            bytes=stats.bytes,
            responses=dict(stats.responses),
            result=stats.result,
            failures=failures,
            next_visit=stats.not_before or next_visit,
            not_before=stats.not_before,
            sources=dict(stats.sources),
            fetches=dict(stats.fetches),
        )


def _visits_never_end(claim: OutletLease) -> bool:
    return claim.begun >= MAX_UNFINISHED_VISITS
