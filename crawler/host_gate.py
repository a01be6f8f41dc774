"""One gate for each host: a request that is about to be sent comes in, and goes on once its host
may be asked. All visits of a process share the gates, so that the editions of one host together
keep its pace; `claim` asks the database, so that other crawlers keep it too.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from crawler.hosts import DEFAULT_PORTS, without_www

Claim = Callable[[str, timedelta], Awaitable[timedelta]]
"""Claims a host for one request: zero where it may be sent now, else how long to wait."""


@dataclass(slots=True)
class _Turns:
    """One host: requests wait in line. `sent`: when it was last asked (monotonic seconds)."""

    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    sent: float = float("-inf")
    pause: float = 0.0


@dataclass(slots=True)
class HostGate:
    """The gates of all hosts. `clock` gives monotonic seconds."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _hosts: defaultdict[str, _Turns] = field(default_factory=lambda: defaultdict(_Turns))

    async def turn(self, url: str, pause: float, claim: Claim, first: bool = False) -> None:
        """Returns when the host of `url` may be asked, at least `pause` seconds after it was last
        asked. Without a pause (hosts of this machine) it returns at once, unless `first`: the
        request for robots.txt, before which nobody knows what pause the host wants.
        """
        host = paced_host(url)
        turns = self._hosts[host]
        if pause <= 0 and not first:
            turns.sent = self.clock()
            return
        async with turns.line:
            wait = turns.sent + max(pause, turns.pause) - self.clock()
            if wait > 0:
                await self.sleep(wait)
            while wait_more := (await claim(host, timedelta(seconds=pause))).total_seconds():
                await self.sleep(wait_more)
            turns.sent, turns.pause = self.clock(), pause


def paced_host(url: str) -> str:
    """The host whose pace a request counts for: without `www.`, and without the ports that http and
    https use, since both are mostly one server.
    """
    parts = urlsplit(url)
    name = without_www((parts.hostname or "").lower().rstrip("."))
    port = parts.port
    return name if port is None or port in DEFAULT_PORTS.values() else f"{name}:{port}"
