"""One-shot tasks: a function that makes requests to an outlet comes in, its results for each outlet
go out. No scheduler is involved, and nothing is stored.

`baqylau outlets draft`, `try` and `probe` use it. Guard, robots.txt and the outlet's delay apply to
every request as in a visit.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response

from baqylau.errors import InputError
from baqylau.model.outlet import Outlet, VisitPolicy
from baqylau.settings import Settings
from crawler.frontier_memory import MemoryFrontier
from crawler.guard import refusal
from crawler.host_gate import HostGate
from crawler.hosts import host_port
from crawler.reactor import run_on_reactor
from crawler.robots import RobotsCache
from crawler.scope import is_local_host, require_contact
from crawler.spiders.outlet import FetchedItem, OutletSpider
from crawler.user_agent import scrapy_settings
from crawler.visit import VisitContext, VisitStats

_HOST = re.compile(
    r"(?:https?://)?(?:localhost|[\w-]{1,63}(?:\.[\w-]{1,63})+|[\w-]{1,63}(?=:\d)|\[[\w:.]{2,64}\])"
    r"(?::\d{1,5})?(?:[/?#].*)?"
)
_IS_PRIVATE = re.compile("not a public address|name of this machine")

T = TypeVar("T")
Download = Callable[[Request], Awaitable[Response]]
OneShotTask = Callable[[Outlet, VisitContext, Download], Awaitable[T]]


def run(settings: Settings, outlets: Sequence[Outlet], task: "OneShotTask[T]") -> dict[str, T]:
    """Runs the task for one outlet after the other and returns its results by outlet id. Raises
    `ConfigurationError` where an outlet is public and no contact is set, and what a task raised.
    """
    require_contact(outlets, settings)
    answers: dict[str, T] = {}
    failures: list[Exception] = []

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
                failures=failures,
            )

    run_on_reactor(all_of_them, settings.allow_hosts)
    if failures:
        raise failures[0]
    return answers


def require_public(url: str, settings: Settings) -> None:
    """Raises `InputError` for an address of this machine or its network that is not allowed; a text
    that is no address is left to others.
    """
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    reason = refusal(address, settings.allow_hosts)
    if reason is None or not _HOST.fullmatch(url.strip()) or not _IS_PRIVATE.search(reason):
        return
    where = re.sub(r"^localhost(?=:)", "127.0.0.1", host_port(urlsplit(address)))
    raise InputError(
        f"{url}: {reason}; to read a site of your own on this machine, give its IP address and set"
        f" BAQYLAU_ALLOW_HOSTS='[\"{where}\"]'"
    )


class OneShotSpider(OutletSpider):
    """The outlet's spider, which runs `task` instead of a visit and puts its result into
    `answers`, or what it raised into `failures`.
    """

    def __init__(
        self,
        outlet: Outlet,
        visit_context: VisitContext,
        task: "OneShotTask[Any]",
        answers: dict[str, Any],
        failures: list[Exception],
    ) -> None:
        super().__init__(outlet, visit_context)
        self.task, self.answers, self.failures = task, answers, failures

    async def start(self) -> AsyncIterator[Request | FetchedItem]:
        try:
            self.answers[self.outlet.id] = await self.task(
                self.outlet, self.visit_context, self.crawler.engine.download_async
            )
        except Exception as wrong:  # noqa: BLE001  (Scrapy would only log it: it is raised at the end)
            self.failures.append(wrong)
        return
        yield  # makes this an async generator that yields nothing: no page is stored
