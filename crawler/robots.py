"""robots.txt of every host, remembered for a day: host in, rules out. One book serves all visits of
a crawler process.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from baqylau.clock import now

REMEMBERED = timedelta(days=1)
RETRY_UNREACHABLE = timedelta(minutes=10)
AGENT = "Baqylau"
# seconds; a longer Crawl-delay is honoured as this, and the outlet's own `visit.delay` may be set
# higher
LONGEST_DELAY = 60.0
MOST_BYTES = 500 * 1024  # RFC 9309: a crawler reads at least this much; the rest is left


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host allows. `closed` is a reason to ask for nothing (RFC 9309: a robots.txt that
    answers 5xx closes the house).
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
        """Seconds between two requests the host asks for; 0 where it says nothing."""
        wanted = self.parser.crawl_delay(AGENT) if self.parser else None
        return min(float(wanted or 0.0), LONGEST_DELAY)


def judge(status: int, body: bytes, read_at: datetime) -> RobotsRules:
    """RFC 9309: a robots.txt that is not there allows all, one that the server fails to give closes
    the house for a while.
    """
    if 200 <= status < 300:
        return RobotsRules(read_at, Protego.parse(body[:MOST_BYTES].decode("utf-8", "replace")))
    if status >= 500 or status == 429:
        return RobotsRules(read_at, closed=f"robots.txt answers {status}")
    return RobotsRules(read_at)


class RobotsCache:
    """The rules of each host, asked for when first needed and again after a day."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules] = {}

    async def of(self, door: str, ask: Callable[[], Awaitable[tuple[int, bytes]]]) -> RobotsRules:
        """The rules of `door` (scheme, host and port); `ask` fetches status and body, its errors
        pass through.
        """
        known = self._rules.get(door)
        if known is None or now() - known.read_at > (
            RETRY_UNREACHABLE if known.closed else REMEMBERED
        ):
            known = judge(*await ask(), read_at=now())
            self._rules[door] = known
        return known
