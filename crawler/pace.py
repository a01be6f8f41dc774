"""The pace between two requests to one outlet: an outlet and its robots.txt come in, the delay that
Scrapy keeps goes out.
"""

from scrapy import Request
from scrapy.crawler import Crawler

from baqylau.model.outlet import Outlet
from crawler.robots import RobotsRules


def pace_settings(outlet: Outlet) -> dict[str, object]:
    """The outlet's delay, concurrency and certificate checks as settings of Scrapy: the pace of its
    requests. Only the sample press on this machine has a delay of zero.
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


CRAWL_DELAY = "crawl_delay"  # the key of a request's meta: seconds that robots.txt asks for


def apply_crawl_delay(
    crawler: Crawler, outlet: Outlet, request: Request, rules: RobotsRules
) -> None:
    """Raises the delay of the host to the Crawl-delay of its robots.txt. The first request of a
    host makes its download slot; the download handler keeps the delay before it.
    """
    if rules.delay <= outlet.visit.delay.total_seconds():
        return
    request.meta["autothrottle_dont_adjust_delay"] = True
    request.meta[CRAWL_DELAY] = rules.delay
    downloader = crawler.engine.downloader
    slot = downloader.slots.get(downloader.get_slot_key(request))
    if slot:
        slot.delay = max(slot.delay, rules.delay)
