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

from baqylau.checkup.observed import HAD
from baqylau.clock import now
from baqylau.model.link import Address, Seen
from baqylau.model.outlet import Access, Outlet
from baqylau.model.page import Page
from crawler import rhythm
from crawler.feed_pages import page_of
from crawler.robots import RobotsBook
from crawler.scout import Scout, conditions, validators
from crawler.trip import Trip
from crawler.words import NETWORK, Unintroduced, explain, let_go

NEVER_A_PAGE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page on its way to the archive, and what its address is to be told once it is kept."""

    page: Page
    address: Address
    etag: str | None = None
    last_modified: str | None = None
    origin: str = "crawl"


class OutletSpider(Spider):
    """Visits one outlet under its name, at its pace. Without a `trip` it is alone."""

    def __init__(self, outlet: Outlet, trip: Trip | None = None, **kwargs: Any) -> None:
        super().__init__(outlet.id, **kwargs)
        self.outlet = outlet
        self.trip = trip or alone()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The outlet's pace and certificates become the crawl's settings: Scrapy applies them after
        the spider is made.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.settings.setdict(pace(spider.outlet), priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Request | Fetched]:
        if self.trip.alone:
            await self.trip.desk.sync([self.outlet], alone=True)
        await Scout(self.outlet, self.trip, self.crawler.engine.download_async).walk()
        for address in await self.trip.desk.due(self.outlet.id, self.trip.limit):
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
        if self.trip.alone:
            self.trip.desk.close()
            self.logger.warning(
                "%s: %s; %d pages kept", reason, self.trip.tally.result, self.trip.tally.fetched
            )

    async def receive(self, response: Response, address: Address) -> AsyncIterator[Fetched]:
        """What the address answered, whatever its status."""
        if response.status == 304:
            await self._unchanged(address)
        elif response.status in {404, 410} or self._leads_home(response, address):
            await self._gone(address, response.status)
        elif response.status == 200 and not _never_a_page(response):
            self._looked(address, HAD)
            yield Fetched(page_from(response, address.url), address, *validators(response))
        elif response.status == 200:
            await self.trip.desk.failed(address, 200, None)
        else:
            self._looked(address, f"answers {response.status}")
            for item in await self._not_had(address, response.status, f"answers {response.status}"):
                yield item

    async def lost(self, failure: Failure) -> AsyncIterator[Fetched]:
        """No answer: the network, the guard or robots.txt stood in the way."""
        # Scrapy adds the request
        wrong, request = failure.value, failure.request  # type: ignore[attr-defined]
        if not isinstance(wrong, (*NETWORK, IgnoreRequest)):
            failure.raiseException()
        let_go(wrong)
        address: Address = request.cb_kwargs["address"]
        if self.trip.tally.not_before:
            return  # the outlet asked us to stay away: the address keeps its turn
        if isinstance(wrong, IgnoreRequest):
            self.trip.tally.responses["refused"] += 1
        if not isinstance(wrong, Unintroduced):
            self._looked(address, explain(wrong))
        for item in await self._not_had(address, None, explain(wrong)):
            yield item

    def _looked(self, address: Address, word: str) -> None:
        if word == HAD or address.attempts <= 1:
            self.trip.tally.looks[word.partition(" (")[0]] += (
                1  # without the address it led to, so that it can be counted
            )

    async def _unchanged(self, address: Address) -> None:
        self._looked(address, HAD)
        again = rhythm.next_look(
            rhythm.born(address.first_seen, address.hint.get("published")), now()
        )
        await self.trip.desk.fetched(
            address, Seen(304, address.etag, address.last_modified, address.content_hash), again
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
        again = rhythm.look_while_gone(
            since, now(), timedelta(seconds=self.settings.getfloat("REMOVAL_HOLDS"))
        )
        await self.trip.desk.failed(address, status if status != 200 else 404, again, since)
        if again is None:
            await self.trip.desk.removed(self.outlet.id, address)

    async def _not_had(self, address: Address, status: int | None, reason: str) -> list[Fetched]:
        self.trip.tally.troubles.append(f"{address.url[:200]}: {reason}")
        again = rhythm.look_after_failure(address.attempts + 1, now())
        if self.trip.tally.not_before and not address.attempts:
            again = self.trip.tally.not_before  # the first time it is taken at its word
        await self.trip.desk.failed(address, status, again, address.gone_since)
        page = None if status in {429, 503} or address.last_fetch else page_of(address, now())
        return [Fetched(page, address, origin="feed")] if page else []

    async def _from_the_feed(self, address: Address) -> list[Fetched]:
        """What an outlet says in its feed, where its pages are closed to us."""
        await self.trip.desk.failed(address, None, None)
        page = page_of(address, now())
        return [Fetched(page, address, origin="feed")] if page else []

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


def alone() -> Trip:
    """A trip for `scrapy crawl`, outside the rounds: nothing is leased, the house is opened for
    this one visit.
    """
    from baqylau import settings
    from crawler.store_desk import open_desk

    return Trip(open_desk(settings.load()), RobotsBook(), alone=True)


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
