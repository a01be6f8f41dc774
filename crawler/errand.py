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

from baqylau.model.outlet import Outlet, Visit
from baqylau.settings import Settings
from crawler.forgetful_desk import ForgetfulDesk
from crawler.introduction import scrapy_settings
from crawler.reactor import run_on_reactor
from crawler.robots import RobotsBook
from crawler.spiders.outlet import Fetched, OutletSpider
from crawler.territory import demand_contact, is_at_home
from crawler.trip import Tally, Trip

T = TypeVar("T")
Download = Callable[[Request], Awaitable[Response]]
Errand = Callable[[Outlet, Trip, Download], Awaitable[T]]


def run(settings: Settings, outlets: Sequence[Outlet], errand: "Errand[T]") -> dict[str, T]:
    """The errand's answer for each outlet, one outlet after the other. Raises `ConfigurationError`
    for public hosts without a contact.
    """
    demand_contact(outlets, settings)
    answers: dict[str, T] = {}

    async def all_of_them() -> None:
        runner = AsyncCrawlerRunner(scrapy_settings(settings))
        robots = RobotsBook()
        for outlet in outlets:
            near = is_at_home(outlet, settings.allow_hosts)  # on this machine nobody is disturbed
            await runner.crawl(
                ErrandSpider,
                outlet=replace(outlet, visit=Visit(delay=timedelta())) if near else outlet,
                trip=Trip(ForgetfulDesk(), robots, Tally()),
                errand=errand,
                answers=answers,
            )

    run_on_reactor(all_of_them, settings.allow_hosts)
    return answers


class ErrandSpider(OutletSpider):
    """The outlet's spider with another thing to do: `errand`'s answer goes into `answers`."""

    def __init__(
        self, outlet: Outlet, trip: Trip, errand: "Errand[Any]", answers: dict[str, Any]
    ) -> None:
        super().__init__(outlet, trip)
        self.errand, self.answers = errand, answers

    async def start(self) -> AsyncIterator[Request | Fetched]:
        self.answers[self.outlet.id] = await self.errand(
            self.outlet, self.trip, self.crawler.engine.download_async
        )
        return
        yield  # an async generator that yields nothing: no page of an errand goes to the archive
