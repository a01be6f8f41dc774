"""Reads the discovery sources of an outlet and stores the links they list: an outlet comes in; the
result of each source and the numbers of links go into the `VisitStats`.

Every request is conditional. The validators of a source are stored only after its links, so that
after a crash in between the source is read again, and no link is lost.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.errors import SandboxLimitExceeded
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import DiscoverySource, Outlet
from baqylau.model.visit import SourceOutcome, SourceResult
from crawler import revisit_policy
from crawler.discovery import sections, sitemaps
from crawler.discovery.listing import ListingBody
from crawler.discovery.result import DiscoveryResult, ListingState
from crawler.failures import CUT, NETWORK, explain, is_cut, release_traceback
from crawler.parser_pool import LISTING
from crawler.visit import VisitContext

log = structlog.get_logger("crawler")

READ, UNCHANGED, EMPTY = SourceOutcome.READ, SourceOutcome.UNCHANGED, SourceOutcome.EMPTY
INVALID, FAILED = SourceOutcome.INVALID, SourceOutcome.FAILED
UNREADABLE = SourceOutcome.UNREADABLE
# addresses of one source fetched in one visit: child sitemaps and pages of a section
MAX_LISTING_FETCHES = 20
MOST_PAST_FAILURES = 8  # visits in which a page of the past failed; then it is left alone
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
    child sitemaps read of an index, `most_links` that of the links taken from one listing.
    """

    outlet: Outlet
    visit_context: VisitContext
    download: Callable[[Request], Awaitable[Response]]
    accepts: Callable[[Link], bool] = _anything
    children: int = sitemaps.MOST_CHILDREN
    most_links: int = MOST_LINKS

    async def run(self) -> None:
        """Reads every source; where one fails, the others are read all the same."""
        for source in self.outlet.discover:
            self.visit_context.stats.sources[source.url] = await self._read_source(source)

    async def _read_source(self, source: DiscoverySource) -> SourceResult:
        local = now().astimezone(ZoneInfo(self.outlet.timezone))
        waiting = sections.pages(source.url, source.pages, local.date())
        past = await self._unread_past(source, local)
        waiting += past
        requested: set[str] = set()
        results: list[SourceResult] = []
        while waiting and len(requested) < MAX_LISTING_FETCHES:
            url = waiting.pop(0)
            if url in requested:
                continue
            requested.add(url)
            try:
                result, onward = await self.fetch_listing(url, source, in_full=url in past)
            except (*NETWORK, IgnoreRequest) as wrong:
                result, onward = SourceResult(FAILED, explain(wrong)), ()
            if url not in past:  # whether a page of the past answers says little about today
                results.append(result)
            waiting.extend(onward)
        return _sum_up(results)

    async def _unread_past(self, source: DiscoverySource, local: datetime) -> list[str]:
        """The pages of a dated archive whose last articles nobody has seen: those of a day (or
        month) that ended since the last visit. At the first visit there are none.
        """
        if self.visit_context.last_visit is None:
            return []
        unread: list[str] = []
        for url, end in sections.past_pages(source.url, source.pages, local):
            address = await self.visit_context.frontier.source_address(
                self.outlet.id, url, source.kind
            )
            fetched = None if address.attempts else address.last_fetch
            if address.attempts >= MOST_PAST_FAILURES or sections.is_read(fetched, end, local):
                break
            unread.append(url)
        return unread

    async def fetch_listing(
        self, url: str, source: DiscoverySource, in_full: bool = False
    ) -> tuple[SourceResult, tuple[str, ...]]:
        """Fetches one address of a source, and returns its result and further addresses to fetch;
        with `in_full` by an unconditional request. Raises what the download raised.
        """
        address = await self.visit_context.frontier.source_address(self.outlet.id, url, source.kind)
        if postponed := self._postponed(address):
            return postponed, ()
        response = await self._download(address, in_full or _not_seen_in_full(address))
        if response.status == 304:
            return SourceResult(UNCHANGED), ()
        if response.status != 200:
            await self.visit_context.frontier.failed(address, response.status, None)
            return SourceResult(FAILED, f"answers {response.status}"), ()
        if is_cut(response):
            await self.visit_context.frontier.failed(address, None, None)
            return SourceResult(FAILED, CUT), ()
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

    def _postponed(self, address: Address) -> SourceResult | None:
        """Why the address is not fetched now: its last body could not be parsed within the limits,
        and the next one may be no better.
        """
        if address.not_before is None or address.not_before <= now():
            return None
        return SourceResult(
            UNREADABLE,
            f"what {address.url[:200]} answered could not be parsed {address.attempts} times;"
            f" next try after {address.not_before:%Y-%m-%d %H:%M} UTC",
        )

    async def _read(
        self, address: Address, response: Response, source: DiscoverySource
    ) -> DiscoveryResult | SourceResult:
        """What the answer lists, or the result of an answer that could not be parsed."""
        content_type = content_type_of(response, self.outlet.repairs.charset)
        given = ListingBody(response.body, response.url, content_type)
        try:
            result: DiscoveryResult = await self.visit_context.parser.parse(
                LISTING, given, source, self.outlet, self.children, self.most_links
            )
            return result
        except SandboxLimitExceeded as wrong:
            reason = f"{wrong} ({address.url[:200]})"
            retry = revisit_policy.retry_unparsed(
                self.outlet.visit.every, address.attempts + 1, now()
            )
            await self.visit_context.frontier.unreadable(address, retry)
        except Exception as wrong:  # noqa: BLE001  (only this body is lost)
            reason = f"{type(wrong).__name__}: {wrong}"[:200]
            release_traceback(wrong)
            await self.visit_context.frontier.failed(address, response.status, None)
        log.warning("a list could not be read", outlet=self.outlet.id, url=source.url, why=reason)
        return SourceResult(UNREADABLE, reason)

    async def _download(self, address: Address, in_full: bool) -> Response:
        """A conditional request, but after a failure an unconditional one: a 304 would not show
        that the source can be read again.
        """
        given = {} if address.attempts or in_full else conditional_headers(address)
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
        links = result.links
        # links of a page or child sitemap count for the source they belong to
        await self._add_links(
            [
                replace(x, source=source.url, identity=identity_of(x.url, self.outlet))
                for x in links
                if self.accepts(x)
            ]
        )
        if result.onward:  # an index is always read again: its children change without it
            await self._record_answer(address, FetchState(200))
            return SourceResult(READ)
        if result.state is ListingState.EMPTY or not links:
            await self._record_answer(address, FetchState(200))
            none = f"none of {result.listed} links is an article of this outlet"
            return SourceResult(
                EMPTY,
                none if result.listed else result.reason or "",
                len(result.refused),
                result.lookalike,
            )
        await self._record_answer(address, state)
        return SourceResult(READ, "", len(result.refused), result.lookalike)

    async def _record_answer(self, address: Address, state: FetchState) -> None:
        await self.visit_context.frontier.fetched(address, state, None)

    async def _add_links(self, links: list[Link]) -> None:
        self.visit_context.stats.found += len(links)
        for start in range(0, len(links), LINKS_AT_A_TIME):
            self.visit_context.stats.fresh += await self.visit_context.frontier.add_links(
                self.outlet.id, links[start : start + LINKS_AT_A_TIME]
            )


