"""Walks an outlet's ways of discovery and remembers what they list: ways in, counts of links found
and fresh out.

Every request is conditional; validators are noted only after the links are safely remembered, so
that a crash in between costs a second reading and no link.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import structlog
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from baqylau.model.visit import SourceOutcome, SourceResult
from crawler import bounds, revisit_policy
from crawler.discovery import feeds, sections, sitemaps, telegram
from crawler.discovery.result import DiscoveryResult, ListingState
from crawler.failures import NETWORK, explain, release_traceback
from crawler.scope import in_scope
from crawler.visit import VisitContext

log = structlog.get_logger("crawler")

READ, UNCHANGED, EMPTY = SourceOutcome.READ, SourceOutcome.UNCHANGED, SourceOutcome.EMPTY
INVALID, FAILED = SourceOutcome.INVALID, SourceOutcome.FAILED
UNREADABLE = SourceOutcome.UNREADABLE
MAX_LISTING_FETCHES = (
    20  # addresses of one way read in one visit: child sitemaps and pages of a section
)
MOST_LINKS = (
    1_000  # links of one way remembered in one visit; an archive sitemap waits for a backfill
)


def _anything(link: Link) -> bool:
    del link
    return True


@dataclass(slots=True)
class LinkDiscovery:
    """`download` asks for one request, middlewares applied, and gives the response or raises.

    `wanted` chooses among the links of the outlet's own articles; `children` bounds the child
    sitemaps of an index.
    """

    outlet: Outlet
    visit_context: VisitContext
    download: Callable[[Request], Awaitable[Response]]
    wanted: Callable[[Link], bool] = _anything
    children: int = sitemaps.MOST_CHILDREN

    async def walk(self) -> None:
        """Every way is tried; losing one loses nothing."""
        for way in self.outlet.discover:
            self.visit_context.stats.ways[way.url] = await self._follow(way)

    async def _follow(self, way: DiscoverySource) -> SourceResult:
        waiting = sections.pages(
            way.url, way.pages, now().astimezone(ZoneInfo(self.outlet.timezone)).date()
        )
        looked: set[str] = set()
        results: list[SourceResult] = []
        while waiting and len(looked) < MAX_LISTING_FETCHES:
            url = waiting.pop(0)
            if url in looked:
                continue
            looked.add(url)
            try:
                result, onward = await self.look(url, way)
            except (*NETWORK, IgnoreRequest) as wrong:
                result, onward = SourceResult(FAILED, explain(wrong)), ()
            results.append(result)
            waiting.extend(onward)
        return _sum_up(results)

    async def look(self, url: str, way: DiscoverySource) -> tuple[SourceResult, tuple[str, ...]]:
        """One address of a way: what it answered, and further addresses to look at.
        Raises what the download raised.
        """
        address = await self.visit_context.frontier.way(self.outlet.id, url, way.kind)
        if resting := await self._rests(address):
            return resting, ()
        response = await self._ask(address)
        if response.status == 304:
            return SourceResult(UNCHANGED), ()
        if response.status != 200:
            await self.visit_context.frontier.failed(address, response.status, None)
            return SourceResult(FAILED, f"answers {response.status}"), ()
        seen = FetchState(200, *validators(response), hashlib.sha256(response.body).hexdigest())
        if seen.content_hash == address.content_hash:
            await self._answered(address, seen)
            return SourceResult(UNCHANGED), ()
        reading = await self._read(address, response, way)
        if isinstance(reading, SourceResult):
            return reading, ()
        if reading.state is ListingState.INVALID:
            await self.visit_context.frontier.failed(address, 200, None)
            return SourceResult(INVALID, reading.reason or ""), ()
        return await self._take(address, reading, seen, way), reading.onward

    async def _rests(self, address: Address) -> SourceResult | None:
        """Why the address is not asked for now: the last process that read its body never ended,
        and asking at once again would end this one too.
        """
        if address.reading is not None:
            failures = address.attempts + 1
            again = revisit_policy.next_reading(self.outlet.visit.every, failures, now())
            await self.visit_context.frontier.unreadable(address, again)
            return SourceResult(UNREADABLE, f"the crawler ended while it read {address.url[:200]}")
        if address.not_before is not None and address.not_before > now():
            return SourceResult(
                UNREADABLE,
                f"the crawler ended {address.attempts} times while it read {address.url[:200]};"
                f" next try after {address.not_before:%Y-%m-%d %H:%M} UTC",
            )
        return None

    async def _read(
        self, address: Address, response: Response, way: DiscoverySource
    ) -> DiscoveryResult | SourceResult:
        """What the answer lists, or the result of an answer its reader failed at. That it is read
        is written down first: a reader may take the whole process with it.
        """
        await self.visit_context.frontier.begin_reading(address)
        try:
            with bounds.ending_the_process():
                return read(response, way, self.outlet, self.children)
        except Exception as wrong:  # noqa: BLE001  (this body's trouble alone)
            reason = f"{type(wrong).__name__}: {wrong}"[:200]
            log.warning("a list could not be read", outlet=self.outlet.id, url=way.url, why=reason)
            release_traceback(wrong)
        await self.visit_context.frontier.failed(address, response.status, None)
        return SourceResult(UNREADABLE, reason)

    async def _ask(self, address: Address) -> Response:
        """Conditionally, but after a failure without conditions: a 304 would repeat what we had,
        and prove nothing about now.
        """
        given = {} if address.attempts else conditions(address)
        try:
            return await self.download(Request(address.url, headers=given, callback=NO_CALLBACK))
        except NETWORK:
            await self.visit_context.frontier.failed(address, None, None)
            raise

    async def _take(
        self, address: Address, reading: DiscoveryResult, seen: FetchState, way: DiscoverySource
    ) -> SourceResult:
        """Remembers the links first, the validators after. What holds nothing is read anew next
        time, so that it is told again.
        """
        links = own_articles(reading.links, self.outlet)
        await self._remember(
            [replace(x, way=way.url) for x in links if self.wanted(x)]
        )  # a page or child sitemap counts for its way
        if reading.onward:  # an index is asked for again: its children change without it
            await self._answered(address, FetchState(200))
            return SourceResult(READ)
        if reading.state is ListingState.EMPTY or not links:
            await self._answered(address, FetchState(200))
            none = f"none of {len(reading.links)} links is an article of this outlet"
            return SourceResult(EMPTY, none if reading.links else "")
        await self._answered(address, seen)
        return SourceResult(READ)

    async def _answered(self, address: Address, seen: FetchState) -> None:
        await self.visit_context.frontier.fetched(address, seen, None)

    async def _remember(self, links: list[Link]) -> None:
        self.visit_context.stats.found += len(links)
        for start in range(
            0, len(links), 500
        ):  # one transaction each: short enough for the workers beside us
            self.visit_context.stats.fresh += await self.visit_context.frontier.remember(
                self.outlet.id, links[start : start + 500]
            )


def read(
    response: Response, way: DiscoverySource, outlet: Outlet, children: int = sitemaps.MOST_CHILDREN
) -> DiscoveryResult:
    """The response read by the way's own kind."""
    if way.kind is SourceKind.FEED:
        content_type = response.headers.get("Content-Type", b"") or b""
        return feeds.read(response.body, response.url, content_type.decode("latin-1"))
    if way.kind is SourceKind.SITEMAP:
        return sitemaps.read(response.body, response.url, children)
    if way.kind is SourceKind.TELEGRAM:
        return telegram.read(response.body, response.url, lambda url: is_own_article(url, outlet))
    articles = re.compile(outlet.articles) if outlet.articles else None
    return sections.read(
        response.body, response.url, getattr(response, "encoding", "utf-8"), articles, way.links
    )


