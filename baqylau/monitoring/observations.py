"""The input of the detectors: one outlet's last weeks, gathered by
`baqylau.store.queries.monitoring`. Times are time-zone aware; lists are oldest first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from baqylau.model.issue import Trouble
from baqylau.model.visit import SourceResult

# Rows needed before the last fresh link: a long silence must not shorten the weeks it is compared
# with.
LOOK_BACK = timedelta(weeks=8)
# For a quiet outlet more weeks are needed: until there are so many links, but no longer than this.
ENOUGH, MAX_LOOK_BACK = 60, timedelta(weeks=26)


def look_back(now: datetime, latest: Sequence[datetime]) -> datetime:
    """The moment from which rows are needed; `latest` are the moments of the last `ENOUGH` fresh
    links (or all there are).
    """
    last = min(now, max(latest, default=now))
    enough = min(latest, default=last) if len(latest) >= ENOUGH else last - MAX_LOOK_BACK
    return max(min(last - LOOK_BACK, enough), last - MAX_LOOK_BACK)


@dataclass(frozen=True, slots=True)
class VisitLog:
    """`sources`: discovery address → what it answered; `fetches`: number of requested articles by
    what came of them (`baqylau.model.visit.FETCHED` or why not).
    """

    started: datetime
    ended: datetime
    sources: Mapping[str, SourceResult]
    fetches: Mapping[str, int] = field(default_factory=dict)
    responses: Mapping[str, int] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Whether any discovery source answered."""
        return any(x.answered for x in self.sources.values())


@dataclass(frozen=True, slots=True)
class PageReading:
    """What monitoring needs of one page that was read. `fields`: name → whether it was filled;
    `delay`: the time from printing to storing, where both are known.
    """

    fetched: datetime
    fields: Mapping[str, bool]
    delay: timedelta | None = None


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue that is open already."""

    trouble: Trouble
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Observations:
    """`kinds`: discovery address → feed, section, sitemap, telegram. `arrivals`: when each fresh
    link was first seen; `arrivals_by_source` the same by the discovery address that listed
    it first.

    `expected` is the editor's articles a day (low, high), `filled` the editor's shares of filled
    fields.
    """

    zone: str
    country: str
    kinds: Mapping[str, str]
    visits: tuple[VisitLog, ...]
    arrivals: tuple[datetime, ...]
    readings: tuple[PageReading, ...] = ()
    expected: tuple[int, int] | None = None
    filled: Mapping[str, float] = field(default_factory=dict)
    arrivals_by_source: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    open: tuple[OpenIssue, ...] = ()

    def since(self, trouble: Trouble, subject: str) -> datetime | None:
        """When an open issue began; None where there is none."""
        return next(
            (x.since for x in self.open if (x.trouble, x.subject) == (trouble, subject)), None
        )
