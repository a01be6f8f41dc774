"""How often an outlet is visited at each hour of its week: the recorded visits of the last weeks
come in, a plan goes out. Pure.

An article waits at most `every` where a visit comes at least so often, and part of the articles do
where it comes more rarely. The plan is the cheapest one that keeps `AIM` of the expected articles
waiting no longer than `every`: many visits in the hours in which the outlet publishes, few in the
others. The numbers are measured by `python -m benchmarks.revisit`.
"""

import math
import random
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from baqylau.model.visit import VisitFind

HOURS = 24 * 7  # of a week, local, from Monday 0:00
LOOK_BACK = timedelta(weeks=4)
AIM = 0.92  # of the articles; 0.9 is the promise, and what was learned is not quite what comes
DENSEST = 0.95  # times `every` is the shortest interval, since the jitter lengthens some
BUDGET = 3.0  # times the usual visits; the requests of spared fetches pay for them
USUAL_VISITS, USUAL_DAYS = 40.0, 1.0  # a day, of an outlet without records; count for one day
SHORTEST_INTERVAL = timedelta(minutes=2)  # however many links it yields
SHORTEST_PLANNED = timedelta(minutes=5)  # an outlet visited more often than this has no plan
MAX_SLOWDOWN = 4  # times `every` is the longest interval by day
BUSY_LINKS = 10  # fresh links in one visit: the next one comes in half the time
SURPRISE = 3  # times the expected number of articles
NIGHT = frozenset({22, 23, *range(7)})  # hours
LONGEST_NIGHT = timedelta(hours=3)  # a longer one would hide an outlet's silence from monitoring
LONGEST_WATCHED = timedelta(hours=6)  # after a longer gap between visits nobody knows when it came
MOST_AT_ONCE = 30  # fresh links of a visit that count: an archive that was listed is no rhythm
HOUR_WEIGHT, DAY_WEIGHT, CELL_WEIGHT = 1.0, 3.0, 3.0
"""Articles that the usual hours, the usual weekdays, and hours and weekdays together count for,
against those of the outlet in the same hour, on the same weekday, in the same hour of its week."""
USUAL_ARTICLES = 20.0  # a day, of an outlet without records; counts for one day

Hours = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """`intervals` between visits in minutes and `rates` in expected articles an hour, both by the
    hour of the week in `zone`.
    """

    intervals: Hours
    rates: Hours
    zone: str

    def is_surprising(self, now: datetime, fresh: int) -> bool:
        """Whether a visit at `now` found so many more articles than usual that more will follow."""
        cell = hour_of_week(now.astimezone(ZoneInfo(self.zone)))
        return fresh >= surprising(self.rates[cell] * self.intervals[cell] / 60)

    def next_after(self, now: datetime, factor: float = 1.0) -> datetime:
        """When the next visit is due after one at `now`. Intervals are followed from hour to hour,
        so that a long one of the night does not reach into the morning. `factor` stretches them.
        """
        local = now.astimezone(ZoneInfo(self.zone))
        cell, minute = hour_of_week(local), local.minute + local.second / 60
        share, waited = 1.0, 0.0  # of an interval still to wait; minutes waited
        while True:
            interval, left = self.intervals[cell] * factor, 60 - minute
            if share * interval <= left:
                return now + timedelta(minutes=waited + share * interval)
            share, waited = share - left / interval, waited + left
            cell, minute = (cell + 1) % HOURS, 0.0


def surprising(expected: float) -> int:
    """The smallest number of articles that surprises where so many are expected."""
    return max(1, math.ceil(SURPRISE * expected))


def hour_of_week(local: datetime) -> int:
    """0 for Monday 0:00 to 0:59, 167 for Sunday 23:00 to 23:59."""
    return local.weekday() * 24 + local.hour


def make_plan(
    seen: Sequence[VisitFind],
    every: timedelta,
    zone: str,
    country: str = "",
    most: float | None = None,
) -> VisitPlan:
    """The plan for an outlet with these visits, oldest first; none are needed. `most` is the number
    of visits a day that it may cost (None: what `adapted_interval` would have cost).
    """
    rates = expected_articles(seen, zone, usual_hours(country))
    most = BUDGET * usual_visits(seen, every) if most is None else most
    return VisitPlan(planned_intervals(rates, every, most), rates, zone)


def adapted_interval(previous: timedelta, every: timedelta, fresh: int) -> timedelta:
    """The interval after a visit with so many new links, where the outlet's hours are unknown."""
    if fresh >= BUSY_LINKS:
        return max(min(SHORTEST_INTERVAL, every), every / 2)
    if fresh:
        return every
    return min(max(previous, every) * 1.5, every * MAX_SLOWDOWN)


def usual_visits(seen: Sequence[VisitFind], every: timedelta) -> float:
    """Visits a day, had the same articles been waited for with `adapted_interval`: what a plan may
    cost. A day of an outlet without records is included.
    """
    visits, length = USUAL_VISITS * USUAL_DAYS * (timedelta(minutes=15) / every), USUAL_DAYS
    if len(seen) > 1 and every >= SHORTEST_PLANNED:
        found, now, interval, taken = _appeared(seen), seen[0].started, every, 0
        length += (seen[-1].started - now) / timedelta(days=1)
        while now < seen[-1].started:
            until = bisect_right(found, now, taken)
            interval = adapted_interval(interval, every, until - taken)
            visits, now, taken = visits + 1, now + interval, until
    return visits / length


def _appeared(seen: Sequence[VisitFind]) -> list[datetime]:
    """When the articles may have appeared: at random between the visit that found them and the one
    before. All at once, they would cost `adapted_interval` fewer visits.
    """
    draw = random.Random(len(seen))
    return sorted(
        after.started - (after.started - before.started) * draw.random()
        for before, after in pairwise(seen)
        for _ in range(min(after.fresh, MOST_AT_ONCE))
    )


