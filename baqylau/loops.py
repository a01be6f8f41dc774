"""Loops that run as long as their process: a function and a period come in; a thread that goes on
whatever the function raises, and a record of its progress and failures, go out.

`/health` is red where a loop's record reports trouble (`LoopStatus.trouble`). A `Watchdog` ends a
process in which a loop makes no progress although there is work for it, so that the supervisor of
the process starts it anew.

>>> loop = PeriodicLoop(LoopStatus("relay", timedelta(seconds=1)), run_once)
>>> loop.start(); loop.record.trouble()
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import structlog

from baqylau import metrics
from baqylau.errors import BaqylauError, TryLater

log = structlog.get_logger("loops")

STALLED = 70
"""Exit status of a process that ended itself because a loop made no progress (EX_SOFTWARE)."""
RED_AFTER, ENDS_AFTER = 3, 10  # periods without progress
# a run that waits for the write lock of a busy database is no fault yet: with SQLite it may take
# 30 s
_SOONEST_RED, _SOONEST_END = timedelta(seconds=5), timedelta(seconds=60)
_LOG_AGAIN = 60.0  # seconds between two lines of the log about one loop
_CHECK = 1.0  # seconds between two checks of the watchdog
_ENDS_WITHIN = 120.0  # seconds a process may take to end what is under way; then it ends at once
_JOINS_WITHIN = 45.0  # seconds: longer than a wait for SQLite's write lock


class Stalled(BaqylauError):
    """A loop of this process made no progress although there was work; a new process may go on."""


class LoopStatus:
    """When a loop last made progress and what went wrong since; used by several threads.

    `waits` says whether work waits for the loop (it may raise where that cannot be known); without
    it work always waits. A loop that `rests` makes no progress while there is no work, and that is
    no fault: its record begins anew whenever none waits.
    """

    def __init__(
        self,
        name: str,
        period: timedelta,
        waits: Callable[[], bool] | None = None,
        rests: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self.period, self.rests = name, period, rests
        self.failures = 0
        self._waits = waits
        self._clock = clock
        self._progress = self._checked = clock()
        self._wrong: tuple[float, Exception] | None = None
        self._logged: float | None = None
        self._not_logged = 0
        self._lock = threading.Lock()
        metrics.LOOP_SILENCE.labels(name).set_function(lambda: self.silence().total_seconds())

    def progressed(self) -> None:
        """Something was done, or there was nothing to do."""
        with self._lock:
            self._progress = self._clock()
            mended, self._wrong = self._wrong, None
        if mended is not None:
            log.info("the loop goes on", loop=self.name, failures=self.failures)

    def failed(self, wrong: Exception) -> None:
        """Counts the failure, and logs it at most once a minute."""
        moment = self._clock()
        world = isinstance(wrong, TryLater)
        metrics.LOOP_FAILURES.labels(self.name, "world" if world else "fault").inc()
        with self._lock:
            self.failures += 1
            self._not_logged += 1
            self._wrong = moment, wrong
            if self._logged is not None and moment - self._logged < _LOG_AGAIN:
                return
            self._logged, times, self._not_logged = moment, self._not_logged, 0
        log.warning(
            "the loop failed and goes on",
            loop=self.name,
            error=_words(wrong),
            times=times,
            exc_info=None if world else wrong,
        )

    def silence(self) -> timedelta:
        """How long ago the loop last made progress."""
        return timedelta(seconds=self._clock() - self._progress)

    def trouble(self) -> str | None:
        """Why `/health` is red: no progress for three periods; None while all is well."""
        silence = self.silence()
        if silence <= self._patience() or self._has_rested():
            return None
        return self._reason(silence)

    def waits_for_the_world(self) -> str | None:
        """Why nothing is done although there is work: a database, archive or queue is away. None
        where that is not so.
        """
        if not self._tries(self._patience()):
            return None
        return self._reason(self.silence())

    def stalled(self) -> str | None:
        """Why a new process should replace this one: no progress for ten periods although work
        waits. None where a database, archive or queue is away and the loop keeps trying: a new
        process could do no more.
        """
        silence, patience = self.silence(), max(ENDS_AFTER * self.period, _SOONEST_END)
        if silence <= patience or self._has_rested() or self._tries(patience):
            return None
        return self._reason(silence) if self._work_waits() else None

    def _patience(self) -> timedelta:
        return max(RED_AFTER * self.period, _SOONEST_RED)

    def _tries(self, patience: timedelta) -> bool:
        wrong = self._wrong
        return (
            wrong is not None
            and isinstance(wrong[1], TryLater)
            and self._clock() - wrong[0] < patience.total_seconds()
        )

    def _has_rested(self) -> bool:
        """Whether there was nothing to do; the database is asked at most once a period."""
        if not self.rests or self._clock() - self._checked < self.period.total_seconds():
            return False
        if self._tries(self._patience()):
            return False  # there is work, and it waits for a database, archive or queue
        self._checked = self._clock()
        try:
            if self._waits is None or self._waits():
                return False
        except Exception as wrong:  # noqa: BLE001  (it cannot be known; that is logged and counted)
            self.failed(wrong)
            return False
        self.progressed()
        return True

    def _work_waits(self) -> bool:
        try:
            return self._waits is None or self._waits()
        except Exception as wrong:  # noqa: BLE001  (it cannot be known; that is logged and counted)
            self.failed(wrong)
            return False

    def _reason(self, silence: timedelta) -> str:
        wrong = self._wrong
        last = f"; last error: {_words(wrong[1])}" if wrong else ""
        return f"{self.name} made no progress for {silence.total_seconds():.0f} s{last}"


class PeriodicLoop(threading.Thread):
    """Calls `act` every `pause` (the record's period where none is given) until `stop`; what it
    raises is kept in the record. `pause_first`: the first call comes after one pause.
    """

    def __init__(
        self,
        record: LoopStatus,
        act: Callable[[], None],
        pause: timedelta | None = None,
        pause_first: bool = False,
    ) -> None:
        super().__init__(name=record.name, daemon=True)
        self.record = record
        self.act = act
        self.stopping = threading.Event()
        self._pause = record.period if pause is None else pause
        self._pause_first = pause_first

    def run(self) -> None:
        pause = self._pause.total_seconds()
        if self._pause_first:
            self.stopping.wait(pause)
        while not self.stopping.is_set():
            try:
                self.act()
            except Exception as wrong:  # noqa: BLE001  (kept in the record; the loop must go on)
                self.record.failed(wrong)
            else:
                self.record.progressed()
            self.stopping.wait(pause)

    def stop(self) -> None:
        """Ends after the call under way; one that hangs is left to end with the process."""
        self.stopping.set()
        if self.is_alive():
            self.join(_JOINS_WITHIN)


class Watchdog(threading.Thread):
    """Checks the records every second. Where a loop makes no progress although there is work, it
    logs why and calls `end`. If the process still runs two minutes later, it is ended at once.
    """

    def __init__(self, records: Sequence[LoopStatus], end: Callable[[], object]) -> None:
        super().__init__(name="watchdog", daemon=True)
        self.reason: str | None = None
        self._records = records
        self._end = end
        self._stopping = threading.Event()

    def run(self) -> None:
        while self.reason is None:
            if self._stopping.wait(_CHECK):
                return
            self.reason = next((x for x in map(_stalled, self._records) if x), None)
        log.critical("the process ends itself", reason=self.reason, exit_status=STALLED)
        self._end()
        if not self._stopping.wait(_ENDS_WITHIN):
            log.critical("the process did not end by itself", reason=self.reason)
            os._exit(STALLED)

    def stop(self) -> None:
        self._stopping.set()


def _stalled(record: LoopStatus) -> str | None:
    try:
        return record.stalled()
    except Exception as wrong:  # noqa: BLE001  (the watchdog is the last loop that may die)
        record.failed(wrong)
        return None


def terminate() -> None:
    """Ends this process as SIGTERM does: what is under way is finished first."""
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def guarded(records: Sequence[LoopStatus], end: Callable[[], object] = terminate) -> Iterator[None]:
    """A watchdog checks the records inside. Raises `Stalled` on leaving where it called `end`."""
    watchdog = Watchdog(records, end)
    watchdog.start()
    try:
        yield
        if watchdog.reason:
            raise Stalled(f"{watchdog.reason}; the process ended itself, start it anew")
    finally:
        watchdog.stop()


def _words(wrong: Exception) -> str:
    return str(wrong) if isinstance(wrong, BaqylauError) else f"{type(wrong).__name__}: {wrong}"
