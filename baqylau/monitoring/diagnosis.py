"""All detectors over one outlet: what was observed comes in, its findings and its figures go
out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from baqylau.model.issue import Finding, Trouble
from baqylau.model.visit import SourceResult
from baqylau.monitoring.field_coverage import coverage, missing_fields
from baqylau.monitoring.latency import median_delay, slow
from baqylau.monitoring.observations import Observations
from baqylau.monitoring.reachability import unreachable
from baqylau.monitoring.silence import expected_and_seen, rhythm_until, silent

DETECTORS = (unreachable, silent, missing_fields, slow)
SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OutletFigures:
    """The last seven days in numbers. `rhythm`: fresh links expected an hour, by hour of week
    (Monday 0:00 local first);
    `seen_by_hour` those seen. `ways`: what each discovery way answered last. `responses`: answers
    by class ("2xx", "3xx", "timed out").
    """

    expected: float
    seen: int
    expected_day: float
    seen_day: int
    rhythm: tuple[float, ...]
    seen_by_hour: tuple[int, ...]
    coverage: dict[str, float]
    delay: timedelta | None
    responses: dict[str, int]
    ways: dict[str, SourceResult]
    visits: int


def diagnose(seen: Observations) -> list[Finding]:
    """What ails the outlet now."""
    return [x for detector in DETECTORS for x in detector(seen)]


def figures(seen: Observations, now: datetime) -> OutletFigures:
    """The numbers behind the findings, for a person. A silence that is an open issue teaches the
    rhythm nothing.
    """
    lately = [x for x in seen.visits if x.ended > now - SHOWN]
    read = [x for x in seen.readings if x.fetched > now - SHOWN]
    rhythm = rhythm_until(seen, seen.since(Trouble.SILENT, "") or now, seen.arrivals)
    expected, count = expected_and_seen(seen, rhythm, now, SHOWN)
    day, day_count = expected_and_seen(seen, rhythm, now, timedelta(days=1))
    hours = Counter(
        (x.weekday() * 24 + x.hour)
        for x in (y.astimezone(rhythm.zone) for y in seen.arrivals if y > now - SHOWN)
    )
    ways: dict[str, SourceResult] = {}
    for visit in lately:
        ways |= visit.ways
    return OutletFigures(
        *(expected, count, day, day_count),
        rhythm=rhythm.rates,
        seen_by_hour=tuple(hours[h] for h in range(len(rhythm.rates))),
        coverage=coverage(read),
        delay=median_delay(read),
        responses=classes(x.responses for x in lately),
        ways=ways,
        visits=len(lately),
    )


def classes(responses: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Answers by class: "2xx", "3xx" (304 apart: it is the cheap one), "4xx", "5xx", and each word
    by itself; the commonest first.
    """
    found: Counter[str] = Counter()
    for answers in responses:
        for word, number in answers.items():
            found[word if word == "304" or not word.isdigit() else f"{word[0]}xx"] += number
    return dict(found.most_common())
