"""One spider class serves all outlets: the outlet is an argument, and its pace becomes settings."""

from dataclasses import replace
from datetime import timedelta

import pytest
from scrapy.crawler import Crawler

from baqylau.model.outlet import Outlet, VisitPolicy
from crawler.frontier_memory import MemoryFrontier
from crawler.loader import OutletLoader
from crawler.robots import RobotsCache
from crawler.spiders.outlet import OutletSpider
from crawler.user_agent import scrapy_settings
from crawler.visit import VisitContext

SLOW = Outlet(
    "slow",
    "Slow",
    "https://slow.test/",
    "kz",
    ("kk",),
    "UTC",
    (),
    visit=VisitPolicy(delay=timedelta(seconds=7), concurrency=2),
)
QUICK = replace(
    SLOW, id="quick", visit=VisitPolicy(delay=timedelta()), tls="its name is another one"
)


def _made(outlet: Outlet, *, by_name: bool) -> tuple[Crawler, OutletSpider]:
    from baqylau.settings import load

    spider_class = OutletLoader({outlet.id: outlet}).load(outlet.id) if by_name else OutletSpider
    crawler = Crawler(spider_class, scrapy_settings(load()))
    given = {} if by_name else {"outlet": outlet}
    visit_context = VisitContext(MemoryFrontier(), RobotsCache())
    return crawler, spider_class.from_crawler(crawler, visit_context=visit_context, **given)


@pytest.mark.parametrize("by_name", [True, False])
def test_each_outlet_is_visited_at_its_own_pace(by_name: bool) -> None:
    for outlet in (SLOW, QUICK, SLOW):
        crawler, spider = _made(outlet, by_name=by_name)
        settings = crawler.settings
        assert type(spider) is OutletSpider
        assert (spider.name, spider.outlet) == (outlet.id, outlet)
        assert settings.getfloat("DOWNLOAD_DELAY") == outlet.visit.delay.total_seconds()
        assert settings.getbool("AUTOTHROTTLE_ENABLED") == bool(outlet.visit.delay)
        assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == outlet.visit.concurrency
        assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") == (outlet is SLOW)


def test_a_spider_name_without_a_toml_file_raises_key_error() -> None:
    with pytest.raises(KeyError, match=r"no outlets/\*\*/away.toml"):
        OutletLoader({}).load("away")
