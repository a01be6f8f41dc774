"""Scrapy's reactor, which lives once in a process: a coroutine comes in and is run to its end, the
guard standing at every connection.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from scrapy.utils.reactor import install_reactor

from crawler import settings
from crawler.guard import GuardedResolver


def run_on_reactor(main: Callable[[], Awaitable[None]], allowed: Collection[str]) -> None:
    """Runs `main` until it ends and raises what it raised. A second call needs a process of its
    own.
    """
    install_reactor(settings.TWISTED_REACTOR)
    from twisted.internet import (
        reactor as installed,
    )  # only now: importing it earlier installs the wrong one

    reactor: Any = installed  # its declared interface lacks what its class has
    GuardedResolver(reactor, allowed).install_on_reactor()
    faults: list[BaseException] = []

    async def live() -> None:
        try:
            await main()
        # raised again below: nothing may leave the reactor running
        except BaseException as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            reactor.stop()

    tasks: list[asyncio.Future[None]] = []
    reactor.callWhenRunning(lambda: tasks.append(asyncio.ensure_future(live())))
    reactor.run(installSignalHandlers=False)
    if faults:
        raise faults[0]
