"""All detectors for one outlet: observations come in, findings and their figures go out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from baqylau.model.issue import Finding, Trouble
from baqylau.model.visit import SourceResult
from baqylau.monitoring.field_coverage import coverage, missing_fields
from baqylau.monitoring.latency import median_delay, slow
from baqylau.monitoring.narrow_pattern import narrow_patterns
from baqylau.monitoring.observations import Observations
from baqylau.monitoring.reachability import unreachable
from baqylau.monitoring.silence import activity_until, expected_and_seen, silent
from baqylau.monitoring.volume import reduced

DETECTORS = (unreachable, silent, reduced, missing_fields, slow, narrow_patterns)
SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OutletFigures:
    """The last seven days in numbers. `expected_by_hour`: fresh links expected an hour, by hour of
    week (Monday 0:00 local first); `seen_by_hour` those seen. `sources`: what each discovery source
    answered last. `responses`: answers by class ("2xx", "3xx", "timed out").
    """

    expected: float
    seen: int
    expected_day: float
    seen_day: int
    expected_by_hour: tuple[float, ...]
    seen_by_hour: tuple[int, ...]
    coverage: dict[str, float]
    delay: timedelta | None
    responses: dict[str, int]
    sources: dict[str, SourceResult]
    visits: int


def diagnose(observed: Observations) -> list[Finding]:
    """What is wrong with the outlet now. Of two findings of one kind about one subject the first
    counts: an issue is kept by both.
    """
    found = [x for detector in DETECTORS for x in detector(observed)]
    return list({(x.trouble, x.subject): x for x in reversed(found)}.values())[::-1]


def figures(observed: Observations, now: datetime) -> OutletFigures:
    """The numbers behind the findings, for a person. The time of a silence that is an open issue is
    left out of the usual activity.
    """
    recent = [x for x in observed.visits if x.ended > now - SHOWN]
    read = [x for x in observed.readings if x.fetched > now - SHOWN]
    activity = activity_until(
        observed, observed.since(Trouble.SILENT, "") or now, observed.arrivals
    )
    expected, count = expected_and_seen(observed, activity, now, SHOWN)
    day, day_count = expected_and_seen(observed, activity, now, timedelta(days=1))
    hours = Counter(
        (x.weekday() * 24 + x.hour)
        for x in (y.astimezone(activity.zone) for y in observed.arrivals if y > now - SHOWN)
    )
    sources: dict[str, SourceResult] = {}
    for visit in recent:
        sources |= visit.sources
    return OutletFigures(
        *(expected, count, day, day_count),
        expected_by_hour=activity.rates,
        seen_by_hour=tuple(hours[h] for h in range(len(activity.rates))),
        coverage=coverage(read),
        delay=median_delay(read),
        responses=classes(x.responses for x in recent),
        sources=sources,
        visits=len(recent),
    )


def classes(responses: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Answers by class: "2xx", "3xx" (304 apart: it is the cheap one), "4xx", "5xx", and each other
    answer ("timed out") by itself; the most frequent first.
    """
    found: Counter[str] = Counter()
    for answers in responses:
        for answer, number in answers.items():
            found[answer if answer == "304" or not answer.isdigit() else f"{answer[0]}xx"] += number
    return dict(found.most_common())
