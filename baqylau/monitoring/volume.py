"""Detects outlets, and single discovery sources, that bring fewer articles than they used to,
though not none: observations come in, findings go out.

Days of 24 hours, counted back from the last visit, are compared with the same days of the weeks
before. The model: a day's count is negative binomial; its mean is that of its weekday, its variance
and the likeness of neighbouring days are the outlet's own. The sum of the last 3 to 14 days is
judged, each sum also against the known error of its mean. A finding must be improbable, must be
less than two thirds of what was expected, and must be less than any sum of as many days before.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from baqylau.model.issue import Finding, Trouble
from baqylau.monitoring import windows
from baqylau.monitoring.holidays import rests
from baqylau.monitoring.observations import Observations
from baqylau.monitoring.statistics import lower_tail
from baqylau.monitoring.windows import Span

DAY = timedelta(days=1)
STEP = 6  # hours: days are counted back from midnight, 6, 12 or 18 o'clock
FEWEST_DAYS, MOST_DAYS = 3, 14  # a shorter loss may be a day off; a longer one is the new usual
BEFORE = 14  # days of the weeks before that are needed: two of each weekday
MIN_A_DAY = 3.0  # articles: fewer cannot be judged within two weeks
UNLIKELY = 6e-5
"""The probability below which a sum is a finding. Every quarter of a day twelve sums are judged
that overlap: in 49 simulated outlet months without a fault none was one (`benchmarks.health`)."""
UNLIKELY_IF_FAR_BELOW, FAR_BELOW, MANY_DAYS = 1.5e-4, 0.7, range(6, 11)
"""The same where so many days brought less than this share of the worst as many days before."""
SOURCE_UNLIKELY = 1e-6  # of a single source: links come by whichever source is read first
LOSS = 0.67  # of the expected number; less than a third missing is no finding, however sure
RECENT, RECOVERED = 3, 0.75  # an open issue ends when the last days bring this share again
SUSPECTED = 0.05  # the whole outlet must bring fewer as well, where one of its sources does
WATCHED = 0.9  # of a day's hours, for the day to count
BURST = 2.5  # times the mean of its weekday: what a backlog brings above that does not count
PRIOR_VARIANCE, PRIOR_DAYS = 0.05, 14  # of a day's factor, and the weight of that belief
MIN_VARIANCE = 0.02
MOST_LIKENESS = 0.5  # correlation of neighbouring days


@dataclass(frozen=True, slots=True)
class Day:
    """24 hours with the number of fresh links; `weekday` is that of their beginning."""

    start: datetime
    weekday: int
    count: float


@dataclass(frozen=True, slots=True)
class Usual:
    """What days were like: `means` by weekday, `days` how many of each were counted, `variance` of
    a day's factor, `likeness` of neighbouring days.
    """

    means: Mapping[int, float]
    days: Mapping[int, int]
    variance: float
    likeness: float

    def expected(self, days: Sequence[Day]) -> float:
        return math.fsum(self.means[x.weekday] for x in days)

    def probability(self, days: Sequence[Day]) -> float:
        """That so few come by chance on these days."""
        mean = self.expected(days)
        if not mean:
            return 1.0
        times: dict[int, int] = defaultdict(int)
        for x in days:
            times[x.weekday] += 1
        spread = (1 + self.likeness) / (1 - self.likeness)
        variance = 0.0
        for weekday, n in times.items():
            usual = self.means[weekday]
            of_day = usual + spread * self.variance * usual * usual
            variance += n * of_day + n * n * of_day / self.days[weekday]
        return lower_tail(math.fsum(x.count for x in days), mean, variance)


def reduced(observed: Observations) -> list[Finding]:
    """A finding for the whole outlet; else one for each source that brings fewer, where the whole
    outlet seems to bring fewer too: links come by whichever source is read first.
    """
    within = windows.spans(observed.visits)
    if not within:
        return []
    whole = _judge(observed, "", observed.arrivals, within)
    if whole is not None:
        return [whole]
    if not _is_suspect(observed, within):
        return []
    found = (
        _judge(observed, url, moments, within)
        for url, moments in sorted(observed.arrivals_by_source.items())
    )
    return [x for x in found if x]


def _is_suspect(observed: Observations, within: Sequence[Span]) -> bool:
    days = days_of(observed.arrivals, within, observed.zone, observed.country)
    return any(p < SUSPECTED for _, _, p in _sums(days, None))


def _judge(
    observed: Observations, subject: str, arrivals: Sequence[datetime], within: Sequence[Span]
) -> Finding | None:
    days = days_of(arrivals, within, observed.zone, observed.country)
    since = observed.since(Trouble.REDUCED, subject)
    if since is not None:
        return _still_reduced(days, since, subject)
    worst = min(
        (x for x in _sums(days, LOSS) if x[2] < _threshold(subject, days, *x[:2])),
        key=lambda x: x[2],
        default=None,
    )
    return _finding(subject, *worst, worst[0][0].start) if worst else None


def _threshold(subject: str, days: Sequence[Day], last: Sequence[Day], usual: Usual) -> float:
    """The probability below which the sum of the last days is a finding."""
    if subject:
        return SOURCE_UNLIKELY
    lowest = _lowest_share(usual, days[: -len(last)], len(last))
    far_below = len(last) in MANY_DAYS and _share(usual, last) < FAR_BELOW * lowest
    return UNLIKELY_IF_FAR_BELOW if far_below else UNLIKELY


def _sums(days: Sequence[Day], loss: float | None) -> Iterator[tuple[Sequence[Day], Usual, float]]:
    """The last days in each length, what was usual before them, and the probability. With `loss`
    only those that are less than this share, and less than ever before.
    """
    for n in range(FEWEST_DAYS, min(MOST_DAYS, len(days) - BEFORE) + 1):
        before, last = days[:-n], days[-n:]
        usual = usual_of(before)
        if usual is None or not all(x.weekday in usual.means for x in last):
            continue
        if loss is not None and (
            _share(usual, last) > loss
            or _share(usual, last[-RECENT:]) > RECOVERED
            or _share(usual, last) >= _lowest_share(usual, before, n)
        ):
            continue
        yield last, usual, usual.probability(last)


def _still_reduced(days: Sequence[Day], since: datetime, subject: str) -> Finding | None:
    """The open issue, until the last days bring what was usual before it began."""
    before = [x for x in days if x.start + DAY <= since]
    after = [x for x in days if x.start >= since][-MOST_DAYS:]
    usual = usual_of(before)
    if usual is None or not after or not all(x.weekday in usual.means for x in after):
        return None
    if _share(usual, after[-RECENT - 1 :]) >= RECOVERED:
        return None
    return _finding(subject, after, usual, usual.probability(after), since)


def _finding(
    subject: str, last: Sequence[Day], usual: Usual, probability: float, since: datetime
) -> Finding:
    expected, seen = usual.expected(last), math.fsum(x.count for x in last)
    what = f"{subject} brought" if subject else "it brought"
    diagnosis = (
        f"{what} {seen:.0f} new articles in the last {len(last)} days, where {expected:.0f} were"
        f" expected by the same days of the weeks before ({1 - seen / expected:.0%} fewer)"
    )
    evidence = {
        "seen": round(seen),
        "expected": round(expected, 1),
        "days": len(last),
        "days_before": sum(usual.days.values()),
        "variance": round(usual.variance, 3),
    }
    return Finding(Trouble.REDUCED, subject, since, diagnosis, evidence, probability)


def days_of(
    arrivals: Sequence[datetime], within: Sequence[Span], zone: str, country: str
) -> list[Day]:
    """The days that were watched, oldest first, without holidays and the days beside them."""
    local = ZoneInfo(zone)
    end = within[-1][1].astimezone(local)
    end = end.replace(hour=end.hour - end.hour % STEP, minute=0, second=0, microsecond=0)
    moments = sorted(arrivals)
    found: list[Day] = []
    while end - DAY >= within[0][0]:
        start = end - DAY
        near = (start - DAY, start, end, end + DAY)
        if _watched(within, start, end) >= WATCHED and not any(
            rests(country, x.date()) for x in near
        ):
            count = bisect_right(moments, end) - bisect_right(moments, start)
            found.append(Day(start, start.weekday(), float(count)))
        end = start
    return found[::-1]


def _watched(within: Sequence[Span], start: datetime, end: datetime) -> float:
    inside = (min(b, end) - max(a, start) for a, b in within if a < end and b > start)
    return sum(inside, timedelta()) / (end - start)


def usual_of(days: Sequence[Day]) -> Usual | None:
    """What is usual on these days; None where they are too few, or bring too little."""
    if len(days) < BEFORE or math.fsum(x.count for x in days) / len(days) < MIN_A_DAY:
        return None
    counts: dict[int, list[float]] = defaultdict(list)
    for x in days:
        counts[x.weekday].append(x.count)
    means = {day: _capped_mean(values) for day, values in counts.items()}
    rests_of = [_rest(x, means[x.weekday]) for x in days]
    squares = math.fsum(means[x.weekday] ** 2 for x in days)
    beyond_chance = math.fsum(r * r - means[x.weekday] for x, r in zip(days, rests_of, strict=True))
    free = len(days) / max(len(days) - len(means), 1)
    variance = max(0.0, free * beyond_chance / squares if squares else 0.0)
    weighted = (len(days) * variance + PRIOR_DAYS * PRIOR_VARIANCE) / (len(days) + PRIOR_DAYS)
    return Usual(
        means,
        {day: len(values) for day, values in counts.items()},
        max(MIN_VARIANCE, weighted),
        _likeness(rests_of),
    )


def _capped_mean(values: Sequence[float]) -> float:
    """The mean, where a day of a backlog counts as a busy day only."""
    middle = sorted(values)[len(values) // 2]
    return math.fsum(min(x, BURST * middle) if middle else x for x in values) / len(values)


def _rest(day: Day, mean: float) -> float:
    return min(day.count, BURST * mean) - mean


def _likeness(rests_of: Sequence[float]) -> float:
    """The correlation of neighbouring days, from 0 to `MOST_LIKENESS`; half of what few days show
    is chance.
    """
    squares = math.fsum(x * x for x in rests_of)
    if not squares:
        return 0.0
    found = math.fsum(a * b for a, b in pairwise(rests_of)) / squares
    return min(MOST_LIKENESS, max(0.0, found * len(rests_of) / (len(rests_of) + PRIOR_DAYS)))


def _share(usual: Usual, days: Sequence[Day]) -> float:
    expected = usual.expected(days)
    return math.fsum(x.count for x in days) / expected if expected else 1.0


def _lowest_share(usual: Usual, days: Sequence[Day], n: int) -> float:
    return min((_share(usual, days[i : i + n]) for i in range(len(days) - n + 1)), default=1.0)
