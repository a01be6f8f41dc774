"""Invented newsrooms for the detectors: a seed comes in, months of one outlet's links go out, with
the hours and weekdays of newswires, days that differ more than chance, spells, batches and
holidays.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from baqylau.model.visit import SourceOutcome, SourceResult
from baqylau.monitoring.holidays import rests
from baqylau.monitoring.observations import (
    ENOUGH,
    Observations,
    OpenIssue,
    PageReading,
    VisitLog,
    look_back,
)

ZONE, COUNTRY = "Asia/Almaty", "kz"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 5, 11, tzinfo=UTC)
FEED, SECTION = "https://aul.test/rss", "https://aul.test/news/"
WEEKS = (
    (1.0, 1.05, 1.05, 1.0, 0.95, 0.45, 0.35),  # a newswire
    (1.0, 1.0, 1.0, 1.0, 0.9, 0.03, 0.02),  # a ministry
    (1.0, 1.1, 1.1, 1.1, 1.1, 0.8, 0.7),  # a portal
    (0.8, 1.0, 1.0, 1.0, 1.3, 1.0, 0.5),  # a newspaper
)
OK = {FEED: SourceResult(SourceOutcome.READ), SECTION: SourceResult(SourceOutcome.UNCHANGED)}


@dataclass(frozen=True)
class Rhythm:
    """`a_day`: articles on an average day; `variance` of a day's factor; `likeness` of neighbouring
    days; `batch`: articles printed at once; `week` and `hours`: shares.
    """

    a_day: float
    week: tuple[float, ...]
    hours: tuple[float, ...]
    variance: float
    likeness: float
    batch: int
    holiday: float = 0.3


def draw(chance: random.Random, low: float, high: float) -> Rhythm:
    """A newsroom of `low` to `high` articles a day."""
    week = chance.choice(WEEKS)
    whole = sum(week) / 7
    morning, evening, night = chance.uniform(7, 10), chance.uniform(17, 22), chance.uniform(0, 0.15)
    hours = [1.0 if morning <= h < evening else night for h in range(24)]
    hours = [x * chance.uniform(0.6, 1.4) for x in hours]
    return Rhythm(
        math.exp(chance.uniform(math.log(low), math.log(high))),
        tuple(x / whole * chance.uniform(0.9, 1.1) for x in week),
        tuple(x / sum(hours) for x in hours),
        variance=chance.uniform(0.01, 0.10),
        likeness=chance.uniform(0, 0.4),
        batch=chance.choice((1, 1, 2, 3)),
    )


@dataclass
class Newsroom:
    """`kept` is the share of the articles that are found after `loss_from`; `source_lost`: only
    those of this source are lost.
    """

    rhythm: Rhythm
    seed: int
    days: int
    start: datetime = START
    loss_from: datetime | None = None
    kept: float = 1.0
    source_lost: str | None = None
    fields: Callable[[random.Random, datetime], dict[str, bool]] | None = None
    visits: list[VisitLog] = field(default_factory=list)
    arrivals: list[datetime] = field(default_factory=list)
    by_source: dict[str, list[datetime]] = field(default_factory=dict)
    readings: list[PageReading] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self._print()

    def until(self, now: datetime, known: tuple[OpenIssue, ...] = ()) -> Observations:
        """What was observed up to a moment."""
        since = look_back(now, [x for x in self.arrivals if x <= now][-ENOUGH:])
        return Observations(
            zone=ZONE,
            country=COUNTRY,
            kinds={FEED: "feed", SECTION: "section"},
            visits=tuple(x for x in self.visits if since < x.started and x.ended <= now),
            arrivals=tuple(x for x in self.arrivals if since < x <= now),
            arrivals_by_source={
                url: tuple(x for x in moments if since < x <= now)
                for url, moments in self.by_source.items()
            },
            readings=tuple(x for x in self.readings if x.fetched <= now)[-300:],
            open=known,
        )

    def _print(self) -> None:
        """Visits every hour; what was printed in it is found by the visit at its end."""
        factor, log_factor, today = 1.0, 0.0, None
        spread = math.sqrt(math.log1p(self.rhythm.variance))
        for n in range(self.days * 24):
            hour = self.start + n * HOUR
            local = hour.astimezone(ZoneInfo(ZONE))
            if local.date() != today:
                today = local.date()
                alike = self.rhythm.likeness
                fresh = self.chance.gauss(0, spread)
                log_factor = alike * log_factor + math.sqrt(1 - alike * alike) * fresh
                factor = math.exp(log_factor - spread * spread / 2)
            rate = self.rhythm.a_day * self.rhythm.week[local.weekday()]
            rate *= self.rhythm.hours[local.hour] * factor / self.rhythm.batch
            if rests(COUNTRY, local.date()):
                rate *= self.rhythm.holiday
            self._visit(hour + HOUR, _poisson(self.chance, rate) * self.rhythm.batch)

    def _visit(self, moment: datetime, printed: int) -> None:
        lost = self.loss_from is not None and moment > self.loss_from
        found = 0
        for _ in range(printed):
            source = FEED if self.chance.random() < 0.7 else SECTION
            hit = lost and self.source_lost in (None, source)
            if hit and self.chance.random() >= self.kept:
                continue
            found += 1
            self.arrivals.append(moment)
            self.by_source.setdefault(source, []).append(moment)
            self.readings.append(PageReading(moment, self._fields(moment), HOUR / 2))
        self.visits.append(
            VisitLog(moment - HOUR / 60, moment, OK, {"had": found} if found else {})
        )

    def _fields(self, moment: datetime) -> dict[str, bool]:
        usual = {
            "article": self.chance.random() < 0.95,
            "own": True,
            "title": True,
            "published": self.chance.random() < 0.99,
            "author": self.chance.random() < 0.6,
        }
        return usual | (self.fields(self.chance, moment) if self.fields else {})


def _poisson(chance: random.Random, rate: float) -> int:
    limit, product, count = math.exp(-rate), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
