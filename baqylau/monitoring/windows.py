"""The watched spans: visits come in, the spans of time in which a fresh link would have been seen
go out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from baqylau.monitoring.observations import VisitLog

LONGEST_GAP = timedelta(hours=8)
"""Between two visits that reached the outlet. Quiet hours at night and the slowest schedule fit in;
after a longer gap the time counts as not watched.
"""

Span = tuple[datetime, datetime]


def spans(visits: Sequence[VisitLog]) -> list[Span]:
    """From the end of the first visit that reached the outlet to the start of the last one, without
    gaps longer than `LONGEST_GAP`.
    """
    reached = [x for x in visits if x.reached]
    found: list[Span] = []
    for before, after in pairwise(reached):
        if after.started - before.ended > LONGEST_GAP:
            continue
        if found and found[-1][1] == before.started:
            found[-1] = (found[-1][0], after.started)
        else:
            found.append((before.ended, after.started))
    return found


def hours(start: datetime, end: datetime) -> Iterator[tuple[datetime, float]]:
    """The span hour by hour, by the clock of `start`'s zone: the hour's beginning, and how much of
    it lies in the span.
    """
    hour = start.replace(minute=0, second=0, microsecond=0)
    while hour < end:
        following = hour + timedelta(hours=1)
        yield hour, (min(following, end) - max(hour, start)) / timedelta(hours=1)
        hour = following


def once_per_visit(arrivals: Sequence[datetime], visits: Sequence[VisitLog]) -> list[datetime]:
    """The arrivals with those of one visit counted once: newsrooms publish in batches, and a
    batch counts as one sign of activity.
    """
    starts = [x.started for x in visits]
    return list({bisect_right(starts, x): x for x in reversed(arrivals)}.values())[::-1]


def inside(moments: Iterable[datetime], within: Sequence[Span]) -> list[datetime]:
    """The moments that lie in one of the spans (the end included)."""
    return [x for x in moments if any(a < x <= b for a, b in within)]
