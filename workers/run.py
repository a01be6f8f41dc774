"""`work`: settings come in; jobs are run until SIGTERM, Ctrl-C or the given event; the jobs under
way are finished first.

The same functions serve embedded (beside crawler and dashboard) and alone (`baqylau work`): only
the addresses in the settings differ.
"""

import signal
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import dramatiq
import structlog
from dramatiq import Broker, Worker

from baqylau import loops, queue
from baqylau.app import App, open_app
from baqylau.errors import TryLater
from baqylau.health import HealthStatus, serving_health, verdict_of
from baqylau.loops import LoopStatus, PeriodicLoop
from baqylau.messages import queue_of
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import Settings
from baqylau.stages import STAGES, function
from baqylau.store import jobs
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries.pipeline_metrics import due
from baqylau.store.versions import version_of
from workers.delivery import DeliveryWorker
from workers.job_runner import JobRunner, StageReaders
from workers.maintenance import Maintenance, Tidying
from workers.relay import Relay

log = structlog.get_logger("workers")

# messages of up to eight jobs a worker holds, a second's work or less: more would leave its
# neighbours without
_PREFETCH = 4
# beyond the longest time limit of a reader: its result still has to be written
_DRAINING = timedelta(seconds=10)
# milliseconds a thread waits for a message before it checks whether it is to stop; each check asks
# Redis, and a second made every end slow
_LISTEN = 500
_CHECK_IDLE = 0.2  # seconds between two checks whether everything is done


def declare(broker: Broker, runner: JobRunner) -> None:
    """One dramatiq actor and one queue a stage, for this broker and this job runner. The queues are
    this release's own.
    """
    for stage, row in STAGES.items():
        function(row.run)  # imported now: a function that is not there fails at the start
        name = queue_of(stage, version_of(stage))
        dramatiq.actor(actor_name=stage, queue_name=name, broker=broker)(_receiver(runner, stage))
    queue.without_delays(broker)


def _receiver(runner: JobRunner, stage: str) -> Callable[[list[int], int], None]:
    def receive(job: list[int], wire: int) -> None:
        runner.run(stage, job, wire)

    return receive


def work(
    settings: Settings, stop: threading.Event | None = None, stages: Collection[str] = ()
) -> None:
    """Runs jobs of these stages (all where none is named) until `stop` is set. Without `stop` (in
    the main thread only) SIGTERM and SIGINT end it.

    Raises `ConfigurationError` where database, archive or queue cannot be opened.
    """
    ending = stop or _on_signals()
    with (
        open_app(settings) as app,
        SandboxPool(settings) as readers,
        working(app, readers, stages, ending.set),
    ):
        log.info(
            "at work", threads=settings.worker_threads, queue=app.settings.queue.partition(":")[0]
        )
        ending.wait()
        log.info("finishing what is under way")


def work_off(settings: Settings, readers: StageReaders | None = None) -> None:
    """Runs jobs until none is pending or leased that this release can work on, checks every outlet
    once, then returns. Raises `Stalled` where a loop made no progress.
    """
    ending = threading.Event()
    with (
        open_app(settings) as app,
        SandboxPool(settings) as own,
        working(app, readers or own, end=ending.set),
    ):
        while not ending.is_set() and _unfinished(app):
            ending.wait(_CHECK_IDLE)
        if not ending.is_set():
            with busy_as_try_later():
                Maintenance(app).run_once()
                if settings.deliver:
                    DeliveryWorker(app).run_once()


def _unfinished(app: App) -> bool:
    """Whether jobs are left. Also True where the database does not answer, so that this is not
    known; the relay logs that.
    """
    try:
        with busy_as_try_later():
            return jobs.unfinished(app.engine) > 0
    except TryLater:
        return True


@contextmanager
def working(
    app: App,
    readers: StageReaders,
    stages: Collection[str] = (),
    end: Callable[[], None] = loops.terminate,
) -> Iterator[None]:
    """Worker threads, relay, maintenance and the health endpoint run inside; leaving finishes the
    jobs under way. All stages are run where none is named.

    Where one of the loops makes no progress although there is work for it, `end` is called, and
    leaving raises `Stalled`.
    """
    stages = frozenset(stages or STAGES)
    runner = JobRunner(app, readers, stages, jobs_record(app, stages))
    beside = [Relay(app), Maintenance(app), Tidying(app)]
    if app.settings.deliver:
        beside.append(DeliveryWorker(app))
    records = [x.record for x in beside]
    # embedded, this is the only process to ask
    whole = app if queue.is_in_process(app.broker) else None
    with (
        loops.guarded([*records, runner.pulse], end),
        serving_health(app.settings, lambda: verdict(runner, stages, records), whole),
        _working(runner, stages, beside),
    ):
        yield


def jobs_record(app: App, stages: Collection[str]) -> LoopStatus:
    """The record of the jobs that end in this process: no progress is no fault where none is
    due.
    """

    def waits() -> bool:
        with busy_as_try_later():
            moment, attempts = db_now(app.engine), app.settings.attempts
            return due(app.engine, moment, frozenset(stages), attempts) > 0

    return LoopStatus("jobs", app.settings.lease, waits, rests=True)


@contextmanager
def _working(
    runner: JobRunner, stages: Collection[str], beside: Sequence[PeriodicLoop]
) -> Iterator[None]:
    app = runner.app
    declare(app.broker, runner)
    worker = Worker(
        app.broker,
        queues={queue_of(x, version_of(x)) for x in stages},
        worker_threads=app.settings.worker_threads,
        worker_timeout=_LISTEN,
    )
    worker.queue_prefetch = _PREFETCH
    worker.start()
    for loop in beside:
        loop.start()
    try:
        yield
    finally:
        runner.ending.set()
        for loop in reversed(beside):
            loop.stop()
        limits: list[timedelta] = [getattr(app.settings, STAGES[x].timeout) for x in stages]
        _stop(worker, max(limits) + _DRAINING)


def _stop(worker: Worker, longest: timedelta) -> None:
    try:
        worker.stop(timeout=int(longest.total_seconds() * 1000))
    except queue.AWAY as wrong:  # the broker gives the messages it held to other workers
        log.warning("queue is away", error=str(wrong))


def verdict(
    runner: JobRunner, stages: frozenset[str], records: Sequence[LoopStatus] = ()
) -> HealthStatus:
    """Whether this process is well: every loop makes progress, and a job ended here lately or none
    is due.
    """
    silence, patience = runner.pulse.silence(), 2 * runner.app.settings.lease
    found = verdict_of(records, f"last job ended {silence.total_seconds():.0f} s ago")
    if silence < patience or not found.well:
        return found
    try:
        with busy_as_try_later():
            waiting = due(runner.engine, runner.now(), stages, runner.app.settings.attempts)
    except TryLater as busy:
        return HealthStatus(False, str(busy))
    if waiting:
        return HealthStatus(
            False, f"{waiting} jobs are due and none ended here for {silence.total_seconds():.0f} s"
        )
    if reason := runner.pulse.waits_for_the_world():
        return HealthStatus(False, reason)
    return HealthStatus(True, "nothing to do")


def _on_signals() -> threading.Event:
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ending.set())
    return ending
