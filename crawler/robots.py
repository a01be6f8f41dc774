"""robots.txt of every host, cached for a day: a host comes in, its rules go out. One cache serves
all visits of a crawler process.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from baqylau.clock import now

CACHE_TIME = timedelta(days=1)
RETRY_UNREACHABLE = timedelta(minutes=10)
AGENT = "Baqylau"
# seconds; a longer Crawl-delay counts as this much, and `visit.delay` of the outlet may be set
# higher
LONGEST_DELAY = 60.0
MOST_BYTES = 500 * 1024  # RFC 9309: a crawler reads at least this much; the rest is ignored


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host allows. `closed` is the reason why nothing may be fetched (RFC 9309: a
    robots.txt that answers 5xx forbids the whole host).
    """

    read_at: datetime
    parser: Protego | None = None
    closed: str | None = None

    def allows(self, url: str) -> bool:
        if self.closed:
            return False
        return self.parser is None or bool(self.parser.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for (Crawl-delay); 0 where it
        gives none.
        """
        wanted = self.parser.crawl_delay(AGENT) if self.parser else None
        return min(float(wanted or 0.0), LONGEST_DELAY)


def judge(status: int, body: bytes, read_at: datetime) -> RobotsRules:
    """The rules in an answer. RFC 9309: a robots.txt that does not exist allows everything; where
    the server fails to answer, everything is forbidden for a while.
    """
    if 200 <= status < 300:
        return RobotsRules(read_at, Protego.parse(body[:MOST_BYTES].decode("utf-8", "replace")))
    if status >= 500 or status == 429:
        return RobotsRules(read_at, closed=f"robots.txt answers {status}")
    return RobotsRules(read_at)


class RobotsCache:
    """The rules of each host, fetched when first needed and again after a day."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules] = {}

    async def rules_for(
        self, origin: str, fetch: Callable[[], Awaitable[tuple[int, bytes]]]
    ) -> RobotsRules:
        """The rules of `origin` (scheme, host and port). `fetch` returns status and body of its
        robots.txt; what it raises is passed on.
        """
        known = self._rules.get(origin)
        if known is None or now() - known.read_at > (
            RETRY_UNREACHABLE if known.closed else CACHE_TIME
        ):
            known = judge(*await fetch(), read_at=now())
            self._rules[origin] = known
        return known
