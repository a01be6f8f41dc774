"""Loops that run as long as their process: what is recorded, and what is logged."""

import threading
from datetime import timedelta

import pytest
import structlog

from baqylau import loops
from baqylau.errors import TryLater
from baqylau.loops import LoopStatus, PeriodicLoop, Stalled, guarded

PERIOD = timedelta(seconds=60)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_loop_is_in_trouble_after_three_periods_without_progress(clock: Clock) -> None:
    record = LoopStatus("relay", PERIOD, clock=clock)
    clock.seconds += 180
    assert record.trouble() is None
    clock.seconds += 1
    assert record.trouble() == "relay made no progress for 181 s"
    record.failed(TryLater("the disk is full"))
    assert record.trouble() == "relay made no progress for 181 s; last error: the disk is full"
    record.progressed()
    assert record.trouble() is None


def test_a_quick_loop_may_wait_for_its_turn_at_the_database(clock: Clock) -> None:
    record = LoopStatus("relay", timedelta(seconds=0.1), clock=clock)
    clock.seconds += 5
    assert record.trouble() is None
    clock.seconds += 55
    assert record.trouble() is not None
    assert record.stalled() is None
    clock.seconds += 1
    assert record.stalled() is not None


FAULTS = {
    "nothing came back": None,
    "a fault of ours": KeyError("x"),
    "out of memory": MemoryError(),
}


@pytest.mark.parametrize("wrong", FAULTS.values(), ids=FAULTS)
def test_a_process_ends_after_ten_periods_where_work_waits(
    clock: Clock, wrong: Exception | None
) -> None:
    waiting = False
    record = LoopStatus("relay", PERIOD, lambda: waiting, clock=clock)
    clock.seconds += 601
    if wrong is not None:
        record.failed(wrong)
    assert record.trouble() is not None
    assert record.stalled() is None
    waiting = True
    assert record.stalled() is not None


def test_a_loop_that_waits_for_a_database_that_is_away_does_not_end_its_process(
    clock: Clock,
) -> None:
    record = LoopStatus("relay", PERIOD, clock=clock)
    clock.seconds += 6000
    record.failed(TryLater("read-only"))
    assert record.stalled() is None
    assert record.trouble() is not None
    clock.seconds += 601  # it does not even try any more
    assert record.stalled() is not None


def test_a_loop_without_work_rests_and_is_judged_from_when_work_came(clock: Clock) -> None:
    waiting = False
    record = LoopStatus("jobs", PERIOD, lambda: waiting, rests=True, clock=clock)
    clock.seconds += 6000
    assert record.stalled() is None
    waiting = True
    clock.seconds += 600
    assert record.stalled() is None
    clock.seconds += 1
    assert record.stalled() is not None


def test_a_process_does_not_end_where_it_cannot_know_whether_work_waits(clock: Clock) -> None:
    def ask() -> bool:
        raise TryLater("the database is away")

    record = LoopStatus("relay", PERIOD, ask, clock=clock)
    clock.seconds += 601
    assert record.stalled() is None


def test_failures_are_logged_once_a_minute_with_their_number(clock: Clock) -> None:
    record = LoopStatus("relay", PERIOD, clock=clock)
    with structlog.testing.capture_logs() as lines:
        for _ in range(121):
            record.failed(TryLater("the disk is full"))
            clock.seconds += 1
    assert [x["times"] for x in lines] == [1, 60, 60]
    assert record.failures == 121


@pytest.mark.parametrize(
    "wrong", [KeyError("x"), TryLater("y"), MemoryError(), RecursionError(), OSError(28, "full")]
)
def test_a_loop_survives_whatever_it_meets(wrong: Exception) -> None:
    done, calls = threading.Event(), []

    def act() -> None:
        calls.append(1)
        if len(calls) < 3:
            raise wrong
        done.set()

    loop = PeriodicLoop(LoopStatus("relay", timedelta(seconds=0.001)), act)
    loop.start()
    assert done.wait(30)
    loop.stop()
    assert loop.record.failures == 2


def test_a_process_is_asked_to_end_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "_SOONEST_END", timedelta())
    monkeypatch.setattr(loops, "_CHECK", 0.01)
    ended = threading.Event()
    record = LoopStatus("relay", timedelta(microseconds=1))
    with pytest.raises(Stalled, match="relay made no progress"), guarded([record], ended.set):
        assert ended.wait(30)


def test_nothing_is_raised_where_nothing_stands_still() -> None:
    with guarded([LoopStatus("relay", PERIOD)], lambda: None):
        pass