def identity_of(url: str, outlet: Outlet) -> str | None:
    """What the article is known by when its slug changes; None where the outlet's file names no
    such part of the address, or it is not there.
    """
    pattern = outlet.repairs.identity
    found = re.search(pattern, url) if pattern else None
    return found[1][:64] if found and found[1] else None


def _not_seen_in_full(address: Address) -> bool:
    """Whether the list was last received long ago: a 304 leaves that time as it was."""
    fetched = address.last_fetch
    return fetched is not None and now() - fetched >= revisit_policy.LOOK_IN_FULL


def conditional_headers(address: Address) -> dict[str, str]:
    """The headers of a conditional GET, with the validators of the last answer."""
    given = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    return {k: v for k, v in given.items() if v}


def content_type_of(response: Response, charset: str | None) -> str:
    """The Content-Type as the server sent it ("" where it sent none), with the charset that the
    outlet's file gives in place of the server's.
    """
    sent = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if charset is None:
        return sent
    return f"{sent.partition(';')[0].strip() or 'text/html'}; charset={charset}"


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified as the server sent them."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    return (etag.decode("latin-1") if etag else None), (
        modified.decode("latin-1") if modified else None
    )


def _sum_up(results: list[SourceResult]) -> SourceResult:
    """The best result of a source's addresses: it is read where one was read, and failed only where
    none answered. Refused links are those of all addresses.
    """
    refused = sum(x.refused for x in results)
    example = next((x.lookalike for x in results if x.lookalike), "")
    for good in (READ, UNCHANGED, EMPTY):
        for result in results:
            if result.outcome is good:
                return replace(result, refused=refused, lookalike=example)
    return results[0] if results else SourceResult(FAILED, "no address to fetch")
