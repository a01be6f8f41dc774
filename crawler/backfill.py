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
from baqylau.model.outlet import Discover, Outlet
from baqylau.model.visit import VisitNote
from baqylau.settings import Settings
from baqylau.store.outlets import Claim
from crawler import past
from crawler.desk import Desk
from crawler.introduction import scrapy_settings
from crawler.past import Span
from crawler.reactor import run_on_reactor
from crawler.robots import RobotsBook
from crawler.scout import Scout
from crawler.spiders.outlet import Fetched, OutletSpider
from crawler.store_desk import open_desk
from crawler.territory import demand_contact
from crawler.trip import Trip
from crawler.words import NETWORK, explain

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


def backfill(settings: Settings, outlet: Outlet, span: Span, tell: Tell) -> Progress:
    """Fetches the span. Raises `InputError` where no way leads into the past, `ConfigurationError`
    without a contact.
    """
    if not any(next(past.listings(way, span), None) for way in outlet.discover):
        raise InputError(
            f"{outlet.id}: no way leads into the past; give its TOML a sitemap, a list with {{n}}"
            " or an archive with {YYYY}"
        )
    demand_contact([outlet], settings)
    progress = Progress()
    run_on_reactor(lambda: _work(settings, outlet, span, tell, progress), settings.allow_hosts)
    return progress


async def _work(
    settings: Settings, outlet: Outlet, span: Span, tell: Tell, progress: Progress
) -> None:
    desk = open_desk(settings)
    try:
        await desk.sync([outlet], alone=True)
        claim = await _lease(desk, outlet)
        holding = asyncio.ensure_future(_hold(desk, claim, settings.lease))
        trip = Trip(desk, RobotsBook())
        started = now()
        try:
            runner = AsyncCrawlerRunner(scrapy_settings(settings))
            await runner.crawl(
                BackfillSpider, outlet=outlet, trip=trip, span=span, tell=tell, progress=progress
            )
        finally:
            holding.cancel()
            tally, result = trip.tally, f"backfill {span.first} to {span.last}: {trip.tally.result}"
            counts = (tally.found, tally.fresh, tally.fetched, tally.bytes)
            note = VisitNote(
                started,
                now(),
                *counts,
                dict(tally.responses),
                result,
                claim.failures,
                tally.not_before or now(),
                tally.not_before,
            )
            await desk.leave(claim, note)
    finally:
        desk.close()


async def _lease(desk: Desk, outlet: Outlet) -> Claim:
    """The outlet's lease, waited for while another crawler visits it."""
    while not (claims := await desk.claim([outlet.id], 1, early=True)):
        await asyncio.sleep(WAIT_FOR_LEASE.total_seconds())
    return claims[0]


async def _hold(desk: Desk, claim: Claim, lease: timedelta) -> None:
    while await desk.extend(claim):
        await asyncio.sleep(lease.total_seconds() / 3)


class BackfillSpider(OutletSpider):
    """The outlet's spider on its way back: one listing, then the articles it named, then the
    next.
    """

    def __init__(
        self, outlet: Outlet, trip: Trip, span: Span, tell: Tell, progress: Progress
    ) -> None:
        super().__init__(outlet, trip)
        self.span, self.tell, self.progress = span, tell, progress

    async def start(self) -> AsyncIterator[Request | Fetched]:
        counts = [past.count(way, self.span) for way in self.outlet.discover]
        self.progress.listings_known = None if None in counts else sum(x or 0 for x in counts)
        asked: set[int] = set()
        for way in self.outlet.discover:
            async for _ in self._listings(way):
                self.tell(self.progress)
                for address in await self.trip.desk.due(self.outlet.id, BATCH):
                    if address.id not in asked and not self.trip.tally.not_before:
                        asked.add(address.id)
                        self.progress.asked = len(asked)
                        yield self.ask_for(address)
                self.progress.kept = self.trip.tally.fetched

    def closed(self, reason: str) -> None:
        del reason
        self.progress.kept = self.trip.tally.fetched
        self.progress.troubles += self.trip.tally.troubles
        self.tell(self.progress)

    async def _listings(self, way: Discover) -> AsyncIterator[None]:
        """Reads one listing after another; pauses after each for the articles it named."""
        seen = _Seen(self.span)
        scout = Scout(
            self.outlet,
            self.trip,
            self.crawler.engine.download_async,
            wanted=seen.wants,
            children=MOST_CHILDREN,
        )
        waiting = list(past.listings(way, self.span))
        known: set[str] = set()
        barren = 0
        while waiting and barren < EMPTY_IN_A_ROW and not self.trip.tally.not_before:
            url = waiting.pop(0)
            if url in known or await self._was_read(url, way):
                continue
            known.add(url)
            before = self.trip.tally.fresh
            waiting += await self._read(scout, url, way)
            self.progress.listings += 1
            if "{n}" in way.url:
                barren = 0 if self.trip.tally.fresh > before else barren + 1
                waiting = [] if seen.only_older() else waiting
            yield

    async def _read(self, scout: Scout, url: str, way: Discover) -> tuple[str, ...]:
        try:
            _, onward = await scout.look(url, way)
        except (*NETWORK, IgnoreRequest) as wrong:
            self.progress.troubles.append(f"{url}: {explain(wrong)}")
            return ()
        return onward

    async def _was_read(self, url: str, way: Discover) -> bool:
        """An archive of a day gone by is read once; a numbered page shifts and is asked for
        again.
        """
        if "{n}" in way.url:
            return False
        address = await self.trip.desk.way(self.outlet.id, url, way.kind)
        read = (
            address.content_hash is not None and not address.attempts
        )  # and its last answer was one
        return (
            read and address.last_fetch is not None and address.last_fetch.date() > self.span.last
        )


class _Seen:
    """Chooses the links of the span and remembers whether the last listing held anything but older
    ones.
    """

    def __init__(self, span: Span) -> None:
        self.span = span
        self.links: list[Link] = []

    def wants(self, link: Link) -> bool:
        self.links.append(link)
        return self.span.may_hold(link)

    def only_older(self) -> bool:
        older = bool(self.links) and all(self.span.is_past(x) for x in self.links)
        self.links.clear()
        return older
