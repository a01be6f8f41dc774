"""A seeded fortnight of six healthy newsrooms, with nights, weekends, a holiday of three days and
bad luck: no finding. Then each falls silent.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from baqylau.model.issue import Trouble
from baqylau.monitoring import UNLIKELY
from baqylau.monitoring.diagnosis import diagnose
from baqylau.monitoring.observations import PageReading
from baqylau.monitoring.silence import silent
from tests.unit.monitoring.simulated_outlet import HOLIDAYS, Habits, SimulatedOutlet, moment

HABITS = {
    "agency": Habits(200, night=0.2, weekend=0.6, burst=3),
    "portal": Habits(60, weekend=0.5),
    "moody paper": Habits(20, moods=0.6),
    "office": Habits(10, night=0, weekend=0.02, holiday=0),
    "district paper": Habits(5, every=timedelta(minutes=30)),
    "two a week": Habits(0.4, moods=0, weekend=0.1, every=timedelta(hours=1)),
}
START = moment("2026-02-09T00:00")
JUDGED = START + timedelta(weeks=5)  # Monday 16 March: the fortnight holds Nauryz, 21 to 23 March
END = JUDGED + timedelta(weeks=2)
# a silence of so long must have been reported; half of it must not have been too long for the two
# that print most
FASTER = {
    "agency": timedelta(hours=20),
    "portal": timedelta(days=1),
    "moody paper": timedelta(days=3),
    "office": timedelta(days=4),
    "district paper": timedelta(days=5),
    "two a week": timedelta(days=40),
}


def _longest_silences(outlet: SimulatedOutlet, count: int) -> list[datetime]:
    """Moments just before the longest silences of the fortnight ended, when a false finding is most
    likely.
    """
    moments = [JUDGED, *sorted({x for x in outlet.arrivals if JUDGED < x < END}), END]
    ends = sorted(pairwise(moments), key=lambda x: x[1] - x[0])[-count:]
    return [end - timedelta(minutes=1) for _, end in ends]


@pytest.mark.parametrize("name", HABITS)
def test_a_healthy_fortnight_has_no_finding(name: str) -> None:
    assert {(3, 21), (3, 22), (3, 23)} <= HOLIDAYS
    outlet = SimulatedOutlet(HABITS[name], 71, START, 7)
    moments = [JUDGED + timedelta(hours=9 * n) for n in range(38)]
    for now in moments:
        assert diagnose(outlet.until(now)) == [], now
    for now in _longest_silences(outlet, 12):
        assert silent(outlet.until(now)) == [], now


@pytest.mark.parametrize("name", HABITS)
def test_a_newsroom_that_falls_silent_is_reported_when_the_silence_is_improbable(name: str) -> None:
    dead = moment("2026-04-14T05:30")  # a Tuesday at 10:30 in Almaty
    outlet = SimulatedOutlet(HABITS[name], 5, moment("2026-01-12T00:00"), 20, dead_from=dead)
    assert silent(outlet.until(dead + timedelta(hours=1))) == []
    (found,) = silent(outlet.until(dead + FASTER[name]))
    assert found.trouble is Trouble.SILENT
    assert found.probability is not None
    assert found.probability < UNLIKELY
    assert found.since <= dead + HABITS[name].every * 1.2
    assert "expected" in found.diagnosis


def test_a_silence_is_reported_neither_too_early_nor_late() -> None:
    dead = moment("2026-04-14T05:30")
    outlet = SimulatedOutlet(HABITS["portal"], 5, moment("2026-03-02T00:00"), 8, dead_from=dead)
    reported = next(n for n in range(1, 60) if silent(outlet.until(dead + timedelta(hours=n))))
    assert 3 <= reported <= 24


def test_the_night_is_no_silence_and_a_silence_ends_with_the_next_article() -> None:
    dead = moment("2026-04-14T05:30")
    outlet = SimulatedOutlet(HABITS["portal"], 5, moment("2026-03-02T00:00"), 8, dead_from=dead)
    late = outlet.until(dead + timedelta(days=2))
    assert silent(late)
    assert silent(replace(late, arrivals=(*late.arrivals, dead + timedelta(days=2)))) == []


def test_a_time_without_visits_is_no_silence_of_the_outlet() -> None:
    outlet = SimulatedOutlet(HABITS["portal"], 5, moment("2026-03-02T00:00"), 7)
    away = moment("2026-04-13T00:00")
    observed = outlet.until(away)
    back = replace(
        observed.visits[-1],
        started=away + timedelta(days=4),
        ended=away + timedelta(days=4, seconds=20),
    )
    assert silent(replace(observed, visits=(*observed.visits, back))) == []


def test_missing_fields_are_reported_within_ten_articles() -> None:
    outlet = SimulatedOutlet(HABITS["portal"], 5, START, 6)
    observed = outlet.until(START + timedelta(weeks=6))
    last = observed.readings[-1].fetched
    bare = [
        PageReading(
            last + timedelta(minutes=10 * n),
            {"article": True, "title": True, "published": False, "author": False},
        )
        for n in range(1, 11)
    ]
    reported = next(
        n
        for n in range(1, 11)
        if _changed(replace(observed, readings=(*observed.readings, *bare[:n])))
    )
    assert 2 <= reported <= 10
    assert {
        x.subject for x in _changed(replace(observed, readings=(*observed.readings, *bare)))
    } == {"published"}  # few were signed before


def _changed(observed: object) -> list[object]:
    return [x for x in diagnose(observed) if x.trouble is Trouble.CHANGED]  # type: ignore[arg-type]
