"""The spider for all outlets: an outlet and a visit context come in, fetched pages go to the
pipeline.

It reads the discovery sources first, then fetches the articles that are due. What each address
answers is stored in the frontier with the time of its next fetch; the spider itself keeps nothing
from one visit to the next.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from baqylau.clock import now
from baqylau.model.link import Address, FetchState
from baqylau.model.outlet import Access, Outlet
from baqylau.model.page import Page
from baqylau.model.visit import FETCHED
from crawler import revisit_policy
from crawler.discovery.runner import (
    LinkDiscovery,
    conditional_headers,
    content_type_of,
    validators,
)
from crawler.failures import (
    CUT,
    NETWORK,
    NoContactConfigured,
    explain,
    is_cut,
    release_traceback,
)
from crawler.feed_fallback import page_from_feed
from crawler.pace import pace_settings
from crawler.robots import RobotsCache
from crawler.user_agent import as_feed_reader
from crawler.visit import VisitContext

OTHER_TYPES = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


@dataclass(frozen=True, slots=True)
class FetchedItem:
    """A fetched page for the pipeline, with the validators to store for its address."""

    page: Page
    address: Address
    etag: str | None = None
    last_modified: str | None = None
    origin: str = "crawl"


class OutletSpider(Spider):
    """Visits one outlet; its name is the outlet's id. Without a `visit_context` the visit is
    standalone.
    """

    def __init__(
        self, outlet: Outlet, visit_context: VisitContext | None = None, **kwargs: Any
    ) -> None:
        super().__init__(outlet.id, **kwargs)
        self.outlet = outlet
        self.visit_context = visit_context or standalone_context()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Makes the outlet's pace and certificate checks settings of the crawl, which Scrapy
        applies after it has made the spider.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.setdict(pace_settings(spider.outlet), priority="spider")
        if spider.outlet.repairs.feed_reader:
            agent = as_feed_reader(crawler.settings["USER_AGENT"])
            crawler.settings.set("USER_AGENT", agent, priority="cmdline")
        return spider

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        if self.visit_context.standalone:
            await self.visit_context.frontier.sync([self.outlet], partial=True)
        await LinkDiscovery(
            self.outlet, self.visit_context, self.crawler.engine.download_async
        ).run()
        for address in await self.visit_context.frontier.due(
            self.outlet.id, self.visit_context.limit
        ):
            if self.outlet.access is Access.FEED_ONLY:
                for item in await self._items_from_feed(address):
                    yield item
            else:
                yield self.article_request(address)

    def article_request(self, address: Address) -> Request:
        """A conditional request for an article."""
        return Request(
            address.url,
            headers=conditional_headers(address),
            callback=self.receive,
            errback=self.request_failed,
            cb_kwargs={"address": address},
        )

    def closed(self, reason: str) -> None:
        if self.visit_context.standalone:
            self.visit_context.frontier.close()
            self.logger.warning(
                "%s: %s; %d pages stored",
                reason,
                self.visit_context.stats.result,
                self.visit_context.stats.fetched,
            )

    async def receive(self, response: Response, address: Address) -> AsyncIterator[FetchedItem]:
        """Handles every answer, whatever its status."""
        if response.status == 304:
            await self._unchanged(address)
        elif response.status in {404, 410} or self._redirects_home(response, address):
            await self._gone(address, response.status)
        elif response.status == 200 and is_cut(response):
            self._count_fetch(address, CUT)
            for item in await self._article_failed(address, None, CUT):
                yield item
        elif response.status == 200 and not _has_other_type(response):
            self._count_fetch(address, FETCHED)
            yield FetchedItem(
                page_from_response(response, address.url, self.outlet.repairs.charset),
                address,
                *validators(response),
            )
        elif response.status == 200:
            await self.visit_context.frontier.failed(address, 200, None)
        else:
            self._count_fetch(address, f"answers {response.status}")
            for item in await self._article_failed(
                address, response.status, f"answers {response.status}"
            ):
                yield item

    async def request_failed(self, failure: Failure) -> AsyncIterator[FetchedItem]:
        """Handles a request without an answer: the network failed, or guard or robots.txt
        refused.
        """
        # Scrapy adds the attribute `request`
        wrong, request = failure.value, failure.request  # type: ignore[attr-defined]
        if not isinstance(wrong, (*NETWORK, IgnoreRequest)):
            failure.raiseException()
        release_traceback(wrong)
        address: Address = request.cb_kwargs["address"]
        if self.visit_context.stats.not_before:
            return  # the outlet asked the crawler to wait: the address stays due
        if isinstance(wrong, IgnoreRequest):
            self.visit_context.stats.responses["refused"] += 1
        if not isinstance(wrong, NoContactConfigured):
            self._count_fetch(address, explain(wrong))
        for item in await self._article_failed(address, None, explain(wrong)):
            yield item

    def _count_fetch(self, address: Address, outcome: str) -> None:
        """Counts an article by outcome; the address in brackets behind a reason is left out."""
        if outcome == FETCHED or address.attempts <= 1:
            self.visit_context.stats.fetches[outcome.partition(" (")[0]] += 1

    async def _unchanged(self, address: Address) -> None:
        self._count_fetch(address, FETCHED)
        next_fetch = revisit_policy.next_article_fetch(
            revisit_policy.publication_time(address.first_seen, address.hint.get("published")),
            now(),
            unchanged=True,
        )
        await self.visit_context.frontier.fetched(
            address,
            FetchState(304, address.etag, address.last_modified, address.content_hash),
            next_fetch,
        )

    async def _gone(self, address: Address, status: int) -> None:
        """Records that the page is gone. A page may be missing for hours while it is edited or
        moved, so that it counts as removed only after it was gone for `REMOVAL_HOLDS` seconds.
        """
        if address.last_fetch is None:
            self._count_fetch(
                address, f"answers {status}" if status != 200 else "leads to the front page"
            )
        since = address.gone_since or now()
        next_fetch = revisit_policy.next_removal_check(
            since, now(), timedelta(seconds=self.settings.getfloat("REMOVAL_HOLDS"))
        )
        await self.visit_context.frontier.failed(
            address, status if status != 200 else 404, next_fetch, since
        )
        if next_fetch is None:
            await self.visit_context.frontier.removed(self.outlet.id, address)

    async def _article_failed(
        self, address: Address, status: int | None, reason: str
    ) -> list[FetchedItem]:
        self.visit_context.stats.troubles.append(f"{address.url[:200]}: {reason}")
        next_fetch = revisit_policy.next_retry(address.attempts + 1, now())
        if self.visit_context.stats.not_before and not address.attempts:
            # the first failure waits just as long as the outlet asked
            next_fetch = self.visit_context.stats.not_before
        await self.visit_context.frontier.failed(address, status, next_fetch, address.gone_since)
        page = (
            None if status in {429, 503} or address.last_fetch else page_from_feed(address, now())
        )
        return [FetchedItem(page, address, origin="feed")] if page else []

    async def _items_from_feed(self, address: Address) -> list[FetchedItem]:
        """The article from the text in the feed, where the outlet does not let us fetch its
        pages.
        """
        await self.visit_context.frontier.failed(address, None, None)
        page = page_from_feed(address, now())
        return [FetchedItem(page, address, origin="feed")] if page else []

    def _redirects_home(self, response: Response, address: Address) -> bool:
        """Whether the article's address now redirects to the front page: a removal without
        a 404.
        """
        at_home = response.url.rstrip("/") == self.outlet.home.rstrip("/")
        return (
            response.status == 200
            and at_home
            and address.url.rstrip("/") != self.outlet.home.rstrip("/")
        )


def standalone_context() -> VisitContext:
    """The context of a visit by `scrapy crawl`: no scheduler runs, nothing is leased, and database
    and archive are opened for this one visit.
    """
    from baqylau import settings
    from crawler.frontier_db import open_frontier

    return VisitContext(open_frontier(settings.load()), RobotsCache(), standalone=True)


def page_from_response(response: Response, requested: str, charset: str | None = None) -> Page:
    """The response as a page with its body unchanged; `requested` is the address before any
    redirect, `charset` what its outlet's file says of it.
    """
    headers = {
        k.decode("latin-1"): b", ".join(v).decode("latin-1") for k, v in response.headers.items()
    }
    return Page(
        url=response.url,
        body=response.body,
        fetched=now(),
        content_type=content_type_of(response, charset) or None,
        status=response.status,
        headers=headers,
        requested=requested if response.url != requested else None,
    )


def _has_other_type(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
    return kind.startswith(OTHER_TYPES)
