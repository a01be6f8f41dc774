"""Loops that live as long as their process: a function and a period come in; out comes a thread
that survives whatever the function raises, and a record of how the loop is doing.

`/health` asks each record for its trouble; a `Watchdog` ends a process in which a loop stands
still although work waits, so that whoever started the process starts it anew.

>>> loop = PeriodicLoop(LoopStatus("relay", timedelta(seconds=1)), look)
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
"""Exit status of a process that ended itself because a loop stood still (EX_SOFTWARE)."""
RED_AFTER, ENDS_AFTER = 3, 10  # periods without progress
# a look that waits for its turn at a busy database is no fault yet: SQLite's turn may take 30 s
_SOONEST_RED, _SOONEST_END = timedelta(seconds=5), timedelta(seconds=60)
_SAY_AGAIN = 60.0  # seconds between two lines of the log about one loop
_LOOK = 1.0  # seconds between two looks of the watchdog
_ENDS_WITHIN = 120.0  # seconds a process may take to end what is under way; then it ends at once
_JOINS_WITHIN = 45.0  # seconds: longer than a wait for SQLite's write lock


class Stalled(BaqylauError):
    """A loop of this process stood still although work waited; a new process may go on."""


class LoopStatus:
    """When a loop last got something done and what went wrong since; asked by several threads.

    `waits` says whether work waits for the loop (it may raise where nobody can tell); without it
    work always waits. A loop that `rests` gets nothing done while there is no work, and that is
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
        self._progress = self._asked = clock()
        self._wrong: tuple[float, Exception] | None = None
        self._said: float | None = None
        self._unsaid = 0
        self._lock = threading.Lock()
        metrics.LOOP_SILENCE.labels(name).set_function(lambda: self.silence().total_seconds())

    def progressed(self) -> None:
        """Something got done, or a look found nothing to do."""
        with self._lock:
            self._progress = self._clock()
            mended, self._wrong = self._wrong, None
        if mended is not None:
            log.info("the loop goes on", loop=self.name, failures=self.failures)

    def failed(self, wrong: Exception) -> None:
        """Counts it, and says so in the log at most once a minute."""
        moment = self._clock()
        world = isinstance(wrong, TryLater)
        metrics.LOOP_FAILURES.labels(self.name, "world" if world else "fault").inc()
        with self._lock:
            self.failures += 1
            self._unsaid += 1
            self._wrong = moment, wrong
            if self._said is not None and moment - self._said < _SAY_AGAIN:
                return
            self._said, times, self._unsaid = moment, self._unsaid, 0
        log.warning(
            "the loop failed and goes on",
            loop=self.name,
            error=_words(wrong),
            times=times,
            exc_info=None if world else wrong,
        )

    def silence(self) -> timedelta:
        """How long ago something last got done."""
        return timedelta(seconds=self._clock() - self._progress)

    def trouble(self) -> str | None:
        """Why `/health` is red: no progress for three periods; None while all is well."""
        silence = self.silence()
        if silence <= self._patience() or self._has_rested():
            return None
        return self._reason(silence)

    def waits_for_the_world(self) -> str | None:
        """Why there is nothing to do only because what there is waits for a database, archive or
        queue that is away; None otherwise.
        """
        if not self._tries(self._patience()):
            return None
        return self._reason(self.silence())

    def stalled(self) -> str | None:
        """Why a new process should take this one's place: no progress for ten periods although
        work waits. None where the world is away and the loop keeps trying: a new process could
        do no more.
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
        """True where there was nothing to do; the database is asked at most once a period."""
        if not self.rests or self._clock() - self._asked < self.period.total_seconds():
            return False
        if self._tries(self._patience()):
            return False  # there is work, and it waits for the world
        self._asked = self._clock()
        try:
            if self._waits is None or self._waits():
                return False
        except Exception as wrong:  # noqa: BLE001  (nobody can tell; it is said and counted)
            self.failed(wrong)
            return False
        self.progressed()
        return True

    def _work_waits(self) -> bool:
        try:
            return self._waits is None or self._waits()
        except Exception as wrong:  # noqa: BLE001  (nobody can tell; it is said and counted)
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
    """Looks at the records every second. Where one stands still, says why, calls `end`, and ends
    the process itself where it is still there two minutes later.
    """

    def __init__(self, records: Sequence[LoopStatus], end: Callable[[], object]) -> None:
        super().__init__(name="watchdog", daemon=True)
        self.reason: str | None = None
        self._records = records
        self._end = end
        self._stopping = threading.Event()

    def run(self) -> None:
        while self.reason is None:
            if self._stopping.wait(_LOOK):
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
    """Asks this process to end as SIGTERM does: what is under way is finished first."""
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def guarded(records: Sequence[LoopStatus], end: Callable[[], object] = terminate) -> Iterator[None]:
    """A watchdog looks at the records inside. Raises `Stalled` on leaving where it called `end`."""
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
