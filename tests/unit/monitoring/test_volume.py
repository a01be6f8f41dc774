"""A loss of volume: each part of the judgement alone, and the floors of the simulation on seeded
newsrooms (`python -m benchmarks.health` prints the whole table).
"""

import math
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from baqylau.model.issue import Trouble
from baqylau.monitoring import activity_model, windows
from baqylau.monitoring.diagnosis import diagnose
from baqylau.monitoring.observations import Observations, OpenIssue, VisitLog
from baqylau.monitoring.silence import silent
from baqylau.monitoring.statistics import lower_tail
from baqylau.monitoring.volume import Day, days_of, reduced, usual_of
from benchmarks import health, rhythms
from benchmarks.rhythms import COUNTRY, DAY, FEED, HOUR, OK, START, ZONE, Newsroom, Rhythm

STEADY = Rhythm(40, rhythms.WEEKS[0], (1 / 24,) * 24, 0.02, 0.1, 1)


def _stream(seed: int = 3, days: int = 80, **more: object) -> Newsroom:
    return Newsroom(STEADY, seed, days, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "mean", "variance"), [(8, 20, 20), (30, 60, 200), (0, 9, 30)])
def test_the_lower_tail_is_the_sum_of_its_terms(count: int, mean: float, variance: float) -> None:
    if variance == mean:
        exact = math.fsum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))
    else:
        size = mean * mean / (variance - mean)
        odds = mean / (mean + size)
        exact = math.fsum(
            math.exp(
                math.lgamma(k + size)
                - math.lgamma(size)
                - math.lgamma(k + 1)
                + size * math.log(1 - odds)
                + k * math.log(odds)
            )
            for k in range(count + 1)
        )
    assert lower_tail(count, mean, variance) == pytest.approx(exact)
    assert lower_tail(mean, mean, variance) == 1.0


def test_what_is_usual_is_known_by_weekday_and_a_backlog_counts_as_a_busy_day() -> None:
    days = [Day(START + n * DAY, n % 7, 50.0 if n % 7 < 5 else 5.0) for n in range(28)]
    usual = usual_of(days)
    assert usual is not None
    assert (usual.means[0], usual.means[6]) == (50.0, 5.0)
    backlog = usual_of([replace(x, count=900.0) if n == 7 else x for n, x in enumerate(days)])
    assert backlog is not None
    assert backlog.means[0] < 80
    assert usual_of(days[:13]) is None
    assert usual_of([replace(x, count=1.0) for x in days]) is None


def test_days_without_visits_and_holidays_are_left_out() -> None:
    stream = _stream(start=START - 60 * DAY)
    seen = stream.until(stream.start + 60 * DAY)
    days = days_of(seen.arrivals, windows.spans(seen.visits), ZONE, COUNTRY)
    shown = {x.start.date().isoformat() for x in days}
    assert shown.isdisjoint({"2026-03-21", "2026-03-22", "2026-03-23", "2026-05-09"})
    away = tuple(x for x in seen.visits if not 20 <= (x.started - stream.start) / DAY < 25)
    fewer = days_of(seen.arrivals, windows.spans(away), ZONE, COUNTRY)
    assert 4 <= len(days) - len(fewer) <= 7


def test_a_loss_opens_an_issue_that_stays_until_the_volume_is_back() -> None:
    began = START + 60 * DAY
    stream = _stream(days=90, loss_from=began, kept=0.4)
    assert reduced(stream.until(began)) == []
    (found,) = reduced(stream.until(began + 8 * DAY))
    assert (found.trouble, found.subject) == (Trouble.REDUCED, "")
    assert abs(found.since - began) < 3 * DAY
    assert "fewer" in found.diagnosis
    known = (OpenIssue(Trouble.REDUCED, "", found.since),)
    assert reduced(stream.until(began + 25 * DAY, known))
    back = _stream(days=90)
    both = sorted(
        [x for x in stream.arrivals if x <= began + 8 * DAY]
        + [x for x in back.arrivals if x > began + 8 * DAY]
    )
    later = replace(back.until(began + 14 * DAY, known), arrivals=tuple(both))
    until = began + 14 * DAY
    assert reduced(replace(later, arrivals=tuple(x for x in both if x <= until))) == []


def test_one_source_that_stops_is_named() -> None:
    began = START + 60 * DAY
    stream = _stream(days=80, loss_from=began, kept=0.0, source_lost=rhythms.SECTION)
    found = reduced(stream.until(began + 10 * DAY))
    assert [x.subject for x in found] == [rhythms.SECTION]


def test_links_that_another_source_lists_first_are_no_loss() -> None:
    stream = _stream()
    seen = stream.until(START + 70 * DAY)
    turn = START + 60 * DAY
    early = tuple(x for x in seen.arrivals_by_source[FEED] if x <= turn)
    shifted = {FEED: early, rhythms.SECTION: tuple(x for x in seen.arrivals if x not in early)}
    assert reduced(replace(seen, arrivals_by_source=shifted)) == []


def _weeks(weekend: bool, days: int) -> Observations:
    """Ten articles an hour by day, from a Tuesday morning on."""
    visits, arrivals = [], []
    start = START + DAY
    for n in range(days * 24):
        at = start + n * HOUR
        local = at + 5 * HOUR
        visits.append(VisitLog(at, at + HOUR / 60, OK))
        if 9 <= local.hour < 18 and (weekend or local.weekday() < 5):
            arrivals += [at] * 3
    return Observations(ZONE, COUNTRY, {}, tuple(visits), tuple(arrivals))


@pytest.mark.parametrize("days", range(2, 18))
def test_the_first_weekends_are_no_silence(days: int) -> None:
    assert silent(_weeks(False, days)) == []


def test_the_first_weekend_was_a_silence_by_the_usual_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity_model, "WEEKEND_SEEN", 0.0)
    assert any(silent(_weeks(False, days)) for days in (5, 6))


# fast floors; the whole table is printed by the benchmark
@pytest.mark.parametrize(("fault", "floor"), [(2, 5), (3, 5), (6, 5)])
def test_a_loss_is_reported_within_its_days(fault: int, floor: int) -> None:
    delays = health.loss_delays(health.LOSSES[fault], range(41, 47), timedelta(days=1))
    assert sum(x is not None for x in delays) >= floor


def test_healthy_months_have_no_finding() -> None:
    for seed in range(3):
        stream = Newsroom(rhythms.draw(random.Random(seed), 8, 90), seed, 90)
        for n in range(0, 30, 4):
            assert diagnose(stream.until(START + (58 + n) * DAY)) == []
