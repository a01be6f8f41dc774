import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from baqylau.errors import TryLater
from baqylau.model.outlet import Outlet, VisitPolicy
from baqylau.model.visit import VisitFind
from crawler.frontier_memory import MemoryFrontier
from crawler.plan_cache import REPLAN, PlanCache

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OUTLET = Outlet("tau", "Тау", "https://tau.test/", "kz", ("kk",), "Asia/Almaty", ())
OFTEN = replace(OUTLET, id="often", visit=VisitPolicy(every=timedelta(seconds=20)))


class CountingFrontier(MemoryFrontier):
    """Counts what it is asked for, and cannot be read while it is `away`."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, datetime]] = []
        self.away = False
        self.finds: list[VisitFind] = []

    async def recent_finds(self, outlet_id: str, since: datetime) -> list[VisitFind]:
        self.asked.append((outlet_id, since))
        if self.away:
            raise TryLater("the database restarts")
        return self.finds


def _plan(cache: PlanCache, now: datetime, outlet: Outlet = OUTLET) -> object:
    return asyncio.run(cache.plan(outlet, now))


def test_a_plan_is_made_once_a_day() -> None:
    cache = PlanCache(frontier := CountingFrontier())
    first = _plan(cache, NOW)
    assert first is not None
    assert _plan(cache, NOW + REPLAN / 2) is first
    assert frontier.asked == [("tau", NOW - timedelta(weeks=4))]
    assert _plan(cache, NOW + REPLAN) is not first


def test_a_plan_is_made_anew_where_the_clock_was_set_back() -> None:
    cache = PlanCache(CountingFrontier())
    assert _plan(cache, NOW) is not _plan(cache, NOW - REPLAN)


def test_visits_in_the_future_do_not_count() -> None:
    cache, other = PlanCache(frontier := CountingFrontier()), PlanCache(CountingFrontier())
    frontier.finds = [VisitFind(NOW + timedelta(days=n * 4_000), 9) for n in (1, 2)]
    assert _plan(cache, NOW) == _plan(other, NOW)


def test_while_the_store_is_away_the_last_plan_holds() -> None:
    cache = PlanCache(frontier := CountingFrontier())
    frontier.away = True
    assert _plan(cache, NOW) is None
    frontier.away = False
    last = _plan(cache, NOW)
    frontier.away = True
    assert _plan(cache, NOW + 2 * REPLAN) is last


def test_an_outlet_that_is_visited_every_few_seconds_has_no_plan() -> None:
    cache = PlanCache(frontier := CountingFrontier())
    assert _plan(cache, NOW, OFTEN) is None
    assert not frontier.asked
