"""`work`: settings come in; jobs are worked off until SIGTERM, Ctrl-C or the given event; what is
under way is finished first.

The same function embedded (beside crawler and dashboard) and alone (`baqylau work`): the addresses
in the settings differ.
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
from baqylau.messages import Stage, queue_of
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import Settings
from baqylau.store import jobs
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries.pipeline_metrics import due
from baqylau.store.versions import version_of
from workers.job_runner import JobRunner, Readers, Work
from workers.maintenance import Maintenance, Tidying
from workers.relay import Relay
from workers.stages.clean import clean
from workers.stages.facts import facts
from workers.stages.index import index

log = structlog.get_logger("workers")

ACTORS: dict[Stage, Work] = {Stage.CLEAN: clean, Stage.FACTS: facts, Stage.INDEX: index}
EVERY = tuple(Stage)
# messages of up to eight jobs a worker holds, a second's work or less: more would leave its
# neighbours without
_PREFETCH = 4
_DRAINING = timedelta(
    seconds=10
)  # beyond the longest piece of thinking: its result still has to be written
# milliseconds a thread waits for a message before it looks whether it is to stop; each look asks
# Redis, and a second made every end slow
_LISTEN = 500
_LOOK_IDLE = 0.2  # seconds between two looks whether everything is done


def declare(broker: Broker, runner: JobRunner) -> None:
    """One dramatiq actor and one queue a stage, bound to this broker and this bench. The queues are
    this release's own.
    """
    for stage in ACTORS:
        name = queue_of(stage, version_of(stage))
        dramatiq.actor(actor_name=stage, queue_name=name, broker=broker)(_receiver(runner, stage))
    queue.without_delays(broker)


def _receiver(runner: JobRunner, stage: Stage) -> Callable[[list[int], int], None]:
    def receive(job: list[int], wire: int) -> None:
        runner.do(stage, job, wire)

    return receive


def work(
    settings: Settings, stop: threading.Event | None = None, stages: Collection[Stage] = EVERY
) -> None:
    """Works on jobs of these stages until told to stop. Without `stop` (in the main thread only)
    SIGTERM and SIGINT tell it.

    Raises `ConfigurationError` where the house cannot be opened.
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


def work_off(settings: Settings, readers: Readers | None = None) -> None:
    """Works until no job is pending or leased that this release can work on, looks whether the
    outlets are well, then returns. Raises `Stalled` where a loop stood still.
    """
    ending = threading.Event()
    with (
        open_app(settings) as app,
        SandboxPool(settings) as own,
        working(app, readers or own, end=ending.set),
    ):
        while not ending.is_set() and _unfinished(app):
            ending.wait(_LOOK_IDLE)
        if not ending.is_set():
            with busy_as_try_later():
                Maintenance(app).look()


def _unfinished(app: App) -> bool:
    """Also where the database is away, so that nobody can tell: the relay says so in the log."""
    try:
        with busy_as_try_later():
            return jobs.unfinished(app.engine) > 0
    except TryLater:
        return True


@contextmanager
def working(
    app: App,
    readers: Readers,
    stages: Collection[Stage] = EVERY,
    end: Callable[[], None] = loops.terminate,
) -> Iterator[None]:
    """Worker threads, relay and upkeep run inside, and the door for those who look after them;
    leaving drains them.

    Where one of them stands still although work waits, `end` is called, and leaving raises
    `Stalled`.
    """
    runner = JobRunner(app, readers, {x: ACTORS[x] for x in stages}, jobs_record(app, stages))
    relay, upkeep, tidying = Relay(app), Maintenance(app), Tidying(app)
    records = [x.record for x in (relay, upkeep, tidying)]
    whole = (
        app if queue.is_in_process(app.broker) else None
    )  # embedded, this is the only process to ask
    told = [*records, upkeep.alerts]
    with (
        loops.guarded([*records, runner.pulse], end),
        serving_health(app.settings, lambda: verdict(runner, frozenset(stages), told), whole),
        _working(runner, stages, [relay, upkeep, tidying]),
    ):
        yield


def jobs_record(app: App, stages: Collection[Stage]) -> LoopStatus:
    """Of the jobs that end in this process: it rests where none is due."""

    def waits() -> bool:
        with busy_as_try_later():
            moment, attempts = db_now(app.engine), app.settings.attempts
            return due(app.engine, moment, frozenset(stages), attempts) > 0

    return LoopStatus("jobs", app.settings.lease, waits, rests=True)


@contextmanager
def _working(
    runner: JobRunner, stages: Collection[Stage], beside: Sequence[PeriodicLoop]
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
        longest = max(app.settings.clean_timeout, app.settings.facts_timeout) + _DRAINING
        _stop(worker, longest)


def _stop(worker: Worker, longest: timedelta) -> None:
    try:
        worker.stop(timeout=int(longest.total_seconds() * 1000))
    except queue.AWAY as wrong:  # messages it held come back to the others by themselves
        log.warning("queue is away", error=str(wrong))


def verdict(
    runner: JobRunner, stages: frozenset[Stage], records: Sequence[LoopStatus] = ()
) -> HealthStatus:
    """Well: every loop makes progress, and something was finished here lately or there is nothing
    to do.
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
