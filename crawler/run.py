"""`crawl`: the app's settings come in; outlets are visited until SIGTERM or Ctrl-C, or until none
is due any more.

The reactor can be started only once in a process: a second `crawl` needs another process.
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
    """Visits outlets until SIGTERM or SIGINT; with `once` until no outlet is due any more.

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
    run_on_reactor(lambda: _run_scheduler(settings, outlets, once), settings.allow_hosts)


def verdict(scheduler: Scheduler) -> HealthStatus:
    """Healthy where the scheduler has asked for due outlets lately; while the store answers, it
    asks every few seconds.
    """
    silence = scheduler.status.silence().total_seconds()
    return verdict_of([scheduler.status], f"asked for due outlets {silence:.0f} s ago")


async def _run_scheduler(settings: Settings, outlets: dict[str, Outlet], once: bool) -> None:
    frontier = open_frontier(settings)
    scheduler = Scheduler(frontier, outlets, scrapy_settings(settings), visit_lease(settings))
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, scheduler.stop)
    try:
        with serving_health(settings, lambda: verdict(scheduler)):
            await frontier.sync(list(outlets.values()))
            scheduler.status.progressed()
            with loops.guarded(
                [scheduler.status], lambda: loop.call_soon_threadsafe(scheduler.stop)
            ):
                await scheduler.run(once)
    finally:
        frontier.close()