@cache
def usual_hours(country: str = "") -> Hours:
    """How many times the average of an hour is published in each hour of the week."""
    text = (Path(__file__).parent / "usual_hours.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    hours, days = (known[x].get(country, known[x]["all"]) for x in ("hours", "weekdays"))
    products = [day * hour for day in days for hour in hours]
    return tuple(x * HOURS / sum(products) for x in products)


def expected_articles(seen: Sequence[VisitFind], zone: str, usual: Hours) -> Hours:
    """Articles an hour in each hour of the week: those of the outlet, as far as there are enough of
    them, else the usual ones.
    """
    counts, watched = _tally(seen, zone)
    level = (sum(counts) + USUAL_ARTICLES) / (
        sum(h * u for h, u in zip(watched, usual, strict=True)) + 24
    )
    rates = [level * x for x in usual]
    rates = _corrected(rates, counts, watched, [c % 24 for c in range(HOURS)], HOUR_WEIGHT)
    rates = _corrected(rates, counts, watched, [c // 24 for c in range(HOURS)], DAY_WEIGHT)
    return tuple(_corrected(rates, counts, watched, list(range(HOURS)), CELL_WEIGHT))


def _corrected(
    rates: list[float],
    counts: list[float],
    watched: list[float],
    groups: list[int],
    weight: float,
) -> list[float]:
    """The rates times what was found over what they let expect, in each group of hours."""
    found, expected = [weight] * HOURS, [weight] * HOURS
    for cell, group in enumerate(groups):
        found[group] += counts[cell]
        expected[group] += rates[cell] * watched[cell]
    return [x * found[g] / expected[g] for x, g in zip(rates, groups, strict=True)]


def _tally(seen: Sequence[VisitFind], zone: str) -> tuple[list[float], list[float]]:
    """New articles and watched hours by the hour of the week. The articles of a visit are spread
    evenly over the time since the visit before. The first visit finds old ones.
    """
    counts, watched = [0.0] * HOURS, [0.0] * HOURS
    info = ZoneInfo(zone)
    for before, after in pairwise(seen):
        length = after.started - before.started
        if not timedelta() < length <= LONGEST_WATCHED:
            continue
        fresh = min(after.fresh, MOST_AT_ONCE)
        hours = length / timedelta(hours=1)
        for cell, part in _parts(before.started.astimezone(info), hours):
            watched[cell] += part
            counts[cell] += fresh * part / hours
    return counts, watched


def _parts(local: datetime, hours: float) -> Iterator[tuple[int, float]]:
    """The hours of the week that the time from `local` on lies in, and how much of it in each."""
    cell, left = hour_of_week(local), 1 - local.minute / 60 - local.second / 3600
    while hours > 0:
        part = min(hours, left)
        yield cell, part
        hours, cell, left = hours - part, (cell + 1) % HOURS, 1.0


def planned_intervals(rates: Hours, every: timedelta, most: float) -> Hours:
    """The intervals in minutes that let `AIM` of the articles wait no longer than `every`; where
    that takes more than `most` visits a day, no longer than a time that is as short as possible.
    """
    shortest = every / timedelta(minutes=1)
    low, high = DENSEST, float(MAX_SLOWDOWN)
    intervals = _intervals_within(rates, shortest, DENSEST * shortest)
    if visits_a_day(rates, intervals, shortest) <= most:
        return intervals
    for _ in range(8):
        middle = (low + high) / 2
        intervals = _intervals_within(rates, shortest, middle * shortest)
        enough = visits_a_day(rates, intervals, shortest) <= most
        low, high = (low, middle) if enough else (middle, high)
    return _intervals_within(rates, shortest, high * shortest)


def visits_a_day(rates: Hours, intervals: Hours, every: float) -> float:
    """How many visits the intervals make; after a surprise the next comes within `every`."""
    total = 0.0
    for rate, interval in zip(rates, intervals, strict=True):
        share = _at_least(surprising(rate * interval / 60), rate * interval / 60)
        total += 60 / (share * min(interval, every) + (1 - share) * interval)
    return total / 7


def _at_least(count: int, mean: float) -> float:
    """The probability of so many articles or more, by Poisson."""
    term, below = math.exp(-mean), 0.0
    for number in range(count):
        below, term = below + term, term * mean / (number + 1)
    return max(0.0, 1 - below)


def _intervals_within(rates: Hours, every: float, limit: float) -> Hours:
    """The cheapest intervals that let `AIM` of the articles wait no longer than `limit` minutes: a
    visit is due when `threshold` articles are expected to wait, within bounds.
    """
    aim = AIM * sum(rates)
    low, high = 0.0, max(rates) * every * MAX_SLOWDOWN / 60
    for _ in range(16):
        middle = (low + high) / 2
        intervals = _intervals(rates, every, limit, middle)
        in_time = sum(r * min(1, limit / x) for r, x in zip(rates, intervals, strict=True))
        low, high = (middle, high) if in_time >= aim else (low, middle)
    return _intervals(rates, every, limit, low)


def _intervals(rates: Hours, every: float, limit: float, threshold: float) -> Hours:
    by_day = every * MAX_SLOWDOWN
    by_night = max(by_day, min(3 * by_day, LONGEST_NIGHT / timedelta(minutes=1)))
    longest = [by_night if cell % 24 in NIGHT else by_day for cell in range(HOURS)]
    return tuple(
        max(limit, min(threshold * 60 / rate, bound) if rate else bound)
        for rate, bound in zip(rates, longest, strict=True)
    )
