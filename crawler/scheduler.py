"""The rounds of one long-lived crawler: outlets that are due come in, visits go out, until somebody
says stop.

Outlets are leased in the database, so any number of crawlers share the work and none is visited by
two. A lease is extended while its visit runs; a crawler that dies loses its leases, and others go
on where it was. An outlet whose visits end with their crawler again and again is left to rest.
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
from baqylau.store.outlets import MAX_UNFINISHED_VISITS, OutletLease
from crawler import revisit_policy
from crawler.frontier import Frontier
from crawler.robots import RobotsCache
from crawler.spiders.outlet import OutletSpider
from crawler.visit import VisitContext, VisitStats

log = structlog.get_logger("crawler")

AT_ONCE = 16  # visits at a time: each waits on its outlet's pace, together they stay under one CPU
AT_A_TIME = 4  # outlets claimed at a time, so that crawlers started together share what is due
MORE_TO_COME = timedelta(milliseconds=200)  # until the next claim, where the last one was full
LOOK_AGAIN = timedelta(seconds=2)  # how often the schedule is asked while nothing is due
MOST_UNFINISHED = 4
"""Visits begun in a row of which none ended; the next is not made but counted as a failure. Fewer
may be restarts of ours; an outlet whose list killed its reader is known at once (`Scout`).
"""
PATIENCE_ONCE = timedelta(
    seconds=15
)  # with `once`: a wish to wait no longer than this is waited for

TURN = timedelta(seconds=10)  # a look may wait that long behind pages that are being kept
PATIENCE_AWAY = timedelta(minutes=5)  # with `once`: a store that is away is waited for


@dataclass(slots=True)
class Scheduler:
    """`outlets` are those this crawler may visit, by id."""

    frontier: Frontier
    outlets: Mapping[str, Outlet]
    settings: Settings
    lease: timedelta
    robots: RobotsCache = field(default_factory=RobotsCache)
    record: LoopStatus = field(default_factory=lambda: LoopStatus("schedule", TURN))
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _crawlers: set[Crawler] = field(default_factory=set)
    _suspects: set[str] = field(default_factory=set)  # running, and their last visits never ended
    _done: set[str] = field(default_factory=set)  # with `once`: visited, and not asked to wait

    async def run(self, once: bool = False) -> None:
        """Visits until `stop`; with `once` until nothing is due any more. Raises, with `once`, what
        keeps it from asking the schedule.
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
                if once and not self._running and not await self._worth_waiting(among):
                    break
                self.record.progressed()
            except Exception as wrong:
                world = isinstance(wrong, TryLater) and self.record.silence() < PATIENCE_AWAY
                if once and not world:
                    raise
                self.record.failed(wrong)
            await self._pause(MORE_TO_COME if full else LOOK_AGAIN)
        await asyncio.gather(*(x.stop_async() for x in self._crawlers), return_exceptions=True)
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def stop(self) -> None:
        """Ends the rounds; visits under way end with the request they are at, what is left waits in
        the database.
        """
        self._stopping.set()

    async def _start_due(self, runner: AsyncCrawlerRunner, among: list[str]) -> bool:
        """Starts visits to outlets that are due; True where more may be waiting."""
        room = min(AT_ONCE - len(self._running), AT_A_TIME)
        alone = not self._suspects
        claims = await self.frontier.claim(among, room, unfinished=alone) if room and among else []
        for claim in claims:
            if claim.begun >= MAX_UNFINISHED_VISITS:
                self._suspects.add(claim.outlet_id)
            visit = self._give_up(claim) if _never_ends(claim) else self._visit(runner, claim)
            task = asyncio.ensure_future(visit)
            self._running[claim.outlet_id] = task
            task.add_done_callback(partial(self._ended, claim.outlet_id))
        return len(claims) == AT_A_TIME

    def _ended(self, outlet_id: str, task: asyncio.Task[None]) -> None:
        del self._running[outlet_id]
        self._suspects.discard(outlet_id)
        if not task.cancelled() and task.exception():
            log.error(
                "visit failed by a fault of ours", outlet=outlet_id, exc_info=task.exception()
            )

    async def _worth_waiting(self, among: list[str]) -> bool:
        due = await self.frontier.next_due(among) if among else None
        return due is not None and due <= now() + PATIENCE_ONCE

    async def _pause(self, longest: timedelta) -> None:
        waits = {asyncio.ensure_future(self._stopping.wait()), *self._running.values()}
        _, pending = await asyncio.wait(
            waits, timeout=longest.total_seconds(), return_when=asyncio.FIRST_COMPLETED
        )
        for wait in pending - set(self._running.values()):
            wait.cancel()

    async def _visit(self, runner: AsyncCrawlerRunner, claim: OutletLease) -> None:
        outlet, stats, started = self.outlets[claim.outlet_id], VisitStats(), now()
        crawler = runner.create_crawler(OutletSpider)
        self._crawlers.add(crawler)
        heartbeat = asyncio.ensure_future(self._hold(claim, crawler))
        try:
            visit_context = VisitContext(self.frontier, self.robots, stats)
            await runner.crawl(crawler, outlet=outlet, visit_context=visit_context)
        finally:
            heartbeat.cancel()
            self._crawlers.discard(crawler)
            note = self._note(outlet, claim, stats, started)
            await self.frontier.leave(claim, note)
        if not stats.not_before:
            self._done.add(outlet.id)
        log.info(
            "visited",
            outlet=outlet.id,
            found=note.found,
            fresh=note.fresh,
            fetched=note.fetched,
            bytes=note.bytes,
            result=note.result,
        )

    async def _give_up(self, claim: OutletLease) -> None:
        """No visit, and the outlet's next appointment as after one that failed."""
        outlet, stats = self.outlets[claim.outlet_id], VisitStats()
        why = f"the crawler ended in each of the last {claim.begun} visits"
        result = SourceResult(SourceOutcome.UNREADABLE, why)
        stats.ways = {x.url: result for x in outlet.discover}
        note = self._note(outlet, claim, stats, now())
        await self.frontier.leave(claim, note)
        self._done.add(outlet.id)
        log.error("visits do not end", outlet=outlet.id, visits=claim.begun, again=note.next_visit)

    async def _hold(self, claim: OutletLease, crawler: Crawler) -> None:
        """Extends the lease while the visit runs; a lease that was lost ends the visit."""
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            try:
                held = await self.frontier.extend(claim)
            except Exception as wrong:  # noqa: BLE001  (the visit goes on)
                self.record.failed(wrong)
                continue
            if not held:
                log.warning("lease lost, visit ended", outlet=claim.outlet_id)
                await crawler.stop_async()
                return

    def _note(
        self, outlet: Outlet, claim: OutletLease, stats: VisitStats, started: datetime
    ) -> VisitRecord:
        ended = now()
        failures = claim.failures + 1 if stats.failed else 0
        last = started - claim.last_visit if claim.last_visit else None
        again = revisit_policy.next_visit(
            outlet.visit,
            outlet.timezone,
            ended,
            fresh=stats.fresh,
            failures=failures,
            last=last,
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
            next_visit=stats.not_before or again,
            not_before=stats.not_before,
            ways=dict(stats.ways),
            looks=dict(stats.looks),
        )


def _never_ends(claim: OutletLease) -> bool:
    return claim.begun >= MOST_UNFINISHED
