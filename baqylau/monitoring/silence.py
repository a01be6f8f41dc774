"""Detects silent outlets: observations come in, a finding goes out. A silence is judged by how many
links the outlet's usual activity would have brought in the hours in which it was visited.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baqylau.model.issue import Finding, Trouble
from baqylau.monitoring import UNLIKELY, windows
from baqylau.monitoring.activity_model import ActivityModel, fit
from baqylau.monitoring.observations import Observations
from baqylau.monitoring.windows import Span


def silent(observed: Observations) -> list[Finding]:
    """A finding where the probability of such a silence is below `UNLIKELY`, by the activity of the
    weeks before it began.
    """
    within = windows.spans(observed.visits)
    if not within:
        return []
    last = max(observed.arrivals, default=within[0][0])
    silent_spans = _clip(within, last, within[-1][1])
    activity = activity_until(
        observed, last, windows.once_per_visit(observed.arrivals, observed.visits)
    )
    probability = activity.silence_probability(silent_spans)
    if probability >= UNLIKELY:
        return []
    missed = activity_until(observed, last, observed.arrivals).expected(silent_spans)
    diagnosis = (
        f"no new article since {last:%Y-%m-%d %H:%M} UTC, where {missed:.0f} were expected by"
        " its usual activity; its discovery sources answer"
    )
    evidence = {
        "last": last.isoformat(),
        "expected": round(missed, 1),
        "seen": 0,
        "counted": round(activity.links_counted),
        "temper": round(activity.dispersion, 3),
    }
    return [Finding(Trouble.SILENT, "", last, diagnosis, evidence, probability)]


def activity_until(
    observed: Observations, end: datetime, arrivals: Sequence[datetime]
) -> ActivityModel:
    """The outlet's activity in the weeks before `end`. The links of the first visit are a backlog
    and do not count.
    """
    within = [(a, min(b, end)) for a, b in windows.spans(observed.visits) if a < end]
    return fit(
        [x for x in arrivals if x <= end],
        within,
        observed.zone,
        observed.country,
        observed.expected[0] if observed.expected else 0.0,
    )


def expected_and_seen(
    observed: Observations, activity: ActivityModel, now: datetime, back: timedelta
) -> tuple[float, int]:
    """Fresh links expected and seen in the watched part of the last `back`."""
    within = _clip(windows.spans(observed.visits), now - back, now)
    return activity.expected(within), len(windows.inside(observed.arrivals, within))


def _clip(within: list[Span], start: datetime, end: datetime) -> list[Span]:
    return [(max(a, start), min(b, end)) for a, b in within if a < end and b > start]
