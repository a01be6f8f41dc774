"""`crawl`: the house's settings come in; outlets are visited until SIGTERM or Ctrl-C, or once
around.

Scrapy's reactor lives once in a process: a second `crawl` needs a process of its own.
"""

import asyncio
import signal
import threading

import structlog

from baqylau import loops, registry
from baqylau.health import HealthStatus, serving_health, verdict_of
from baqylau.model.outlet import Outlet
from baqylau.settings import HOW_TO_CONTACT, Settings
from crawler.frontier import visit_lease
from crawler.frontier_db import open_frontier
from crawler.reactor import run_on_reactor
from crawler.scheduler import Scheduler
from crawler.scope import allowed_outlets
from crawler.user_agent import scrapy_settings

log = structlog.get_logger("crawler")


def crawl(settings: Settings, once: bool = False) -> None:
    """Rounds until SIGTERM or SIGINT; `once` visits every due outlet until nothing more is due,
    then returns.

    Raises `ConfigurationError` without a contact (where public outlets are registered),
    `RegistryError` for a wrong TOML.
    """
    known = registry.load(settings.outlets)
    outlets = allowed_outlets(known, settings)
    refused = sum(x.enabled for x in known.values()) - len(outlets)
    if refused:
        log.warning(
            "public outlets are not visited without a contact",
            outlets=refused,
            remedy=HOW_TO_CONTACT,
        )
    run_on_reactor(lambda: _rounds(settings, outlets, once), settings.allow_hosts)


def verdict(rounds: Scheduler) -> HealthStatus:
    """Well: the schedule was looked at lately, which happens every few seconds as long as the store
    answers.
    """
    silence = rounds.record.silence().total_seconds()
    return verdict_of([rounds.record], f"looked at the schedule {silence:.0f} s ago")


async def _rounds(settings: Settings, outlets: dict[str, Outlet], once: bool) -> None:
    frontier = open_frontier(settings)
    rounds = Scheduler(frontier, outlets, scrapy_settings(settings), visit_lease(settings))
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, rounds.stop)
    try:
        with serving_health(settings, lambda: verdict(rounds)):
            await frontier.sync(list(outlets.values()))
            rounds.record.progressed()
            with loops.guarded([rounds.record], lambda: loop.call_soon_threadsafe(rounds.stop)):
                await rounds.run(once)
    finally:
        frontier.close()
