"""One visit to one outlet: what it works with, and the counts of what came of it.

`crawler.scheduler` (or `scrapy crawl`) makes a `VisitContext` and gives it to the spider; spider,
middlewares and pipeline fill in its `VisitStats`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from baqylau.model.visit import SourceResult
from crawler import parser_pool
from crawler.frontier import Frontier
from crawler.host_gate import HostGate
from crawler.parser_pool import Parser
from crawler.robots import RobotsCache


@dataclass(slots=True)
class VisitStats:
    """Counted while the visit runs. `found` are the listed links, `fresh` those not known before,
    `fetched` the stored pages. `responses` counts status codes, and the reasons of requests that
    got no answer.

    `fetches` counts the requested articles: `FETCHED`, or why the first or second fetch failed. An
    address that fails for the third time says nothing about the outlet any more. `sources` holds
    the result of each discovery source; after `not_before` the outlet may be asked again.
    """

    found: int = 0
    fresh: int = 0
    fetched: int = 0
    bytes: int = 0
    responses: Counter[str] = field(default_factory=Counter)
    fetches: Counter[str] = field(default_factory=Counter)
    sources: dict[str, SourceResult] = field(default_factory=dict)
    not_before: datetime | None = None
    troubles: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether no discovery source answered, so that the visit found out nothing."""
        return bool(self.sources) and not any(x.answered for x in self.sources.values())

    @property
    def result(self) -> str:
        """The result in one line, for a person."""
        if self.not_before:
            return f"asked to stay away until {self.not_before:%Y-%m-%d %H:%M:%S} UTC"
        if self.failed:
            return "not reached: " + "; ".join(
                dict.fromkeys(x.reason for x in self.sources.values())
            )
        bad = [f"{source}: {x}" for source, x in self.sources.items() if not x.good]
        return "; ".join(["ok", *bad])


@dataclass(slots=True)
class VisitContext:
    """`limit` is the largest number of articles fetched in one visit; the others wait in the
    database for the next. `standalone`: no scheduler started the visit, and nothing is leased.
    `parser` parses what discovery sources and robots.txt answer; `gate` keeps the pace of each
    host, and all visits of a process share it. `last_visit` is the visit before (None: this is the
    first).
    """

    frontier: Frontier
    robots: RobotsCache
    stats: VisitStats = field(default_factory=VisitStats)
    limit: int = 1_000
    standalone: bool = False
    parser: Parser = field(default_factory=parser_pool.shared)
    gate: HostGate = field(default_factory=HostGate)
    last_visit: datetime | None = None
