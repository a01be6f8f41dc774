"""Detects slow outlets by the time from printing an article to storing it: observations come in,
findings go out. A day is slow when its median is three times that of any day of the weeks before.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from baqylau.model.issue import Finding, Trouble
from baqylau.monitoring.observations import Observations, PageReading

MIN_ARTICLES = 10  # articles of the day that is judged
MIN_DAYS = 5  # days it is compared with, of at least three articles each
SLOWER = 3  # times the median of the slowest day before
NEGLIGIBLE = timedelta(hours=2)
"""A shorter delay is no fault: quiet outlets are visited that seldom."""
DAY = timedelta(days=1)


def slow(observed: Observations) -> list[Finding]:
    """A finding where the last day's median delay is far above that of every day before."""
    timed = [x for x in observed.readings if x.delay is not None]
    if not timed:
        return []
    start = timed[-1].fetched - DAY
    today = [x for x in timed if x.fetched > start]
    since = observed.since(Trouble.SLOW, "delay")
    usual = _medians([x for x in timed if x.fetched <= (since or start)])
    if len(today) < MIN_ARTICLES or len(usual) < MIN_DAYS:
        return []
    now, bound = median_delay(today), max(NEGLIGIBLE, SLOWER * max(usual.values()))
    if now is None or now <= bound:
        return []
    diagnosis = (
        f"articles are stored {_readable(now)} after they were printed; on the slowest day"
        f" before it was {_readable(max(usual.values()))}"
    )
    evidence = {
        "median_hours": round(now / timedelta(hours=1), 2),
        "articles": len(today),
        "days_before": len(usual),
    }
    return [Finding(Trouble.SLOW, "delay", since or today[0].fetched, diagnosis, evidence)]


def median_delay(readings: Sequence[PageReading]) -> timedelta | None:
    """The median time from printing to storing; None where no reading has it."""
    known = [x.delay for x in readings if x.delay is not None]
    return _median(known) if known else None


def _medians(readings: Sequence[PageReading]) -> dict[date, timedelta]:
    days: dict[date, list[timedelta]] = defaultdict(list)
    for x in readings:
        if x.delay is not None:
            days[x.fetched.date()].append(x.delay)
    return {day: _median(delays) for day, delays in days.items() if len(delays) >= 3}


def _median(delays: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(x.total_seconds() for x in delays))


def _readable(delay: timedelta) -> str:
    minutes = round(delay / timedelta(minutes=1))
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
