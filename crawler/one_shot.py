"""One-shot tasks: a function that makes requests to an outlet comes in, its results for each outlet
go out. No scheduler is involved, and nothing is stored.

`baqylau outlets draft`, `try` and `probe` use it. Guard, robots.txt and the outlet's delay apply to
every request as in a visit.
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
from crawler.host_gate import HostGate
from crawler.reactor import run_on_reactor
from crawler.robots import RobotsCache
from crawler.scope import is_local_host, require_contact
from crawler.spiders.outlet import FetchedItem, OutletSpider
from crawler.user_agent import scrapy_settings
from crawler.visit import VisitContext, VisitStats

T = TypeVar("T")
Download = Callable[[Request], Awaitable[Response]]
OneShotTask = Callable[[Outlet, VisitContext, Download], Awaitable[T]]


def run(settings: Settings, outlets: Sequence[Outlet], task: "OneShotTask[T]") -> dict[str, T]:
    """Runs the task for one outlet after the other and returns its results by outlet id. Raises
    `ConfigurationError` where an outlet is public and no contact is set.
    """
    require_contact(outlets, settings)
    answers: dict[str, T] = {}

    async def all_of_them() -> None:
        runner = AsyncCrawlerRunner(scrapy_settings(settings))
        robots, gate = RobotsCache(), HostGate()
        for outlet in outlets:
            local = is_local_host(
                outlet, settings.allow_hosts
            )  # no delay is needed on this machine
            await runner.crawl(
                OneShotSpider,
                outlet=replace(outlet, visit=VisitPolicy(delay=timedelta())) if local else outlet,
                visit_context=VisitContext(MemoryFrontier(), robots, VisitStats(), gate=gate),
                task=task,
                answers=answers,
            )

    run_on_reactor(all_of_them, settings.allow_hosts)
    return answers


class OneShotSpider(OutletSpider):
    """The outlet's spider, which runs `task` instead of a visit and puts its result into
    `answers`.
    """

    def __init__(
        self,
        outlet: Outlet,
        visit_context: VisitContext,
        task: "OneShotTask[Any]",
        answers: dict[str, Any],
    ) -> None:
        super().__init__(outlet, visit_context)
        self.task, self.answers = task, answers

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        self.answers[self.outlet.id] = await self.task(
            self.outlet, self.visit_context, self.crawler.engine.download_async
        )
        return
        yield  # makes this an async generator that yields nothing: no page is stored
