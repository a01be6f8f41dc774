"""Sends a request and gives the response back, as Scrapy's own handler does, but only when its host
may be asked again, and never after the outlet asked the crawler to wait.

Requests wait in Scrapy's download slots after all middlewares have passed them, and each visit has
slots of its own. So the pace of a host, and what a 429 or 503 asks for, are checked at the moment
of sending.
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from baqylau.clock import now
from crawler import revisit_policy
from crawler.failures import RequestRefused
from crawler.pace import CRAWL_DELAY
from crawler.spiders.outlet import OutletSpider
from crawler.visit import VisitContext, VisitStats

ASKED_TO_WAIT = frozenset({429, 503})
DEFAULT_WAIT = revisit_policy.FIRST_RETRY  # the wait after a 429 or 503 without Retry-After
# monitoring recognizes the words "stay away"
REFUSAL = "the outlet asked the crawler to stay away"


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Waits for the turn of the host. After a 429 or 503 it stores until when the outlet is not to
    be asked, and raises `RequestRefused` for every later request of the visit.
    """

    async def download_request(self, request: Request) -> Response:
        spider = self._crawler.spider
        if not isinstance(spider, OutletSpider):
            return await super().download_request(request)
        visit_context = spider.visit_context
        _refuse_where_asked_to_wait(visit_context.stats)
        await self._turn(request, visit_context)
        _refuse_where_asked_to_wait(visit_context.stats)
        response = await super().download_request(request)
        if response.status in ASKED_TO_WAIT and not request.meta.get("is_robots"):
            header = response.headers.get("Retry-After")
            wanted = revisit_policy.retry_after_time(
                header.decode("latin-1") if header else None, now()
            )
            visit_context.stats.not_before = wanted or now() + DEFAULT_WAIT
        return response

    async def _turn(self, request: Request, visit_context: VisitContext) -> None:
        """Waits until the host may be asked. The pause is the delay of the request's download slot
        (the outlet's, or a longer one while the host answers slowly), or the Crawl-delay.
        """
        engine = self._crawler.engine
        if engine is None:
            return
        downloader = engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        pause = max(slot.delay if slot else 0.0, request.meta.get(CRAWL_DELAY, 0.0))
        await visit_context.gate.turn(
            request.url,
            pause,
            visit_context.frontier.claim_host,
            first=bool(request.meta.get("is_robots")),
        )


def _refuse_where_asked_to_wait(stats: VisitStats) -> None:
    if stats.not_before:
        raise RequestRefused(REFUSAL)
