"""An outlet's usual activity by hour of week: fresh links and watched spans come in, the
probability of a silence goes out.

The model: fresh links come at a rate that depends on the hour of the week, times a factor drawn
anew each day (gamma distribution, mean 1); on public holidays at a tenth of it. The rate itself is
only known as well as the number of counted links allows (gamma again). Both make long silences more
likely than a plain Poisson process would, as nights, slow days and quiet outlets require.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from baqylau.monitoring.holidays import rests
from baqylau.monitoring.windows import Span, hours, inside

WEEK = 168
ON_HOLIDAYS = 0.1  # of the usual rate: newsrooms keep one editor on duty
DAY_PARTS = (0.2,) * 6 + (0.4, 0.6, 0.9) + (1.6,) * 10 + (1.1, 1.0, 0.9, 0.6, 0.4)
WEEK_DAYS = (1.15, 1.15, 1.15, 1.15, 1.15, 0.7, 0.55)
"""A newsroom's usual day and week, each about 1 on average: the prior for an outlet with few
counted links.
"""
UNSEEN_WEEKEND, WEEKEND_SEEN = 0.02, 12.0
"""The share of the average day expected on a Saturday or Sunday of which fewer hours than that were
watched: many newsrooms print nothing then, and only the first weekend shows which.
"""
PRIOR_LINKS = 12  # links: the weight of the usual day against what was counted
# watched hours: the weight of the outlet's average day against what was counted in one hour of week
PRIOR_HOURS = 2
MIN_DISPERSION, PRIOR_DISPERSION, PRIOR_DAYS = 0.05, 0.15, 7
"""Variance of the daily factor: its minimum, its prior, and the weight of the prior in days."""
EDITOR_LINKS = 10  # links: the weight of the lower bound in [expect], where few links were counted
MIN_LINKS = 5  # counted links; with fewer, the editor's lower bound is used


@dataclass(frozen=True, slots=True)
class ActivityModel:
    """`rates`: links an hour by hour of week (Monday 0:00 first, local time); `dispersion`:
    variance of the daily factor; `links_counted`: how many links the model rests on.
    """

    rates: tuple[float, ...]
    dispersion: float
    links_counted: float
    zone: ZoneInfo
    country: str

    def at(self, hour: datetime) -> float:
        """Links an hour expected in this hour."""
        local = hour.astimezone(self.zone)
        usual = self.rates[local.weekday() * 24 + local.hour]
        return usual * ON_HOLIDAYS if rests(self.country, local.date()) else usual

    def by_day(self, start: datetime, end: datetime) -> dict[date, float]:
        """Links expected in the span, by local day."""
        found: dict[date, float] = defaultdict(float)
        for hour, part in hours(start.astimezone(self.zone), end.astimezone(self.zone)):
            found[hour.date()] += self.at(hour) * part
        return found

    def expected(self, within: Sequence[Span]) -> float:
        return sum(sum(self.by_day(*x).values()) for x in within)

    def silence_probability(self, within: Sequence[Span]) -> float:
        """The probability that a day of this outlet holds a silence so long. Every link can begin
        one, so a busy outlet has more of them.
        """
        if not any(self.rates):
            return 1.0
        days: dict[date, float] = defaultdict(float)
        for span in within:
            for day, expected in self.by_day(*span).items():
                days[day] += expected
        weight = sum(math.log1p(x * self.dispersion) / self.dispersion for x in days.values())
        silences_a_day = max(1.0, sum(self.rates) / 7)
        return min(
            1.0,
            silences_a_day
            * math.exp(-self.links_counted * math.log1p(weight / self.links_counted)),
        )


def fit(
    arrivals: Sequence[datetime],
    within: Sequence[Span],
    zone: str,
    country: str,
    at_least: float = 0.0,
) -> ActivityModel:
    """The model of the links seen in the watched spans. `at_least` is the editor's lower bound of
    articles a day, used where few links were seen.
    """
    local_zone = ZoneInfo(zone)
    links, watched = _counted(arrivals, within, local_zone, country)
    seen, time = sum(links.values()), sum(watched.values())
    links_counted = float(seen)
    average = seen / time if time else 0.0
    if seen < MIN_LINKS:
        average, links_counted = (at_least / 24, float(EDITOR_LINKS)) if at_least else (0.0, 1.0)
        links, watched = Counter(), Counter()
    rates = _rates(links, watched, average)
    return ActivityModel(
        rates,
        _dispersion(ActivityModel(rates, 1, links_counted, local_zone, country), arrivals, within),
        links_counted,
        local_zone,
        country,
    )


def _counted(
    arrivals: Sequence[datetime], within: Sequence[Span], zone: ZoneInfo, country: str
) -> tuple[Counter[int], Counter[int]]:
    """Links and watched hours by hour of week, without holidays: they are unlike other weeks."""
    count: Counter[int] = Counter()
    watched: Counter[int] = Counter()
    for moment in inside(arrivals, within):
        local = moment.astimezone(zone)
        if not rests(country, local.date()):
            count[local.weekday() * 24 + local.hour] += 1
    for start, end in within:
        for hour, part in hours(start.astimezone(zone), end.astimezone(zone)):
            if not rests(country, hour.date()):
                # a Counter adds fractions as well
                watched[hour.weekday() * 24 + hour.hour] += part  # type: ignore[assignment]
    return count, watched


def _rates(count: Counter[int], watched: Counter[int], average: float) -> tuple[float, ...]:
    """The rate of each hour of the week from its own counts and those of its neighbours. The prior
    (hour of day times day of week) counts less the longer the hour was watched.
    """
    day = _factors(count, watched, average, WEEK_DAYS, lambda h: h // 24)
    for weekend in (5, 6):
        if sum(watched[h] for h in range(weekend * 24, weekend * 24 + 24)) < WEEKEND_SEEN:
            day[weekend] = UNSEEN_WEEKEND
    part = _factors(count, watched, average, DAY_PARTS, lambda h: h % 24)
    rates = []
    for h in range(WEEK):
        near = ((h, 1.0), ((h - 1) % WEEK, 0.5), ((h + 1) % WEEK, 0.5))
        links, time = (sum(counts[x] * weight for x, weight in near) for counts in (count, watched))
        rates.append(
            (links + PRIOR_HOURS * average * part[h % 24] * day[h // 24]) / (time + PRIOR_HOURS)
        )
    return tuple(rates)


def _factors(
    count: Counter[int],
    watched: Counter[int],
    average: float,
    usual: Sequence[float],
    of: Callable[[int], int],
) -> list[float]:
    links, time = [0.0] * len(usual), [0.0] * len(usual)
    for h in range(WEEK):
        links[of(h)] += count[h]
        time[of(h)] += watched[h]
    return [
        (n + PRIOR_LINKS * prior) / (average * hours + PRIOR_LINKS)
        for n, hours, prior in zip(links, time, usual, strict=True)
    ]


def _dispersion(
    model: ActivityModel, arrivals: Sequence[datetime], within: Sequence[Span]
) -> float:
    """How much days differ beyond chance: the excess of the squared differences over that of a
    Poisson count.
    """
    expected: dict[date, float] = defaultdict(float)
    for span in within:
        for day, number in model.by_day(*span).items():
            expected[day] += number
    seen = Counter(x.astimezone(model.zone).date() for x in inside(arrivals, within))
    days = {day: number for day, number in expected.items() if not rests(model.country, day)}
    squares = sum(x * x for x in days.values())
    excess = sum((seen[day] - x) ** 2 - x for day, x in days.items()) / squares if squares else 0.0
    weighted = (len(days) * max(excess, 0.0) + PRIOR_DAYS * PRIOR_DISPERSION) / (
        len(days) + PRIOR_DAYS
    )
    return max(MIN_DISPERSION, weighted)
