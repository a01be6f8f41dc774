"""One polite errand to one outlet, outside the rounds: something to ask comes in, what the asking
gave goes out. Nothing is stored.

`baqylau outlets draft`, `try` and `probe` run on it; every request passes the guard, robots.txt and
the outlet's pace like any other.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response

from baqylau.model.outlet import Outlet, VisitPolicy
from baqylau.settings import Settings
from crawler.frontier_memory import MemoryFrontier
from crawler.reactor import run_on_reactor
from crawler.robots import RobotsCache
from crawler.scope import demand_contact, is_local_host
from crawler.spiders.outlet import FetchedItem, OutletSpider
from crawler.user_agent import scrapy_settings
from crawler.visit import VisitContext, VisitStats

T = TypeVar("T")
Download = Callable[[Request], Awaitable[Response]]
Errand = Callable[[Outlet, VisitContext, Download], Awaitable[T]]


def run(settings: Settings, outlets: Sequence[Outlet], errand: "Errand[T]") -> dict[str, T]:
    """The errand's answer for each outlet, one outlet after the other. Raises `ConfigurationError`
    for public hosts without a contact.
    """
    demand_contact(outlets, settings)
    answers: dict[str, T] = {}

    async def all_of_them() -> None:
        runner = AsyncCrawlerRunner(scrapy_settings(settings))
        robots = RobotsCache()
        for outlet in outlets:
            near = is_local_host(
                outlet, settings.allow_hosts
            )  # on this machine nobody is disturbed
            await runner.crawl(
                ErrandSpider,
                outlet=replace(outlet, visit=VisitPolicy(delay=timedelta())) if near else outlet,
                visit_context=VisitContext(MemoryFrontier(), robots, VisitStats()),
                errand=errand,
                answers=answers,
            )

    run_on_reactor(all_of_them, settings.allow_hosts)
    return answers


class ErrandSpider(OutletSpider):
    """The outlet's spider with another thing to do: `errand`'s answer goes into `answers`."""

    def __init__(
        self,
        outlet: Outlet,
        visit_context: VisitContext,
        errand: "Errand[Any]",
        answers: dict[str, Any],
    ) -> None:
        super().__init__(outlet, visit_context)
        self.errand, self.answers = errand, answers

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        self.answers[self.outlet.id] = await self.errand(
            self.outlet, self.visit_context, self.crawler.engine.download_async
        )
        return
        yield  # an async generator that yields nothing: no page of an errand goes to the archive
