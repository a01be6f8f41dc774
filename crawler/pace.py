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


def apply_crawl_delay(
    crawler: Crawler, outlet: Outlet, request: Request, rules: RobotsRules
) -> None:
    """Raises the delay of the request's host to the Crawl-delay of its robots.txt. The first
    request of a host makes its download slot, so the longer delay begins with the second.
    """
    if rules.delay <= outlet.visit.delay.total_seconds():
        return
    request.meta["autothrottle_dont_adjust_delay"] = True
    downloader = crawler.engine.downloader
    slot = downloader.slots.get(downloader.get_slot_key(request))
    if slot:
        slot.delay = max(slot.delay, rules.delay)
