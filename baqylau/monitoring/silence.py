"""Silent outlets: zero is not quiet. A silence is judged by what the outlet's own rhythm would have
brought in the hours we looked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baqylau.model.issue import Finding, Trouble
from baqylau.monitoring import UNLIKELY, windows
from baqylau.monitoring.activity_model import ActivityModel, fit
from baqylau.monitoring.observations import Observations
from baqylau.monitoring.windows import Span


def silent(seen: Observations) -> list[Finding]:
    """A finding where the chance of such a silence is below `UNLIKELY`; the rhythm is that of the
    weeks before it began.
    """
    within = windows.spans(seen.visits)
    if not within:
        return []
    last = max(seen.arrivals, default=within[0][0])
    quiet = _part(within, last, within[-1][1])
    rhythm = rhythm_until(seen, last, windows.at_once(seen.arrivals, seen.visits))
    chance = rhythm.chance_of_silence(quiet)
    if chance >= UNLIKELY:
        return []
    missed = rhythm_until(seen, last, seen.arrivals).expected(quiet)
    diagnosis = (
        f"no new article since {last:%Y-%m-%d %H:%M} UTC, where its own rhythm lets {missed:.0f} be"
        " expected; the ways answer"
    )
    evidence = {
        "last": last.isoformat(),
        "expected": round(missed, 1),
        "seen": 0,
        "counted": round(rhythm.known),
        "temper": round(rhythm.temper, 3),
    }
    return [Finding(Trouble.SILENT, "", last, diagnosis, evidence, chance)]


def rhythm_until(seen: Observations, end: datetime, arrivals: Sequence[datetime]) -> ActivityModel:
    """The outlet's rhythm in the weeks before `end`. The first visit's links are a backlog and tell
    nothing.
    """
    within = [(a, min(b, end)) for a, b in windows.spans(seen.visits) if a < end]
    return fit(
        [x for x in arrivals if x <= end],
        within,
        seen.zone,
        seen.country,
        seen.expected[0] if seen.expected else 0.0,
    )


def expected_and_seen(
    seen: Observations, rhythm: ActivityModel, now: datetime, back: timedelta
) -> tuple[float, int]:
    """Fresh links expected and seen in the watched part of the last `back`."""
    within = _part(windows.spans(seen.visits), now - back, now)
    return rhythm.expected(within), len(windows.inside(seen.arrivals, within))


def _part(within: list[Span], start: datetime, end: datetime) -> list[Span]:
    return [(max(a, start), min(b, end)) for a, b in within if a < end and b > start]
