import math
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from baqylau.model.visit import VisitFind
from baqylau.monitoring.windows import LONGEST_GAP
from benchmarks import revisit
from crawler import visit_plan
from crawler.visit_plan import HOURS, Hours, VisitPlan, make_plan

ZONE = "Asia/Almaty"
MONDAY = datetime(2026, 8, 2, 19, tzinfo=UTC)  # 0:00 in Almaty
EVERY, MINUTE, HOUR = timedelta(minutes=15), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
FLAT = (1.0,) * HOURS


def _finds(weeks: int, articles: dict[int, int], step: timedelta = HOUR) -> list[VisitFind]:
    """Visits at equal intervals; `articles` are found in these hours of each week."""
    visits = int(weeks * 7 * DAY / step)
    return [
        VisitFind(MONDAY + n * step, articles.get(int((n - 0.5) * step / HOUR) % HOURS, 0))
        for n in range(visits + 1)
    ]


def _office_days(days: int = 5) -> dict[int, int]:
    return {day * 24 + hour: 1 for day in range(days) for hour in range(9, 13)}


def test_usual_hours_are_an_average_of_one() -> None:
    usual = visit_plan.usual_hours()
    assert sum(usual) == pytest.approx(HOURS)
    assert usual[10] > 5 * usual[3]  # Monday by day and by night
    assert visit_plan.usual_hours("zz") == usual


def test_an_outlet_without_records_gets_the_usual_hours() -> None:
    plan = make_plan([], EVERY, ZONE)
    assert plan.intervals[11] < plan.intervals[20] < plan.intervals[3]


@pytest.mark.parametrize("articles", [_office_days(), {34: 9, 106: 9}, {}])
@pytest.mark.parametrize("every", [EVERY, timedelta(minutes=30), HOUR])
def test_intervals_have_bounds(articles: dict[int, int], every: timedelta) -> None:
    plan = make_plan(_finds(4, articles), every, ZONE)
    for cell, interval in enumerate(plan.intervals):
        longest = 4 * every
        if cell % 24 in visit_plan.NIGHT:
            longest = max(longest, visit_plan.LONGEST_NIGHT)
        assert visit_plan.DENSEST * every <= interval * MINUTE <= longest
        assert interval * MINUTE * 1.1 < LONGEST_GAP  # the outlet counts as watched


def test_the_hours_of_an_outlet_are_learned() -> None:
    plan = make_plan(_finds(4, _office_days()), EVERY, ZONE)
    busy, evening = plan.intervals[24 + 10], plan.intervals[24 + 19]
    assert busy < 25
    assert evening > 2 * busy
    assert plan.rates[5 * 24 + 10] < plan.rates[24 + 10] / 3  # Saturday


def test_few_articles_change_little() -> None:
    one = visit_plan.expected_articles(
        _finds(1, {3: 1}), ZONE, visit_plan.usual_hours()
    )  # Monday 3:00
    assert one[3] < one[10]


@pytest.mark.parametrize(
    "finds",
    [
        [VisitFind(MONDAY, 500), VisitFind(MONDAY + HOUR, 0)],  # the first visit
        [VisitFind(MONDAY, 0), VisitFind(MONDAY + 9 * HOUR, 40)],  # after an outage
        [VisitFind(MONDAY, 0), VisitFind(MONDAY, 9)],  # two records of one moment
        [VisitFind(MONDAY + HOUR, 0), VisitFind(MONDAY, 9)],  # the clock was set back
    ],
)
def test_links_whose_time_is_unknown_do_not_count(finds: list[VisitFind]) -> None:
    usual = visit_plan.usual_hours()
    rates = visit_plan.expected_articles(finds, ZONE, usual)
    assert sum(rates) <= sum(visit_plan.expected_articles([], ZONE, usual)) * 1.001


def test_a_listed_archive_is_no_rhythm() -> None:
    finds = _finds(2, _office_days())
    flood = [VisitFind(x.started, 5_000 if n == 100 else x.fresh) for n, x in enumerate(finds)]
    rates = visit_plan.expected_articles(flood, ZONE, visit_plan.usual_hours())
    assert max(rates) < visit_plan.MOST_AT_ONCE


def _rates() -> Iterator[Hours]:
    for kind in revisit.KINDS:
        yield tuple(revisit.weekly(kind))
    yield FLAT
    yield tuple(5.0 if cell == 40 else 0.001 for cell in range(HOURS))


