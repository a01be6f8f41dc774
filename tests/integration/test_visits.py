"""A visit is recorded and its outlet released together, on both databases, whatever fails between
the two.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from baqylau.model.outlet import Outlet
from baqylau.model.visit import SourceOutcome, SourceResult, VisitRecord
from baqylau.store import outlets, tables
from baqylau.store.connect import reading, writing
from baqylau.store.outlets import OutletLease

START = datetime(2026, 2, 9, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTLET = Outlet("tau", "Тау", "https://tau.test/", "kz", ("kk",), "Asia/Almaty", ())
NOTE = VisitRecord(
    started=START,
    ended=START + timedelta(seconds=9),
    found=7,
    fresh=3,
    fetched=2,
    bytes=2_000,
    responses={"200": 3},
    result="ok",
    failures=0,
    next_visit=START + HOUR,
    not_before=None,
    sources={"https://tau.test/rss": SourceResult(SourceOutcome.FAILED, "timed out")},
    fetches={"had": 2},
)


@pytest.fixture
def leased(engine: Engine) -> OutletLease:
    outlets.sync(engine, [OUTLET], sample=False, now=START)
    (lease,) = outlets.claim(engine, START, HOUR, 1)
    return lease


def _rows(engine: Engine) -> tuple[Any, list[Any]]:
    with reading(engine) as connection:
        outlet = connection.execute(select(tables.outlets)).one()
        return outlet, list(connection.execute(select(tables.visits)))


class Crash(BaseException):
    """The process ends here."""


@contextmanager
def _crashing(engine: Engine, where: str) -> Iterator[None]:
    """The transaction ends after the statement that begins so, or where it would be committed."""

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(where):
            raise Crash

    def commit(_connection: Any) -> None:
        raise Crash

    name, hook = ("commit", commit) if where == "COMMIT" else ("after_cursor_execute", after)
    event.listen(engine, name, hook)
    try:
        yield
    finally:
        event.remove(engine, name, hook)


def test_a_visit_is_recorded_and_its_outlet_released(engine: Engine, leased: OutletLease) -> None:
    assert outlets.finish(engine, leased, NOTE)
    outlet, (visit,) = _rows(engine)
    assert (outlet.lease_token, outlet.lease_until, outlet.next_visit) == (None, None, START + HOUR)
    assert (outlet.last_result, outlet.last_visit, outlet.failures) == ("ok", START, 0)
    assert visit.ways == {"https://tau.test/rss": "failed: timed out"}
    assert (visit.found, visit.fresh, visit.fetched, visit.bytes) == (7, 3, 2, 2_000)
    assert (visit.responses, visit.looks, visit.result) == ({"200": 3}, {"had": 2}, "ok")


@pytest.mark.parametrize("where", ["UPDATE outlets", "INSERT INTO visits", "COMMIT"])
def test_a_crash_on_the_way_leaves_neither(engine: Engine, leased: OutletLease, where: str) -> None:
    before, _ = _rows(engine)
    with _crashing(engine, where), pytest.raises(Crash):
        outlets.finish(engine, leased, NOTE)
    assert _rows(engine) == (before, [])
    assert outlets.finish(engine, leased, NOTE)
    assert len(_rows(engine)[1]) == 1


def test_finishing_a_visit_twice_writes_nothing_more(engine: Engine, leased: OutletLease) -> None:
    outlets.finish(engine, leased, NOTE)
    once = _rows(engine)
    assert not outlets.finish(engine, leased, NOTE)
    assert _rows(engine) == once


def test_after_a_lost_lease_the_visit_is_recorded_and_the_outlet_left_as_it_is(
    engine: Engine, leased: OutletLease
) -> None:
    (theirs,) = outlets.claim(engine, START + 2 * HOUR, HOUR, 1)
    leased_by_other, _ = _rows(engine)
    assert not outlets.finish(engine, leased, NOTE)
    assert not outlets.finish(engine, leased, NOTE)
    outlet, visits = _rows(engine)
    assert (outlet, len(visits)) == (leased_by_other, 1)
    later = replace(NOTE, started=START + 2 * HOUR, ended=START + 3 * HOUR)
    assert outlets.finish(engine, theirs, later)
    assert len(_rows(engine)[1]) == 2


def test_characters_that_no_database_stores_do_not_stop_the_release(
    engine: Engine, leased: OutletLease
) -> None:
    assert outlets.finish(engine, leased, replace(NOTE, result="not reached: \x00 \ud800"))
    assert "not reached" in _rows(engine)[0].last_result


def test_recent_finds_are_those_of_visits_that_reached_the_outlet(
    engine: Engine, leased: OutletLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [
        replace(NOTE, started=START + n * HOUR, ended=START + n * HOUR, **changes)
        for n, changes in enumerate(
            [
                {"fresh": 1},
                {"fresh": 2, "result": "ok; https://tau.test/rss: failed"},
                {"fresh": 0, "result": "not reached: timed out"},
                {"fresh": 900, "sources": {}},  # a backfill
                {"fresh": 4},
            ]
        )
    ]
    with writing(engine) as connection:
        for note in reversed(notes):
            outlets.record_visit(connection, leased.outlet_id, note)
    found = outlets.recent_finds(engine, leased.outlet_id, START - HOUR)
    assert [(x.started, x.fresh) for x in found] == [
        (START, 1),
        (START + HOUR, 2),
        (START + 4 * HOUR, 4),
    ]
    assert len(outlets.recent_finds(engine, leased.outlet_id, START)) == 2
    assert outlets.recent_finds(engine, "another", START - HOUR) == []
    monkeypatch.setattr(outlets, "MOST_FINDS", 1)
    assert [x.fresh for x in outlets.recent_finds(engine, leased.outlet_id, START - HOUR)] == [4]
