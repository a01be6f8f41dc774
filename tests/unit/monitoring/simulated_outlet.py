"""An invented outlet for the detectors: seeded weeks of links, visits and pages, with nights,
weekends, holidays, bursts and bad luck.

Nothing here is known to `baqylau.monitoring`: it sees the numbers alone.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from baqylau.model.visit import SourceOutcome, SourceResult
from baqylau.monitoring.observations import (
    ENOUGH,
    Observations,
    OpenIssue,
    PageReading,
    VisitLog,
    look_back,
)

ZONE = "Asia/Almaty"
FEED, LIST = "https://stepnoy-vestnik.test/rss", "https://stepnoy-vestnik.test/news/"
HOUR = timedelta(hours=1)
HOLIDAYS = {(3, 21), (3, 22), (3, 23), (12, 16), (1, 1), (1, 2)}


@dataclass(frozen=True)
class Habits:
    """`a_day`: articles on a weekday; `night`, `weekend`, `holiday`: shares of it; `moods`: how
    much days differ; `signed`: share with an author.
    """

    a_day: float
    night: float = 0.05
    weekend: float = 0.4
    holiday: float = 0.15
    moods: float = 0.2
    burst: int = 1
    signed: float = 0.6
    galleries: float = 0.08
    every: timedelta = timedelta(minutes=15)
    hiccups: float = 0.005  # visits that fail alone


@dataclass
class SimulatedOutlet:
    """Weeks of one outlet from `start` on. `until` hands out what was observed up to a moment."""

    habits: Habits
    seed: int
    start: datetime
    weeks: int
    dead_from: datetime | None = None  # nothing is printed any more
    visits: list[VisitLog] = field(default_factory=list)
    arrivals: list[datetime] = field(default_factory=list)
    readings: list[PageReading] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        printed = self._print()
        self._visit(printed)

    def until(self, now: datetime, known: tuple[OpenIssue, ...] = ()) -> Observations:
        since = look_back(now, [x for x in self.arrivals if x <= now][-ENOUGH:])
        return Observations(
            zone=ZONE,
            country="kz",
            kinds={FEED: "feed", LIST: "section"},
            visits=tuple(x for x in self.visits if since < x.started and x.ended <= now),
            arrivals=tuple(x for x in self.arrivals if since < x <= now),
            readings=tuple(x for x in self.readings if x.fetched <= now)[-300:],
            open=known,
        )

    def _print(self) -> list[datetime]:
        """Moments of printing: a rate by the hour times the day's mood, some at once."""
        printed, mood, day = [], 1.0, None
        hour = self.start
        while hour < self.start + timedelta(weeks=self.weeks):
            local = hour.astimezone(ZoneInfo(ZONE))
            if local.date() != day:
                day = local.date()
                mood = (
                    self.random.gammavariate(1 / self.habits.moods, self.habits.moods)
                    if self.habits.moods
                    else 1.0
                )
            rate = self._share(local) * self.habits.a_day * mood / self.habits.burst
            for _ in range(self._poisson(rate)):
                moment = hour + HOUR * self.random.random()
                printed += [moment] * self.habits.burst
            hour += HOUR
        return sorted(x for x in printed if self.dead_from is None or x < self.dead_from)

    def _share(self, local: datetime) -> float:
        """Of a weekday's articles, those of this hour."""
        working = 9 <= local.hour < 19
        share = (1 - self.habits.night) / 10 if working else self.habits.night / 14
        if (local.month, local.day) in HOLIDAYS:
            return share * self.habits.holiday
        return share * self.habits.weekend if local.weekday() >= 5 else share

    def _poisson(self, rate: float) -> int:
        limit, product, count = math.exp(-rate), self.random.random(), 0
        while product > limit:
            product *= self.random.random()
            count += 1
        return count

    def _visit(self, printed: list[datetime]) -> None:
        waiting = list(printed)
        moment, failed = self.start, False
        while moment < self.start + timedelta(weeks=self.weeks):
            failed = not failed and self.random.random() < self.habits.hiccups
            ended = moment + timedelta(seconds=20)
            sources = dict.fromkeys(
                (FEED, LIST), SourceResult.parse("failed: timed out" if failed else "unchanged")
            )
            fresh = [x for x in waiting if x <= moment] if not failed else []
            if fresh:
                sources = dict.fromkeys(sources, SourceResult(SourceOutcome.READ))
                waiting = waiting[len(fresh) :]
                self.arrivals += [moment + timedelta(seconds=5)] * len(fresh)
                self.readings += [self._read(x, ended) for x in fresh]
            self.visits.append(
                VisitLog(
                    moment,
                    ended,
                    sources,
                    {"had": len(fresh)} if fresh else {},
                    {"200": len(fresh) + 2},
                )
            )
            moment += self.habits.every * (0.9 + 0.2 * self.random.random())

    def _read(self, printed: datetime, fetched: datetime) -> PageReading:
        if self.random.random() < self.habits.galleries:
            return PageReading(fetched, {"article": False})
        dated = self.random.random() < 0.99
        fields: Mapping[str, bool] = {
            "article": True,
            "title": True,
            "published": dated,
            "author": self.random.random() < self.habits.signed,
        }
        return PageReading(
            fetched,
            fields | ({"time": True, "agreement": self.random.random() < 0.98} if dated else {}),
            fetched - printed,
        )


def moment(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