@pytest.mark.parametrize("rates", list(_rates()))
@pytest.mark.parametrize("most", [30.0, 45.0, 80.0])
def test_a_plan_costs_no_more_than_it_may(rates: Hours, most: float) -> None:
    intervals = visit_plan.planned_intervals(rates, EVERY, most)
    assert visit_plan.visits_a_day(rates, intervals, 15) <= most * 1.01


def test_more_visits_are_not_made_than_the_aim_takes() -> None:
    intervals = visit_plan.planned_intervals(FLAT, EVERY, math.inf)
    assert visit_plan.visits_a_day(FLAT, intervals, 15) < 96


def test_a_long_interval_of_the_night_ends_in_the_morning() -> None:
    hours = tuple(180.0 if cell % 24 < 7 else 20.0 for cell in range(HOURS))
    plan = VisitPlan(hours, FLAT, ZONE)
    at = MONDAY + timedelta(hours=6, minutes=30)
    # a sixth of the interval is over at 7:00, the rest takes five sixths of 20 minutes
    assert plan.next_after(at) == at + timedelta(minutes=30 + 20 * 5 / 6)
    assert plan.next_after(MONDAY) == MONDAY + timedelta(hours=3)
    assert plan.next_after(MONDAY, 0.9) == MONDAY + timedelta(hours=2.7)


def test_the_week_begins_again_after_sunday() -> None:
    plan = VisitPlan((60.0,) * HOURS, FLAT, ZONE)
    at = MONDAY - timedelta(minutes=20)
    assert plan.next_after(at) == at + HOUR


def test_more_articles_than_usual_are_a_surprise() -> None:
    plan = VisitPlan((30.0,) * HOURS, tuple(0.1 if c < 12 else 4.0 for c in range(HOURS)), ZONE)
    assert plan.is_surprising(MONDAY, 1)
    assert not plan.is_surprising(MONDAY, 0)
    assert not plan.is_surprising(MONDAY + 13 * HOUR, 5)
    assert plan.is_surprising(MONDAY + 13 * HOUR, 6)


@pytest.mark.parametrize("articles", [3, 20, 100])
def test_the_usual_cost_is_that_of_the_adapted_intervals(articles: int) -> None:
    draw = random.Random(articles)
    published = sorted(MONDAY + 14 * DAY * draw.random() for _ in range(14 * articles))
    schedule = revisit.Adaptive(revisit.VisitPolicy(), draw)
    cost = revisit.crawl(published, schedule, 1, (MONDAY, MONDAY + 14 * DAY)).visits
    found = Counter(int((x - MONDAY) / EVERY) + 1 for x in published)
    seen = [VisitFind(MONDAY + n * EVERY, found[n]) for n in range(14 * 96)]
    expected = (cost + visit_plan.USUAL_VISITS) / 15
    assert visit_plan.usual_visits(seen, EVERY) == pytest.approx(expected, rel=0.08)


def test_an_outlet_visited_every_few_seconds_is_not_replayed() -> None:
    finds = [VisitFind(MONDAY, 1), VisitFind(MONDAY + 1000 * DAY, 1)]
    assert visit_plan.usual_visits(finds, timedelta(seconds=1)) > 0


WAITS = {  # minutes within which nine tenths are read, and the share read after half an hour
    "newswire": (15.5, 0.03),
    "big site": (15.5, 0.04),
    "site": (16, 0.05),
    "evening site": (15.5, 0.04),
    "weekdays only": (14.5, 0.03),
    "batches": (38, 0.16),
    "small site": (14.5, 0.03),
    "small office": (20, 0.05),
    "irregular": (18, 0.08),
    "tiny": (15.5, 0.04),
}
"""The floors; without a plan nine tenths of these wait for 15 to 51 minutes."""


def test_articles_wait_less_for_no_more_requests() -> None:
    requests = dict.fromkeys(("adaptive", "planned"), 0.0)
    for kind in revisit.KINDS:
        results = revisit.compare(kind, 1, 14, 14, 7, tuple(requests))
        for name, result in results.items():
            requests[name] += kind.share * result.requests / result.days
        nine_tenths, late = WAITS[kind.name.partition(",")[0]]
        assert results["planned"].quantile(0.9) <= nine_tenths, kind.name
        assert results["planned"].late <= late, kind.name
    assert requests["planned"] <= requests["adaptive"]
