"""The one spider: an outlet and a trip come in, fetched pages go to the pipeline.

It looks for links first, then fetches what is due. Whatever an address answers is noted with its
next appointment; the spider itself remembers nothing from one visit to the next.
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
from baqylau.monitoring.observations import HAD
from crawler import revisit_policy
from crawler.discovery.runner import LinkDiscovery, conditions, validators
from crawler.failures import NETWORK, NoContactConfigured, explain, release_traceback
from crawler.feed_fallback import page_of
from crawler.robots import RobotsCache
from crawler.visit import VisitContext

NEVER_A_PAGE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


@dataclass(frozen=True, slots=True)
class FetchedItem:
    """A page on its way to the archive, and what its address is to be told once it is kept."""

    page: Page
    address: Address
    etag: str | None = None
    last_modified: str | None = None
    origin: str = "crawl"


class OutletSpider(Spider):
    """Visits one outlet under its name, at its pace. Without a `visit_context` it is alone."""

    def __init__(
        self, outlet: Outlet, visit_context: VisitContext | None = None, **kwargs: Any
    ) -> None:
        super().__init__(outlet.id, **kwargs)
        self.outlet = outlet
        self.visit_context = visit_context or alone()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The outlet's pace and certificates become the crawl's settings: Scrapy applies them after
        the spider is made.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.setdict(pace(spider.outlet), priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        if self.visit_context.alone:
            await self.visit_context.frontier.sync([self.outlet], alone=True)
        await LinkDiscovery(
            self.outlet, self.visit_context, self.crawler.engine.download_async
        ).walk()
        for address in await self.visit_context.frontier.due(
            self.outlet.id, self.visit_context.limit
        ):
            if self.outlet.access is Access.FEED_ONLY:
                for item in await self._from_the_feed(address):
                    yield item
            else:
                yield self.ask_for(address)

    def ask_for(self, address: Address) -> Request:
        """A conditional request for an article."""
        return Request(
            address.url,
            headers=conditions(address),
            callback=self.receive,
            errback=self.lost,
            cb_kwargs={"address": address},
        )

    def closed(self, reason: str) -> None:
        if self.visit_context.alone:
            self.visit_context.frontier.close()
            self.logger.warning(
                "%s: %s; %d pages kept",
                reason,
                self.visit_context.stats.result,
                self.visit_context.stats.fetched,
            )

    async def receive(self, response: Response, address: Address) -> AsyncIterator[FetchedItem]:
        """What the address answered, whatever its status."""
        if response.status == 304:
            await self._unchanged(address)
        elif response.status in {404, 410} or self._leads_home(response, address):
            await self._gone(address, response.status)
        elif response.status == 200 and not _never_a_page(response):
            self._looked(address, HAD)
            yield FetchedItem(page_from(response, address.url), address, *validators(response))
        elif response.status == 200:
            await self.visit_context.frontier.failed(address, 200, None)
        else:
            self._looked(address, f"answers {response.status}")
            for item in await self._not_had(address, response.status, f"answers {response.status}"):
                yield item

    async def lost(self, failure: Failure) -> AsyncIterator[FetchedItem]:
        """No answer: the network, the guard or robots.txt stood in the way."""
        # Scrapy adds the request
        wrong, request = failure.value, failure.request  # type: ignore[attr-defined]
        if not isinstance(wrong, (*NETWORK, IgnoreRequest)):
            failure.raiseException()
        release_traceback(wrong)
        address: Address = request.cb_kwargs["address"]
        if self.visit_context.stats.not_before:
            return  # the outlet asked us to stay away: the address keeps its turn
        if isinstance(wrong, IgnoreRequest):
            self.visit_context.stats.responses["refused"] += 1
        if not isinstance(wrong, NoContactConfigured):
            self._looked(address, explain(wrong))
        for item in await self._not_had(address, None, explain(wrong)):
            yield item

    def _looked(self, address: Address, word: str) -> None:
        if word == HAD or address.attempts <= 1:
            self.visit_context.stats.looks[word.partition(" (")[0]] += (
                1  # without the address it led to, so that it can be counted
            )

    async def _unchanged(self, address: Address) -> None:
        self._looked(address, HAD)
        again = revisit_policy.next_look(
            revisit_policy.born(address.first_seen, address.hint.get("published")), now()
        )
        await self.visit_context.frontier.fetched(
            address,
            FetchState(304, address.etag, address.last_modified, address.content_hash),
            again,
        )

    async def _gone(self, address: Address, status: int) -> None:
        """Outlets lose pages for hours while they are edited or moved: only a loss that held counts
        as a removal.
        """
        if address.last_fetch is None:
            self._looked(
                address, f"answers {status}" if status != 200 else "leads to the front page"
            )
        since = address.gone_since or now()
        again = revisit_policy.look_while_gone(
            since, now(), timedelta(seconds=self.settings.getfloat("REMOVAL_HOLDS"))
        )
        await self.visit_context.frontier.failed(
            address, status if status != 200 else 404, again, since
        )
        if again is None:
            await self.visit_context.frontier.removed(self.outlet.id, address)

    async def _not_had(
        self, address: Address, status: int | None, reason: str
    ) -> list[FetchedItem]:
        self.visit_context.stats.troubles.append(f"{address.url[:200]}: {reason}")
        again = revisit_policy.look_after_failure(address.attempts + 1, now())
        if self.visit_context.stats.not_before and not address.attempts:
            again = self.visit_context.stats.not_before  # the first time it is taken at its word
        await self.visit_context.frontier.failed(address, status, again, address.gone_since)
        page = None if status in {429, 503} or address.last_fetch else page_of(address, now())
        return [FetchedItem(page, address, origin="feed")] if page else []

    async def _from_the_feed(self, address: Address) -> list[FetchedItem]:
        """What an outlet says in its feed, where its pages are closed to us."""
        await self.visit_context.frontier.failed(address, None, None)
        page = page_of(address, now())
        return [FetchedItem(page, address, origin="feed")] if page else []

    def _leads_home(self, response: Response, address: Address) -> bool:
        """Soft removal: an article's address that now redirects to the front page or a section."""
        moved = response.url.rstrip("/") == self.outlet.home.rstrip("/")
        return (
            response.status == 200
            and moved
            and address.url.rstrip("/") != self.outlet.home.rstrip("/")
        )


def pace(outlet: Outlet) -> dict[str, object]:
    """The outlet's delay, concurrency and certificates in Scrapy's words; a delay of zero is for
    presses on this machine.
    """
    delay = outlet.visit.delay.total_seconds()
    return {
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": bool(delay),
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(outlet.visit.concurrency),
        "CONCURRENT_REQUESTS_PER_DOMAIN": outlet.visit.concurrency,
        "DOWNLOAD_VERIFY_CERTIFICATES": outlet.tls == "verified",
    }


def alone() -> VisitContext:
    """A trip for `scrapy crawl`, outside the rounds: nothing is leased, the house is opened for
    this one visit.
    """
    from baqylau import settings
    from crawler.frontier_db import open_frontier

    return VisitContext(open_frontier(settings.load()), RobotsCache(), alone=True)


def page_from(response: Response, asked: str) -> Page:
    """The response as a page, its body as it came; `asked` is the address before any redirect."""
    headers = {
        k.decode("latin-1"): b", ".join(v).decode("latin-1") for k, v in response.headers.items()
    }
    return Page(
        url=response.url,
        body=response.body,
        fetched=now(),
        content_type=headers.get("Content-Type"),
        status=response.status,
        headers=headers,
        requested=asked if response.url != asked else None,
    )


def _never_a_page(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
    return kind.startswith(NEVER_A_PAGE)
