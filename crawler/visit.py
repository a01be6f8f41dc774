"""One visit to one outlet: what it carries along, and the tally of what it saw.

Made by `crawler.scheduler` (or by `scrapy crawl`), handed to the spider, filled in by spider,
middlewares and pipeline.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from baqylau.model.visit import SourceResult
from crawler.frontier import Frontier
from crawler.robots import RobotsCache


@dataclass(slots=True)
class VisitStats:
    """Counted while the visit runs. `responses` counts status codes and the words refused,
    unreachable and forbidden.

    `looks` counts articles asked for: "had", or why they could not be had at the first look or the
    second. An address that fails for the third time says nothing about the outlet any more.
    """

    found: int = 0
    fresh: int = 0
    fetched: int = 0
    bytes: int = 0
    responses: Counter[str] = field(default_factory=Counter)
    looks: Counter[str] = field(default_factory=Counter)
    ways: dict[str, SourceResult] = field(default_factory=dict)
    not_before: datetime | None = None
    troubles: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether no way of discovery answered: the visit taught us nothing about the outlet."""
        return bool(self.ways) and not any(x.answered for x in self.ways.values())

    @property
    def result(self) -> str:
        """One line for a person."""
        if self.not_before:
            return f"asked to stay away until {self.not_before:%Y-%m-%d %H:%M:%S} UTC"
        if self.failed:
            return "not reached: " + "; ".join(dict.fromkeys(x.reason for x in self.ways.values()))
        lost = [f"{way}: {x}" for way, x in self.ways.items() if not x.good]
        return "; ".join(["ok", *lost])


@dataclass(slots=True)
class VisitContext:
    """`limit` bounds the articles of one visit: what is left over waits in the database for the
    next. `alone`: outside the rounds.
    """

    frontier: Frontier
    robots: RobotsCache
    stats: VisitStats = field(default_factory=VisitStats)
    limit: int = 1_000
    alone: bool = False
