from datetime import UTC, datetime, timedelta

import pytest

from baqylau.model.outlet import VisitPolicy
from crawler import revisit_policy
from crawler.visit_plan import HOURS, MAX_SLOWDOWN, VisitPlan

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VISIT = VisitPolicy(every=timedelta(minutes=10))
# an article an hour: three in a visit are a surprise
PLAN = VisitPlan((25.0,) * HOURS, (1.0,) * HOURS, "Asia/Almaty")


def _next(**known: object) -> timedelta:
    given = {"fresh": 1, "failures": 0} | known
    return revisit_policy.next_visit(VISIT, "Asia/Almaty", NOW, **given) - NOW  # type: ignore[arg-type]


def test_a_busy_outlet_is_visited_sooner_and_a_quiet_one_later() -> None:
    assert _next(fresh=30) < _next(fresh=3) < _next(fresh=0)


def test_with_a_plan_the_interval_is_the_planned_one() -> None:
    for previous_interval in (None, timedelta(minutes=40)):
        wait = _next(fresh=0, plan=PLAN, previous_interval=previous_interval)
        assert wait == timedelta(minutes=25)
    assert _next(fresh=1, plan=PLAN) == timedelta(minutes=25)
    assert _next(fresh=0, plan=PLAN, roll=1.0) == timedelta(minutes=27.5)


def test_with_a_plan_a_surprise_brings_the_next_visit_sooner() -> None:
    assert _next(fresh=2, plan=PLAN) == VISIT.every
    assert _next(fresh=revisit_policy.BUSY_LINKS, plan=PLAN) == VISIT.every / 2


def test_with_a_plan_an_outlet_that_is_down_is_tried_as_without() -> None:
    for failures in (1, 4, 40):
        assert _next(failures=failures, plan=PLAN) == _next(failures=failures)


def test_a_plan_keeps_the_quiet_hours() -> None:
    night = VisitPolicy(every=timedelta(minutes=10), quiet=(1, 6))
    at = datetime(2026, 11, 24, 19, 50, tzinfo=UTC)  # 0:50 in Almaty
    assert revisit_policy.next_visit(
        night, "Asia/Almaty", at, fresh=0, failures=0, plan=PLAN
    ) == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def test_the_interval_of_a_quiet_outlet_has_an_upper_bound() -> None:
    previous_interval = VISIT.every
    for _ in range(20):
        previous_interval = _next(fresh=0, previous_interval=previous_interval)
    assert previous_interval == VISIT.every * MAX_SLOWDOWN


def test_an_outlet_that_is_down_is_tried_without_end_but_rarely() -> None:
    waits = [_next(failures=n) for n in range(1, 2000)]
    assert waits == sorted(waits)
    assert waits[0] == VISIT.every
    assert waits[-1] == revisit_policy.LONGEST_BACKOFF


def test_jitter_spreads_visits_by_a_tenth() -> None:
    assert _next(roll=0.0) == VISIT.every * 0.9
    assert _next(roll=1.0) == VISIT.every * 1.1


def test_quiet_hours_end_at_their_local_hour() -> None:
    night = VisitPolicy(every=timedelta(minutes=10), quiet=(1, 6))
    at = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)  # 02:00 in Almaty
    assert revisit_policy.after_quiet(at, night, "Asia/Almaty") == datetime(
        2026, 11, 25, 1, 0, tzinfo=UTC
    )
    assert revisit_policy.after_quiet(NOW, night, "Asia/Almaty") == NOW


def test_quiet_hours_may_cross_midnight() -> None:
    night = VisitPolicy(quiet=(23, 5))
    at = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)  # 23:30 in Almaty
    assert revisit_policy.after_quiet(at, night, "Asia/Almaty") == datetime(
        2026, 11, 25, 0, 0, tzinfo=UTC
    )


def test_a_new_article_is_fetched_again_at_each_age_and_then_never() -> None:
    seen, ages = NOW, []
    moment: datetime | None = NOW
    while (moment := revisit_policy.next_article_fetch(seen, moment)) is not None:
        ages.append(moment - seen)
    assert ages == list(revisit_policy.REFETCH_AGES)


@pytest.mark.parametrize(
    ("edited_at", "ages"),
    [
        (None, ["0:15", "1:00", "24:00", "168:00"]),
        ("0:15", ["0:15", "1:00", "24:00", "168:00"]),
        ("1:00", ["0:15", "1:00", "6:00", "24:00", "168:00"]),
        ("24:00", ["0:15", "1:00", "24:00", "168:00"]),
    ],
)
def test_only_an_article_that_changes_in_its_first_hour_is_fetched_after_six(
    edited_at: str | None, ages: list[str]
) -> None:
    found: list[str] = []
    moment = revisit_policy.next_article_fetch(NOW, NOW)
    while moment is not None:
        minutes = (moment - NOW) // timedelta(minutes=1)
        found.append(f"{minutes // 60}:{minutes % 60:02}")
        moment = revisit_policy.next_article_fetch(NOW, moment, unchanged=found[-1] != edited_at)
    assert found == ages


def test_a_removal_counts_only_after_the_page_stayed_gone() -> None:
    holds = timedelta(days=2)
    moment: datetime | None = NOW
    checks = []
    while (moment := revisit_policy.next_removal_check(NOW, moment, holds)) is not None:
        checks.append(moment)
    assert checks[-1] == NOW + holds
    assert 4 <= len(checks) <= 10


def test_an_address_is_given_up_after_many_failures() -> None:
    waits = [revisit_policy.next_retry(n, NOW) for n in range(1, 20)]
    assert waits[0] == NOW + revisit_policy.FIRST_RETRY
    assert waits[-1] is None


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", 120),
        ("Tue, 24 Nov 2026 12:05:00 GMT", 300),
        ("99999999", 86_400),
        ("-5", None),
        ("soon", None),
        (None, None),
        ("Mon, 23 Nov 2026 12:00:00 GMT", 0),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, wait: int | None) -> None:
    assert revisit_policy.retry_after_time(header, NOW) == (
        None if wait is None else NOW + timedelta(seconds=wait)
    )
