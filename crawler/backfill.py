"""Fetches older articles of an outlet: an outlet and a range of days come in, every article that
its old listings name is stored, at the outlet's own pace.

A backfill can be resumed: links are stored before they are fetched, and the archive page of a past
day is read only once. The outlet is leased meanwhile, so that its usual visits wait.
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
from crawler.scope import require_contact
from crawler.spiders.outlet import FetchedItem, OutletSpider
from crawler.user_agent import scrapy_settings
from crawler.visit import VisitContext

MOST_CHILDREN = 10_000  # child sitemaps of an index
MOST_LINKS = 50_000  # of one listing: the most that a sitemap may hold
BATCH = 1_000  # articles requested after each listing
# pages without a new link, after which a list ends: most outlets repeat their last page
EMPTY_IN_A_ROW = 2
WAIT_FOR_LEASE = timedelta(seconds=5)


@dataclass(slots=True)
class Progress:
    """What a progress bar shows: listings read of those known (None: not known yet), articles
    requested and stored.
    """

    listings: int = 0
    listings_known: int | None = 0
    requested: int = 0
    stored: int = 0
    troubles: list[str] = field(default_factory=list)


ReportProgress = Callable[[Progress], None]


def backfill(
    settings: Settings, outlet: Outlet, date_range: DateRange, report: ReportProgress
) -> Progress:
    """Fetches the articles of `date_range`. Raises `InputError` where no discovery source has
    listings of the past, `ConfigurationError` without a contact.
    """
    if not any(
        next(backfill_plan.listings(source, date_range), None) for source in outlet.discover
    ):
        raise InputError(
            f"{outlet.id}: no discovery source lists older articles; add to its TOML a sitemap, a"
            " section with {n} or an archive with {YYYY}"
        )
    require_contact([outlet], settings)
    progress = Progress()
    run_on_reactor(
        lambda: _run(settings, outlet, date_range, report, progress), settings.allow_hosts
    )
    return progress


async def _run(
    settings: Settings,
    outlet: Outlet,
    date_range: DateRange,
    report: ReportProgress,
    progress: Progress,
) -> None:
    frontier = open_frontier(settings)
    try:
        await frontier.sync([outlet], partial=True)
        claim = await _wait_for_lease(frontier, outlet)
        heartbeat = asyncio.ensure_future(_extend_lease(frontier, claim, settings.lease))
        visit_context = VisitContext(frontier, RobotsCache())
        started = now()
        try:
            runner = AsyncCrawlerRunner(scrapy_settings(settings))
            await runner.crawl(
                BackfillSpider,
                outlet=outlet,
                visit_context=visit_context,
                date_range=date_range,
                report=report,
                progress=progress,
            )
        finally:
            heartbeat.cancel()
            stats = visit_context.stats
            result = f"backfill {date_range.first} to {date_range.last}: {stats.result}"
            counts = (stats.found, stats.fresh, stats.fetched, stats.bytes)
            record = VisitRecord(
                started,
                now(),
                *counts,
                dict(stats.responses),
                result,
                claim.failures,
                stats.not_before or now(),
                stats.not_before,
            )
            await frontier.release(claim, record)
    finally:
        frontier.close()


async def _wait_for_lease(frontier: Frontier, outlet: Outlet) -> OutletLease:
    """Leases the outlet; waits while another crawler visits it."""
    while not (claims := await frontier.claim([outlet.id], 1, early=True)):
        await asyncio.sleep(WAIT_FOR_LEASE.total_seconds())
    return claims[0]


async def _extend_lease(frontier: Frontier, claim: OutletLease, lease: timedelta) -> None:
    while await frontier.extend(claim):
        await asyncio.sleep(lease.total_seconds() / 3)


class BackfillSpider(OutletSpider):
    """The outlet's spider for the past: it reads one listing, then fetches the articles that the
    listing names, then reads the next.
    """

    def __init__(
        self,
        outlet: Outlet,
        visit_context: VisitContext,
        date_range: DateRange,
        report: ReportProgress,
        progress: Progress,
    ) -> None:
        super().__init__(outlet, visit_context)
        self.date_range, self.report, self.progress = date_range, report, progress

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        counts = [backfill_plan.count(source, self.date_range) for source in self.outlet.discover]
        self.progress.listings_known = None if None in counts else sum(x or 0 for x in counts)
        requested: set[int] = set()
        for source in self.outlet.discover:
            async for _ in self._listings(source):
                self.report(self.progress)
                for address in await self.visit_context.frontier.due(self.outlet.id, BATCH):
                    if address.id not in requested and not self.visit_context.stats.not_before:
                        requested.add(address.id)
                        self.progress.requested = len(requested)
                        yield self.article_request(address)
                self.progress.stored = self.visit_context.stats.fetched

    def closed(self, reason: str) -> None:
        del reason
        self.progress.stored = self.visit_context.stats.fetched
        self.progress.troubles += self.visit_context.stats.troubles
        self.report(self.progress)

    async def _listings(self, source: DiscoverySource) -> AsyncIterator[None]:
        """Reads one listing after another, and yields after each, for its articles to be
        fetched.
        """
        date_filter = _DateFilter(self.date_range)
        discovery = LinkDiscovery(
            self.outlet,
            self.visit_context,
            self.crawler.engine.download_async,
            accepts=date_filter.accepts,
            children=MOST_CHILDREN,
            most_links=MOST_LINKS,
        )
        queue = list(backfill_plan.listings(source, self.date_range))
        known: set[str] = set()
        pages_without_new = 0
        while (
            queue and pages_without_new < EMPTY_IN_A_ROW and not self.visit_context.stats.not_before
        ):
            url = queue.pop(0)
            if url in known or await self._was_read(url, source):
                continue
            known.add(url)
            before = self.visit_context.stats.fresh
            queue += await self._read(discovery, url, source)
            self.progress.listings += 1
            if "{n}" in source.url:
                pages_without_new = (
                    0 if self.visit_context.stats.fresh > before else pages_without_new + 1
                )
                queue = [] if date_filter.only_older() else queue
            yield

    async def _read(
        self, discovery: LinkDiscovery, url: str, source: DiscoverySource
    ) -> tuple[str, ...]:
        try:
            _, onward = await discovery.fetch_listing(url, source)
        except (*NETWORK, IgnoreRequest) as wrong:
            self.progress.troubles.append(f"{url}: {explain(wrong)}")
            return ()
        return onward

    async def _was_read(self, url: str, source: DiscoverySource) -> bool:
        """The archive page of a past day is read once. What a numbered page lists changes, so that
        it is always read again.
        """
        if "{n}" in source.url:
            return False
        address = await self.visit_context.frontier.source_address(self.outlet.id, url, source.kind)
        last_fetch_failed = address.content_hash is None or address.attempts > 0
        if last_fetch_failed or address.last_fetch is None:
            return False
        return address.last_fetch.date() > self.date_range.last


class _DateFilter:
    """Accepts the links of the date range, and tells whether the last listing held only
    older ones.
    """

    def __init__(self, date_range: DateRange) -> None:
        self.date_range = date_range
        self.links: list[Link] = []

    def accepts(self, link: Link) -> bool:
        self.links.append(link)
        return self.date_range.may_hold(link)

    def only_older(self) -> bool:
        older = bool(self.links) and all(self.date_range.is_past(x) for x in self.links)
        self.links.clear()
        return older
