"""How long new articles wait for the next visit of their outlet, and what the visits cost: seeded
streams of invented outlets come in, a table goes out.

    python -m benchmarks.revisit [--outlets 6] [--days 14] [--learn 28] [--seed 1]

Each outlet is crawled in virtual time, a month of which the plan learns from and then the days that
are measured, with the intervals and fetches that were used before the plan (*adaptive*: shorter
after a find, longer after none; every article is fetched again at every age) and with the plan
(*planned*, `crawler.visit_plan`; an article that read the same is spared a fetch). Prints for each
kind of outlet: visits and requests a day (lists, articles, and articles fetched again), the delay
of half and of nine tenths of the articles in minutes, and the share that waited more than half an
hour. *bound* is the smallest number of visits a day with which any schedule that knows the outlet's
true hours, though not the single article, reads nine tenths within 15 minutes.
"""

import argparse
import math
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from baqylau.model.outlet import VisitPolicy
from baqylau.model.visit import VisitFind
from crawler import revisit_policy
from crawler.visit_plan import HOURS, LOOK_BACK, VisitPlan, make_plan

ZONE, START = "Asia/Almaty", datetime(2026, 8, 2, 19, tzinfo=UTC)  # Monday 0:00 in Almaty
PROMISED, LATE = timedelta(minutes=15), timedelta(minutes=30)
EDITED = 0.1  # of the articles, between two fetches; a guess on the high side
SCHEDULES = ("adaptive", "planned")
REPLAN = timedelta(days=1)
OFFICE = [0, 0, 0, 0, 0, 0, 0.1, 0.5, 2, 5, 6, 6, 5, 4, 5, 6, 6, 5, 3, 1, 0.4, 0.2, 0.1, 0]
LONG_DAY = [1, 0.6, 0.4, 0.3, 0.4, 1, 2, 4, 6, 7, 8, 8, 7, 7, 7, 7, 7, 6, 6, 5, 4, 3, 3, 2]
ROUND_THE_CLOCK = [2, 2, 2, 2, 2, 2.5, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 5.5, 5, 5, 4, 4, 3, 3, 2.5]
SHORT_DAY = [0.3, 0.1, 0, 0, 0, 0.1, 0.5, 2, 4, 6, 7, 7, 6, 5, 6, 7, 7, 6, 4, 3, 2, 1.5, 1, 0.5]
EVENING = [1, 0.2, 0, 0, 0, 0, 0, 0.2, 1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 7, 8, 8, 6, 4, 2]
FIVE_DAYS, ALL_DAYS = [1, 1, 1, 1, 1, 0.05, 0.05], [1, 1, 1, 1, 1, 0.8, 0.8]
SIX_DAYS = [1, 1.1, 1.1, 1.1, 1, 0.4, 0.3]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of outlet: `articles` a day on average, in groups of `group` on average that appear
    within a quarter of an hour; `uneven` is the spread of the daily number and of the hours from
    one week to the next. `share`: of the outlets in a registry like ours.
    """

    name: str
    articles: float
    hours: Sequence[float]
    days: Sequence[float]
    share: float
    group: float = 1.3
    uneven: float = 0.25
    sources: int = 2


KINDS = (
    Kind("newswire, 150 a day", 150, ROUND_THE_CLOCK, ALL_DAYS, 0.10),
    Kind("big site, 150 a day", 150, LONG_DAY, SIX_DAYS, 0.10),
    Kind("site, 40 a day", 40, LONG_DAY, SIX_DAYS, 0.20),
    Kind("evening site, 20 a day", 20, EVENING, ALL_DAYS, 0.05),
    Kind("weekdays only, 20 a day", 20, OFFICE, FIVE_DAYS, 0.10),
    Kind("batches, 24 a day", 24, LONG_DAY, SIX_DAYS, 0.05, group=8),
    Kind("small site, 10 a day", 10, SHORT_DAY, SIX_DAYS, 0.15),
    Kind("small office, 6 a day", 6, OFFICE, FIVE_DAYS, 0.10),
    Kind("irregular, 5 a day", 5, LONG_DAY, SIX_DAYS, 0.05, uneven=1.0),
    Kind("tiny, 2.5 a day", 2.5, SHORT_DAY, SIX_DAYS, 0.10),
)


@dataclass(slots=True)
class Result:
    """Of one outlet or of several: what was seen while it was measured."""

    visits: int = 0
    requests: int = 0
    days: float = 0
    delays: list[timedelta] = field(default_factory=list)

    def add(self, other: "Result") -> None:
        self.visits += other.visits
        self.requests += other.requests
        self.days += other.days
        self.delays += other.delays

    def quantile(self, share: float) -> float:
        """Minutes."""
        ordered = sorted(self.delays)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] / timedelta(minutes=1)

    @property
    def late(self) -> float:
        return sum(x > LATE for x in self.delays) / len(self.delays)


def weekly(kind: Kind) -> list[float]:
    """Articles an hour by the hour of the week."""
    products = [day * hour for day in kind.days for hour in kind.hours]
    return [x * kind.articles * 7 / sum(products) for x in products]


def articles(kind: Kind, days: int, draw: random.Random) -> list[datetime]:
    """Publication times, oldest first: groups at random in each hour, more or fewer on each day."""
    rates, found = weekly(kind), []
    for day in range(days):
        factor = draw.gammavariate(1 / kind.uneven**2, kind.uneven**2)
        for hour in range(24):
            rate = rates[(day * 24 + hour) % HOURS] * factor / kind.group
            for _ in range(_poisson(rate, draw)):
                at = START + timedelta(days=day, hours=hour + draw.random())
                size = 1 + _poisson(kind.group - 1, draw)
                found += [at + timedelta(minutes=15) * draw.random() for _ in range(size)]
    return sorted(found)


def _poisson(mean: float, draw: random.Random) -> int:
    left, count = math.exp(-mean), -1
    product = 1.0
    while product > left:
        product *= draw.random()
        count += 1
    return count


def crawl(
    published: Sequence[datetime],
    schedule: "Adaptive | Planned",
    sources: int,
    measured: tuple[datetime, datetime],
) -> Result:
    """Visits from `START` to the end of `measured`, of which only the measured time is counted. An
    article that reads the same is spared a fetch, but not under the schedule of before.
    """
    draw, spares = random.Random(1), not isinstance(schedule, Adaptive)
    result, now, taken = Result(), START, 0
    result.days = (measured[1] - measured[0]) / timedelta(days=1)
    fetches: list[tuple[datetime, datetime]] = []  # when to fetch again, first seen
    while now < measured[1]:
        until = bisect_right(published, now, taken)
        fresh = published[taken:until]
        due = [x for x in fetches if x[0] <= now]
        fetches = [x for x in fetches if x[0] > now]
        for seen in [*fresh, *(x[1] for x in due)]:
            unchanged = spares and draw.random() >= EDITED
            again = revisit_policy.next_article_fetch(seen, now, unchanged=unchanged)
            fetches += [(again, seen)] if again else []
        if now >= measured[0]:
            result.visits += 1
            result.requests += sources + len(fresh) + len(due)
            result.delays += [now - x for x in fresh if x >= measured[0]]
        taken, now = until, schedule.following(now, len(fresh))
    return result


@dataclass(slots=True)
class Adaptive:
    """The intervals before the plan."""

    visit: VisitPolicy
    draw: random.Random
    last: datetime | None = None

    def following(self, now: datetime, fresh: int) -> datetime:
        previous = now - self.last if self.last else None
        self.last = now
        return revisit_policy.next_visit(
            self.visit,
            ZONE,
            now,
            fresh=fresh,
            failures=0,
            previous_interval=previous,
            roll=self.draw.random(),
        )


@dataclass(slots=True)
class Planned:
    """The plan, made anew every day from the visits so far."""

    visit: VisitPolicy
    draw: random.Random
    seen: list[VisitFind] = field(default_factory=list)
    plan: VisitPlan | None = None
    made: datetime = START

    def following(self, now: datetime, fresh: int) -> datetime:
        self.seen.append(VisitFind(now, fresh))
        if self.plan is None or now - self.made >= REPLAN:
            self.seen = [x for x in self.seen if x.started > now - LOOK_BACK]
            self.plan, self.made = make_plan(self.seen, self.visit.every, ZONE), now
        return revisit_policy.next_visit(
            self.visit,
            ZONE,
            now,
            fresh=fresh,
            failures=0,
            plan=self.plan,
            roll=self.draw.random(),
        )


def bound(kind: Kind, share: float = 0.9) -> float:
    """The fewest visits a day that read `share` within the promised time: each visit reads what was
    published in the 15 minutes before it, so they go where most is.
    """
    hourly, visits, read = sorted(weekly(kind), reverse=True), 0.0, 0.0
    for rate in hourly:
        part = min(1.0, max(0.0, share * sum(hourly) - read) / rate) if rate else 0.0
        visits, read = visits + part * (timedelta(hours=1) / PROMISED), read + rate * part
    return visits / 7


def compare(
    kind: Kind,
    outlets: int,
    learn: int,
    days: int,
    seed: int,
    schedules: Sequence[str] = SCHEDULES,
) -> dict[str, Result]:
    """These schedules on the same streams; `learn` and `days` are the days before and while it is
    measured.
    """
    visit, results = VisitPolicy(), {x: Result() for x in schedules}
    measured = (START + timedelta(days=learn), START + timedelta(days=learn + days))
    for number in range(outlets):
        stream = articles(kind, learn + days, random.Random(f"{seed} {kind.name} {number}"))
        for name in schedules:
            draw = random.Random(number)
            schedule = Adaptive(visit, draw) if name == "adaptive" else Planned(visit, draw)
            results[name].add(crawl(stream, schedule, kind.sources, measured))
    return results


def lines(outlets: int, learn: int, days: int, seed: int) -> Iterator[str]:
    heads = f"{'visits':>7}{'requests':>9}{'median':>8}{'p90':>7}{'>30 min':>9}"
    yield f"{'outlet':26}{'bound':>6}  {'':9}{heads}"
    totals = dict.fromkeys(SCHEDULES, 0.0)
    for kind in KINDS:
        for name, x in compare(kind, outlets, learn, days, seed).items():
            totals[name] += kind.share * x.requests / x.days
            yield (
                f"{kind.name:26}{bound(kind):6.1f}  {name:9}{x.visits / x.days:7.1f}"
                f"{x.requests / x.days:9.1f}{x.quantile(0.5):8.1f}{x.quantile(0.9):7.1f}"
                f"{x.late:9.1%}"
            )
    for name, requests in totals.items():
        yield f"{name}: {requests:.1f} requests a day and outlet, all kinds by their shares"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("outlets", 6), ("learn", 28), ("days", 14), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    for line in lines(given.outlets, given.learn, given.days, given.seed):
        print(line, flush=True)


if __name__ == "__main__":
    main()
