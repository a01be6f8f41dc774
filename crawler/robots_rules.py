"""What a host's robots.txt allows this crawler: status and body of an answer come in, its rules go
out. A sandbox process runs it (`crawler.parser_pool`), so it imports little.
"""

from dataclasses import dataclass
from datetime import datetime

from crawler.robots_txt import PathRules, parse

AGENT = "Baqylau"
# seconds; a longer Crawl-delay counts as this much, and `visit.delay` of the outlet may be set
# higher
LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host allows. `closed` is the reason why nothing may be fetched (RFC 9309: a
    robots.txt that answers 5xx forbids the whole host).
    """

    read_at: datetime
    rules: PathRules | None = None
    closed: str | None = None

    def allows(self, url: str) -> bool:
        if self.closed:
            return False
        return self.rules is None or self.rules.allows(url)

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for (Crawl-delay); 0 where it
        gives none.
        """
        return min(self.rules.delay if self.rules else 0.0, LONGEST_DELAY)


def judge(status: int, body: bytes, read_at: datetime) -> RobotsRules:
    """The rules in an answer. RFC 9309: a robots.txt that does not exist allows everything, and so
    does one that redirects more than five times; where the server fails to answer, everything is
    forbidden for a while.
    """
    if 200 <= status < 300:
        return RobotsRules(read_at, parse(body, AGENT))
    if status >= 500 or status == 429:
        return RobotsRules(read_at, closed=f"robots.txt answers {status}")
    return RobotsRules(read_at)
