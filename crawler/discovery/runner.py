"""Reads the discovery sources of an outlet and stores the links they list: an outlet comes in; the
result of each source and the numbers of links go into the `VisitStats`.

Every request is conditional. The validators of a source are stored only after its links, so that
after a crash in between the source is read again, and no link is lost.
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
# addresses of one source fetched in one visit: child sitemaps and pages of a section
MAX_LISTING_FETCHES = 20
# links of one listing stored in one visit; what else an archive sitemap lists is for a backfill
MOST_LINKS = 1_000
LINKS_AT_A_TIME = 500  # in one transaction, which stays short for the workers beside the crawler


def _anything(link: Link) -> bool:
    del link
    return True


@dataclass(slots=True)
class LinkDiscovery:
    """`download` sends one request through the middlewares and returns the response or raises.

    `accepts` chooses among the links to articles of the outlet; `children` is the largest number of
    child sitemaps read of an index.
    """

    outlet: Outlet
    visit_context: VisitContext
    download: Callable[[Request], Awaitable[Response]]
    accepts: Callable[[Link], bool] = _anything
    children: int = sitemaps.MOST_CHILDREN

    async def run(self) -> None:
        """Reads every source; where one fails, the others are read all the same."""
        for source in self.outlet.discover:
            self.visit_context.stats.sources[source.url] = await self._read_source(source)

    async def _read_source(self, source: DiscoverySource) -> SourceResult:
        waiting = sections.pages(
            source.url, source.pages, now().astimezone(ZoneInfo(self.outlet.timezone)).date()
        )
        requested: set[str] = set()
        results: list[SourceResult] = []
        while waiting and len(requested) < MAX_LISTING_FETCHES:
            url = waiting.pop(0)
            if url in requested:
                continue
            requested.add(url)
            try:
                result, onward = await self.fetch_listing(url, source)
            except (*NETWORK, IgnoreRequest) as wrong:
                result, onward = SourceResult(FAILED, explain(wrong)), ()
            results.append(result)
            waiting.extend(onward)
        return _sum_up(results)

    async def fetch_listing(
        self, url: str, source: DiscoverySource
    ) -> tuple[SourceResult, tuple[str, ...]]:
        """Fetches one address of a source, and returns its result and further addresses to fetch.
        Raises what the download raised.
        """
        address = await self.visit_context.frontier.source_address(self.outlet.id, url, source.kind)
        if postponed := await self._postponed(address):
            return postponed, ()
        response = await self._download(address)
        if response.status == 304:
            return SourceResult(UNCHANGED), ()
        if response.status != 200:
            await self.visit_context.frontier.failed(address, response.status, None)
            return SourceResult(FAILED, f"answers {response.status}"), ()
        state = FetchState(200, *validators(response), hashlib.sha256(response.body).hexdigest())
        if state.content_hash == address.content_hash:
            await self._record_answer(address, state)
            return SourceResult(UNCHANGED), ()
        result = await self._read(address, response, source)
        if isinstance(result, SourceResult):
            return result, ()
        if result.state is ListingState.INVALID:
            await self.visit_context.frontier.failed(address, 200, None)
            return SourceResult(INVALID, result.reason or ""), ()
        return await self._store_links(address, result, state, source), result.onward

    async def _postponed(self, address: Address) -> SourceResult | None:
        """Why the address is not fetched now: the last process that parsed its body never got to
        the end of it, and this one might not either.
        """
        if address.reading is not None:
            failures = address.attempts + 1
            not_before = revisit_policy.retry_after_crash(self.outlet.visit.every, failures, now())
            await self.visit_context.frontier.unreadable(address, not_before)
            return SourceResult(UNREADABLE, f"the crawler ended while it read {address.url[:200]}")
        if address.not_before is not None and address.not_before > now():
            return SourceResult(
                UNREADABLE,
                f"the crawler ended {address.attempts} times while it read {address.url[:200]};"
                f" next try after {address.not_before:%Y-%m-%d %H:%M} UTC",
            )
        return None

    async def _read(
        self, address: Address, response: Response, source: DiscoverySource
    ) -> DiscoveryResult | SourceResult:
        """What the answer lists, or the result of an answer that could not be parsed. The start of
        parsing is stored first, since it may end the whole process.
        """
        await self.visit_context.frontier.begin_reading(address)
        try:
            with bounds.process_time_limit():
                return read(response, source, self.outlet, self.children)
        except Exception as wrong:  # noqa: BLE001  (only this body is lost)
            reason = f"{type(wrong).__name__}: {wrong}"[:200]
            log.warning(
                "a list could not be read", outlet=self.outlet.id, url=source.url, why=reason
            )
            release_traceback(wrong)
        await self.visit_context.frontier.failed(address, response.status, None)
        return SourceResult(UNREADABLE, reason)

    async def _download(self, address: Address) -> Response:
        """A conditional request, but after a failure an unconditional one: a 304 would not show
        that the source can be read again.
        """
        given = {} if address.attempts else conditional_headers(address)
        try:
            return await self.download(Request(address.url, headers=given, callback=NO_CALLBACK))
        except NETWORK:
            await self.visit_context.frontier.failed(address, None, None)
            raise

    async def _store_links(
        self, address: Address, result: DiscoveryResult, state: FetchState, source: DiscoverySource
    ) -> SourceResult:
        """Stores the links first and the validators after them. Without validators an empty list is
        read again at the next visit, and reported again.
        """
        links = own_articles(result.links, self.outlet)
        # links of a page or child sitemap count for the source they belong to
        await self._add_links([replace(x, source=source.url) for x in links if self.accepts(x)])
        if result.onward:  # an index is always read again: its children change without it
            await self._record_answer(address, FetchState(200))
            return SourceResult(READ)
        if result.state is ListingState.EMPTY or not links:
            await self._record_answer(address, FetchState(200))
            none = f"none of {len(result.links)} links is an article of this outlet"
            return SourceResult(EMPTY, none if result.links else "")
        await self._record_answer(address, state)
        return SourceResult(READ)

    async def _record_answer(self, address: Address, state: FetchState) -> None:
        await self.visit_context.frontier.fetched(address, state, None)

    async def _add_links(self, links: list[Link]) -> None:
        self.visit_context.stats.found += len(links)
        for start in range(0, len(links), LINKS_AT_A_TIME):
            self.visit_context.stats.fresh += await self.visit_context.frontier.add_links(
                self.outlet.id, links[start : start + LINKS_AT_A_TIME]
            )


def read(
    response: Response,
    source: DiscoverySource,
    outlet: Outlet,
    children: int = sitemaps.MOST_CHILDREN,
) -> DiscoveryResult:
    """Parses the response by the kind of its source."""
    if source.kind is SourceKind.FEED:
        content_type = response.headers.get("Content-Type", b"") or b""
        return feeds.read(response.body, response.url, content_type.decode("latin-1"))
    if source.kind is SourceKind.SITEMAP:
        return sitemaps.read(response.body, response.url, children)
    if source.kind is SourceKind.TELEGRAM:
        return telegram.read(response.body, response.url, lambda url: is_own_article(url, outlet))
    articles = re.compile(outlet.articles) if outlet.articles else None
    return sections.read(
        response.body, response.url, getattr(response, "encoding", "utf-8"), articles, source.links
    )


def own_articles(links: Iterable[Link], outlet: Outlet) -> list[Link]:
    """The links that are this outlet's articles, each once, at most `MOST_LINKS`."""
    chosen: dict[str, Link] = {}
    for link in links:
        if link.hint.get("telegram") or is_own_article(link.url, outlet):
            chosen.setdefault(link.url, link)
        if len(chosen) == MOST_LINKS:
            break
    return list(chosen.values())


def is_own_article(url: str, outlet: Outlet) -> bool:
    """Whether the address matches the outlet's pattern; where it has none, whether it is on the
    outlet's hosts and not the front page.
    """
    if not in_scope(url, outlet):
        return False
    return (
        bool(re.search(outlet.articles, url))
        if outlet.articles
        else url.rstrip("/") != outlet.home.rstrip("/")
    )


def conditional_headers(address: Address) -> dict[str, str]:
    """The headers of a conditional GET, with the validators of the last answer."""
    given = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    return {k: v for k, v in given.items() if v}


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified as the server sent them."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return (etag.decode("latin-1") if etag else None), (
        modified.decode("latin-1") if modified else None
    )


def _sum_up(results: list[SourceResult]) -> SourceResult:
    """The best result of a source's addresses: it is read where one was read, and failed only where
    none answered.
    """
    for good in (READ, UNCHANGED, EMPTY):
        for result in results:
            if result.outcome is good:
                return result
    return results[0] if results else SourceResult(FAILED, "no address to fetch")