def own_articles(links: Iterable[Link], outlet: Outlet) -> list[Link]:
    """The links that are this outlet's articles, each once, at most `MOST_LINKS`."""
    kept: dict[str, Link] = {}
    for link in links:
        if link.hint.get("telegram") or is_own_article(link.url, outlet):
            kept.setdefault(link.url, link)
        if len(kept) == MOST_LINKS:
            break
    return list(kept.values())


def is_own_article(url: str, outlet: Outlet) -> bool:
    """By the outlet's pattern; where none is known, anything on its own hosts but the front
    page.
    """
    if not in_scope(url, outlet):
        return False
    return (
        bool(re.search(outlet.articles, url))
        if outlet.articles
        else url.rstrip("/") != outlet.home.rstrip("/")
    )


def conditions(address: Address) -> dict[str, str]:
    """The headers of a conditional GET: the validators the server gave us last time."""
    given = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    return {k: v for k, v in given.items() if v}


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified as the server wrote them."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return (etag.decode("latin-1") if etag else None), (
        modified.decode("latin-1") if modified else None
    )


def _sum_up(results: list[SourceResult]) -> SourceResult:
    """The best that happened on a way: one page read makes it read; only where none answered it
    failed.
    """
    for good in (READ, UNCHANGED, EMPTY):
        for result in results:
            if result.outcome is good:
                return result
    return results[0] if results else SourceResult(FAILED, "nothing to ask")
