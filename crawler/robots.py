"""robots.txt of every host, cached for a day: a host comes in, its rules go out. One cache serves
all visits of a crawler process.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from baqylau.clock import now
from baqylau.errors import SandboxLimitExceeded
from crawler.failures import NETWORK
from crawler.parser_pool import ROBOTS, Parser
from crawler.robots_rules import RobotsRules, judge

__all__ = ["RobotsCache", "RobotsRules", "judge"]

CACHE_TIME = timedelta(days=1)
RETRY_UNREACHABLE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Unreachable:
    """A host whose robots.txt could not be fetched, and what was raised then."""

    read_at: datetime
    fault: Exception


class RobotsCache:
    """The rules of each host, fetched when first needed and again after a day."""

    def __init__(self) -> None:
        self._known: dict[str, RobotsRules | _Unreachable] = {}
        self._fetching: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def rules_for(
        self, origin: str, fetch: Callable[[], Awaitable[tuple[int, bytes]]], parser: Parser
    ) -> RobotsRules:
        """The rules of `origin` (scheme, host and port). `fetch` returns status and body of its
        robots.txt. An `OSError` or another fault of the network that it raises is raised to
        everyone who asks in the next ten minutes; the host is not asked again meanwhile.
        """
        async with self._fetching[origin]:
            known = self._fresh(origin)
            if known is None:
                known = self._known[origin] = await _fetched(fetch, parser)
        if isinstance(known, _Unreachable):
            raise known.fault
        return known

    def described(self, origin: str) -> str:
        """What is known of the robots.txt of a host, for a person."""
        known = self._known.get(origin)
        if known is None:
            return "not asked"
        if isinstance(known, _Unreachable):
            return "no answer"
        if known.closed:
            return known.closed
        pause = f", Crawl-delay {known.delay:g}" if known.delay else ""
        return ("read" if known.rules else "none") + pause

    def _fresh(self, origin: str) -> RobotsRules | _Unreachable | None:
        known = self._known.get(origin)
        if known is None:
            return None
        failed = isinstance(known, _Unreachable) or bool(known.closed)
        age = now() - known.read_at
        return known if age <= (RETRY_UNREACHABLE if failed else CACHE_TIME) else None


async def _fetched(
    fetch: Callable[[], Awaitable[tuple[int, bytes]]], parser: Parser
) -> RobotsRules | _Unreachable:
    try:
        status, body = await fetch()
        rules: RobotsRules = await parser.parse(ROBOTS, status, body, now())
    except SandboxLimitExceeded as wrong:
        return RobotsRules(now(), closed=f"robots.txt cannot be parsed: {wrong}")
    except NETWORK as wrong:
        return _Unreachable(now(), wrong)
    return rules
