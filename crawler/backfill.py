"""An outlet's past fetched: an outlet and a span of days come in, every article its old listings
name is kept, at its own pace.

Resumable: links are remembered before they are fetched, and a day's archive that was read once is
not read again. The outlet is leased meanwhile, so that its usual visits wait.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.exceptions import IgnoreRequest

from baqylau.clock import now
from baqylau.errors import InputError
from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, Outlet
from baqylau.model.visit import VisitRecord
from baqylau.settings import Settings
from baqylau.store.outlets import OutletLease
from crawler import backfill_plan
from crawler.backfill_plan import DateRange
from crawler.discovery.runner import LinkDiscovery
from crawler.failures import NETWORK, explain
from crawler.frontier import Frontier
from crawler.frontier_db import open_frontier
from crawler.reactor import run_on_reactor
from crawler.robots import RobotsCache
from crawler.scope import demand_contact
from crawler.spiders.outlet import FetchedItem, OutletSpider
from crawler.user_agent import scrapy_settings
from crawler.visit import VisitContext

MOST_CHILDREN = 10_000  # child sitemaps of an index
BATCH = 1_000  # articles asked for after each listing
EMPTY_IN_A_ROW = (
    2  # pages of a list without a link we did not know: beyond the last page most outlets repeat it
)
WAIT_FOR_LEASE = timedelta(seconds=5)


@dataclass(slots=True)
class Progress:
    """What a bar shows: listings read of those known (None: not known yet), articles asked for and
    kept.
    """

    listings: int = 0
    listings_known: int | None = 0
    asked: int = 0
    kept: int = 0
    troubles: list[str] = field(default_factory=list)


Tell = Callable[[Progress], None]


def backfill(settings: Settings, outlet: Outlet, span: DateRange, tell: Tell) -> Progress:
    """Fetches the span. Raises `InputError` where no way leads into the past, `ConfigurationError`
    without a contact.
    """
    if not any(next(backfill_plan.listings(way, span), None) for way in outlet.discover):
        raise InputError(
            f"{outlet.id}: no way leads into the past; give its TOML a sitemap, a list with {{n}}"
            " or an archive with {YYYY}"
        )
    demand_contact([outlet], settings)
    progress = Progress()
    run_on_reactor(lambda: _work(settings, outlet, span, tell, progress), settings.allow_hosts)
    return progress


async def _work(
    settings: Settings, outlet: Outlet, span: DateRange, tell: Tell, progress: Progress
) -> None:
    frontier = open_frontier(settings)
    try:
        await frontier.sync([outlet], alone=True)
        claim = await _lease(frontier, outlet)
        holding = asyncio.ensure_future(_hold(frontier, claim, settings.lease))
        visit_context = VisitContext(frontier, RobotsCache())
        started = now()
        try:
            runner = AsyncCrawlerRunner(scrapy_settings(settings))
            await runner.crawl(
                BackfillSpider,
                outlet=outlet,
                visit_context=visit_context,
                span=span,
                tell=tell,
                progress=progress,
            )
        finally:
            holding.cancel()
            stats, result = (
                visit_context.stats,
                f"backfill {span.first} to {span.last}: {visit_context.stats.result}",
            )
            counts = (stats.found, stats.fresh, stats.fetched, stats.bytes)
            note = VisitRecord(
                started,
                now(),
                *counts,
                dict(stats.responses),
                result,
                claim.failures,
                stats.not_before or now(),
                stats.not_before,
            )
            await frontier.leave(claim, note)
    finally:
        frontier.close()


async def _lease(frontier: Frontier, outlet: Outlet) -> OutletLease:
    """The outlet's lease, waited for while another crawler visits it."""
    while not (claims := await frontier.claim([outlet.id], 1, early=True)):
        await asyncio.sleep(WAIT_FOR_LEASE.total_seconds())
    return claims[0]


async def _hold(frontier: Frontier, claim: OutletLease, lease: timedelta) -> None:
    while await frontier.extend(claim):
        await asyncio.sleep(lease.total_seconds() / 3)


class BackfillSpider(OutletSpider):
    """The outlet's spider on its way back: one listing, then the articles it named, then the
    next.
    """

    def __init__(
        self,
        outlet: Outlet,
        visit_context: VisitContext,
        span: DateRange,
        tell: Tell,
        progress: Progress,
    ) -> None:
        super().__init__(outlet, visit_context)
        self.span, self.tell, self.progress = span, tell, progress

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        counts = [backfill_plan.count(way, self.span) for way in self.outlet.discover]
        self.progress.listings_known = None if None in counts else sum(x or 0 for x in counts)
        asked: set[int] = set()
        for way in self.outlet.discover:
            async for _ in self._listings(way):
                self.tell(self.progress)
                for address in await self.visit_context.frontier.due(self.outlet.id, BATCH):
                    if address.id not in asked and not self.visit_context.stats.not_before:
                        asked.add(address.id)
                        self.progress.asked = len(asked)
                        yield self.ask_for(address)
                self.progress.kept = self.visit_context.stats.fetched

    def closed(self, reason: str) -> None:
        del reason
        self.progress.kept = self.visit_context.stats.fetched
        self.progress.troubles += self.visit_context.stats.troubles
        self.tell(self.progress)

    async def _listings(self, way: DiscoverySource) -> AsyncIterator[None]:
        """Reads one listing after another; pauses after each for the articles it named."""
        seen = _DateFilter(self.span)
        discovery = LinkDiscovery(
            self.outlet,
            self.visit_context,
            self.crawler.engine.download_async,
            wanted=seen.wants,
            children=MOST_CHILDREN,
        )
        waiting = list(backfill_plan.listings(way, self.span))
        known: set[str] = set()
        barren = 0
        while waiting and barren < EMPTY_IN_A_ROW and not self.visit_context.stats.not_before:
            url = waiting.pop(0)
            if url in known or await self._was_read(url, way):
                continue
            known.add(url)
            before = self.visit_context.stats.fresh
            waiting += await self._read(discovery, url, way)
            self.progress.listings += 1
            if "{n}" in way.url:
                barren = 0 if self.visit_context.stats.fresh > before else barren + 1
                waiting = [] if seen.only_older() else waiting
            yield

    async def _read(
        self, discovery: LinkDiscovery, url: str, way: DiscoverySource
    ) -> tuple[str, ...]:
        try:
            _, onward = await discovery.look(url, way)
        except (*NETWORK, IgnoreRequest) as wrong:
            self.progress.troubles.append(f"{url}: {explain(wrong)}")
            return ()
        return onward

    async def _was_read(self, url: str, way: DiscoverySource) -> bool:
        """An archive of a day gone by is read once; a numbered page shifts and is asked for
        again.
        """
        if "{n}" in way.url:
            return False
        address = await self.visit_context.frontier.way(self.outlet.id, url, way.kind)
        read = (
            address.content_hash is not None and not address.attempts
        )  # and its last answer was one
        return (
            read and address.last_fetch is not None and address.last_fetch.date() > self.span.last
        )


class _DateFilter:
    """Chooses the links of the span and remembers whether the last listing held anything but older
    ones.
    """

    def __init__(self, span: DateRange) -> None:
        self.span = span
        self.links: list[Link] = []

    def wants(self, link: Link) -> bool:
        self.links.append(link)
        return self.span.may_hold(link)

    def only_older(self) -> bool:
        older = bool(self.links) and all(self.span.is_past(x) for x in self.links)
        self.links.clear()
        return older
