"""Runs a coroutine on Twisted's reactor, with the guard checking every connection. The reactor can
be started only once in a process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from scrapy.utils.reactor import install_reactor

from crawler import settings
from crawler.guard import GuardedResolver


def run_on_reactor(main: Callable[[], Awaitable[None]], allowed: Collection[str]) -> None:
    """Runs `main` until it ends, and raises what it raised. A second call needs another process."""
    install_reactor(settings.TWISTED_REACTOR)
    from twisted.internet import (
        reactor as installed,
    )  # imported only now: an earlier import would install another reactor

    reactor: Any = installed  # the declared interface lacks methods of the class
    GuardedResolver(reactor, allowed).install_on_reactor()
    faults: list[BaseException] = []

    async def live() -> None:
        try:
            await main()
        # raised again below; the reactor has to be stopped in any case
        except BaseException as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            reactor.stop()

    tasks: list[asyncio.Future[None]] = []
    reactor.callWhenRunning(lambda: tasks.append(asyncio.ensure_future(live())))
    reactor.run(installSignalHandlers=False)
    if faults:
        raise faults[0]
