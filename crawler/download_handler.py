"""Sends a request and gives the response back, as Scrapy's own handler does, but never after the
outlet asked the crawler to wait.

Requests wait in Scrapy's download slots after all middlewares have passed them. So what a 429 or
503 asks for is stored, and checked, at the moment of sending.
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from baqylau.clock import now
from crawler import revisit_policy
from crawler.failures import RequestRefused
from crawler.spiders.outlet import OutletSpider

ASKED_TO_WAIT = frozenset({429, 503})
DEFAULT_WAIT = revisit_policy.FIRST_RETRY  # the wait after a 429 or 503 without Retry-After
# monitoring recognizes the words "stay away"
REFUSAL = "the outlet asked the crawler to stay away"


class RetryAfterDownloadHandler(HTTP11DownloadHandler):
    """After a 429 or 503 it stores until when the outlet is not to be asked, and raises
    `RequestRefused` for every later request of the visit.
    """

    async def download_request(self, request: Request) -> Response:
        spider = self._crawler.spider
        stats = spider.visit_context.stats if isinstance(spider, OutletSpider) else None
        if stats and stats.not_before:
            raise RequestRefused(REFUSAL)
        response = await super().download_request(request)
        if stats and response.status in ASKED_TO_WAIT and not request.meta.get("is_robots"):
            header = response.headers.get("Retry-After")
            wanted = revisit_policy.retry_after_time(
                header.decode("latin-1") if header else None, now()
            )
            stats.not_before = wanted or now() + DEFAULT_WAIT
        return response
