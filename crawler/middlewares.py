"""Scrapy's downloader middlewares: requests of a spider come in and are refused or passed on,
answers are counted. They are the guard, robots.txt, and the counter of traffic.

A refusal is an `IgnoreRequest` whose message a person can read; the spider counts it and goes on.
"""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.settings import HOW_TO_CONTACT
from crawler import revisit_policy
from crawler.failures import NoContactConfigured, RequestRefused, RobotsForbidden, explain
from crawler.guard import host_port, refusal
from crawler.pace import apply_crawl_delay
from crawler.scope import in_scope
from crawler.spiders.outlet import OutletSpider

ASKED_TO_WAIT = frozenset({429, 503})
DEFAULT_WAIT = revisit_policy.FIRST_RETRY  # the wait after a 429 or 503 without Retry-After


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
            # monitoring recognizes the words "stay away"
            return "the outlet asked the crawler to stay away"
        reason = refusal(request.url, self.allowed)
        if reason:
            return f"{reason} ({request.url[:200]})"
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
            origin, lambda: self._fetch_robots(origin)
        )
        if not rules.allows(request.url):
            raise RobotsForbidden(rules.closed or "robots.txt forbids it")
        apply_crawl_delay(self.crawler, _spider(self.crawler).outlet, request, rules)

    async def _fetch_robots(self, origin: str) -> tuple[int, bytes]:
        engine = self.crawler.engine
        response = await engine.download_async(
            Request(
                f"{origin}/robots.txt",
                meta={"is_robots": True},
                priority=1000,
                callback=NO_CALLBACK,
            )
        )
        return response.status, response.body


class TrafficCounter:
    """Counts answers and the bytes received (before decompression). After a 429 or 503 it notes
    until when the outlet asked the crawler to wait.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "TrafficCounter":
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        stats = _spider(self.crawler).visit_context.stats
        stats.responses[str(response.status)] += 1
        stats.bytes += len(response.body)
        if response.status in ASKED_TO_WAIT and not request.meta.get("is_robots"):
            header = response.headers.get("Retry-After")
            stats.not_before = (
                revisit_policy.retry_after_time(header.decode("latin-1") if header else None, now())
                or now() + DEFAULT_WAIT
            )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        del request
        if not isinstance(exception, IgnoreRequest):
            _spider(self.crawler).visit_context.stats.responses[explain(exception)] += 1
