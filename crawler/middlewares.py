"""Scrapy's downloader middlewares: requests of a spider come in and are refused or passed on,
answers are counted. They are the guard, robots.txt, and the counter of traffic.

A refusal is an `IgnoreRequest` whose message a person can read; the spider counts it and goes on.
"""

from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from baqylau.settings import HOW_TO_CONTACT
from crawler.download_handler import REFUSAL
from crawler.failures import NoContactConfigured, RequestRefused, RobotsForbidden, explain
from crawler.guard import refusal
from crawler.hosts import host_port, in_scope
from crawler.pace import apply_crawl_delay
from crawler.robots_txt import MOST_BYTES
from crawler.spiders.outlet import OutletSpider

UNPACKED_ROBOTS = 10 * 2**20  # bytes


def _spider(crawler: Crawler) -> OutletSpider:
    spider = crawler.spider
    if not isinstance(spider, OutletSpider):
        raise TypeError(f"these middlewares serve outlet spiders, not {type(spider).__name__}")
    return spider


class RequestGuard:
    """Refuses private addresses, schemes other than http and https, redirects to another outlet or
    site, and every request after the outlet asked the crawler to wait.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.allowed = frozenset(crawler.settings.getlist("ALLOW_HOSTS"))
        self.has_contact = crawler.settings.getbool("HAS_CONTACT")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RequestGuard":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        reason = self._reason(request)
        if reason:
            raise RequestRefused(reason)
        if not self.has_contact and host_port(urlsplit(request.url)) not in self.allowed:
            raise NoContactConfigured(f"setting contact is empty: {HOW_TO_CONTACT}")

    def _reason(self, request: Request) -> str | None:
        spider = _spider(self.crawler)
        if spider.visit_context.stats.not_before:
            return REFUSAL
        reason = refusal(request.url, self.allowed)
        if reason:
            return f"{reason} ({request.url[:200]})"
        # RFC 9309: a robots.txt may redirect to another site
        if request.meta.get("is_robots"):
            return None
        if request.meta.get("redirect_urls") and not in_scope(request.url, spider.outlet):
            return f"redirects to another site, {urlsplit(request.url).hostname}"
        return None


class Robots:
    """Obeys robots.txt and its Crawl-delay, which are cached for a day across visits."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = await _spider(self.crawler).visit_context.robots.rules_for(
            origin,
            lambda: self._fetch_robots(origin),
            _spider(self.crawler).visit_context.parser,
        )
        if not rules.allows(request.url):
            raise RobotsForbidden(rules.closed or "robots.txt forbids it")
        apply_crawl_delay(self.crawler, _spider(self.crawler).outlet, request, rules)

    async def _fetch_robots(self, origin: str) -> tuple[int, bytes]:
        """Status and the first part of the body. RFC 9309: one that redirects too often, or to
        where the crawler may not go, counts as missing.
        """
        request = Request(
            f"{origin}/robots.txt",
            # the size is limited while it is received (`_stop_at_limit`)
            meta={"is_robots": True, "download_maxsize": 0},
            priority=1000,
            callback=NO_CALLBACK,
        )
        self.crawler.signals.connect(_stop_at_limit, signal=signals.bytes_received)
        try:
            response = await self.crawler.engine.download_async(request)
        except RequestRefused:
            raise
        except IgnoreRequest:
            return 404, b""
        finally:
            self.crawler.signals.disconnect(_stop_at_limit, signal=signals.bytes_received)
        return response.status, response.body


def _stop_at_limit(data: bytes, request: Request, **_: object) -> None:
    """Stops the download of a robots.txt once the part that counts has been received."""
    if not request.meta.get("is_robots"):
        return
    # also the limit of what a packed one may unpack to
    request.meta["download_maxsize"] = UNPACKED_ROBOTS
    request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
    if request.meta["robots_bytes"] >= MOST_BYTES:
        raise StopDownload(fail=False)


class TrafficCounter:
    """Counts answers and the bytes received (before decompression)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "TrafficCounter":
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        del request
        stats = _spider(self.crawler).visit_context.stats
        stats.responses[str(response.status)] += 1
        stats.bytes += len(response.body)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        del request
        if not isinstance(exception, IgnoreRequest):
            _spider(self.crawler).visit_context.stats.responses[explain(exception)] += 1
