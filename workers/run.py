"""`work`: settings come in; jobs are worked off until SIGTERM, Ctrl-C or the given event; what is
under way is finished first.

The same function embedded (beside crawler and dashboard) and alone (`baqylau work`): the addresses
in the settings differ.
"""

import signal
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

import dramatiq
import structlog
from dramatiq import Broker, Worker

from baqylau import queue
from baqylau.assemble import House, open_house
from baqylau.errors import TryLater
from baqylau.health import Verdict, watched
from baqylau.messages import Stage
from baqylau.settings import Settings
from baqylau.store import jobs
from baqylau.store.connect import busy_as_try_later
from baqylau.store.vitals import due
from workers.bench import Bench, Thinkers, Work
from workers.clean import clean
from workers.facts import facts
from workers.index import index
from workers.relay import Relay
from workers.thinking import Thinking
from workers.upkeep import Upkeep

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


def declare(broker: Broker, bench: Bench) -> None:
    """One dramatiq actor and one queue a stage, bound to this broker and this bench."""
    for stage in ACTORS:
        dramatiq.actor(actor_name=stage, queue_name=stage, broker=broker)(_receiver(bench, stage))
    queue.without_delays(broker)


def _receiver(bench: Bench, stage: Stage) -> Callable[[list[int], int], None]:
    def receive(job: list[int], wire: int) -> None:
        bench.do(stage, job, wire)

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
        open_house(settings) as house,
        Thinking(settings) as thinkers,
        working(house, thinkers, stages),
    ):
        log.info(
            "at work", threads=settings.worker_threads, queue=house.settings.queue.partition(":")[0]
        )
        ending.wait()
        log.info("finishing what is under way")


def work_off(settings: Settings, thinkers: Thinkers | None = None) -> None:
    """Works until no job is pending or leased, looks whether the outlets are well, then returns."""
    with open_house(settings) as house, Thinking(settings) as own, working(house, thinkers or own):
        pause = threading.Event()
        while jobs.unfinished(house.engine):
            pause.wait(_LOOK_IDLE)
        Upkeep(house).look()


@contextmanager
def working(house: House, thinkers: Thinkers, stages: Collection[Stage] = EVERY) -> Iterator[None]:
    """Worker threads, relay and upkeep run inside, and the door for those who look after them;
    leaving drains them.
    """
    bench = Bench(house, thinkers, {x: ACTORS[x] for x in stages})
    whole = (
        house if queue.is_in_process(house.broker) else None
    )  # embedded, this is the only process to ask
    with watched(house.settings, lambda: verdict(bench, frozenset(stages)), whole):
        yield from _working(bench, stages)


def _working(bench: Bench, stages: Collection[Stage]) -> Iterator[None]:
    house = bench.house
    declare(house.broker, bench)
    worker = Worker(
        house.broker,
        queues=set(stages),
        worker_threads=house.settings.worker_threads,
        worker_timeout=_LISTEN,
    )
    worker.queue_prefetch = _PREFETCH
    relay, upkeep = Relay(house), Upkeep(house)
    worker.start()
    relay.start()
    upkeep.start()
    try:
        yield
    finally:
        bench.ending.set()
        upkeep.stop()
        relay.stop()
        longest = max(house.settings.clean_timeout, house.settings.facts_timeout) + _DRAINING
        _stop(worker, longest)


def _stop(worker: Worker, longest: timedelta) -> None:
    try:
        worker.stop(timeout=int(longest.total_seconds() * 1000))
    except queue.AWAY as wrong:  # messages it held come back to the others by themselves
        log.warning("queue is away", error=str(wrong))


def verdict(bench: Bench, stages: frozenset[Stage]) -> Verdict:
    """Well: something was finished here lately, or there is nothing to do."""
    silence, patience = bench.pulse.silence(), 2 * bench.house.settings.lease
    if silence < patience:
        return Verdict(True, f"last job ended {silence.total_seconds():.0f} s ago")
    try:
        with busy_as_try_later():
            waiting = due(bench.engine, bench.now(), stages)
    except TryLater as busy:
        return Verdict(False, str(busy))
    if waiting:
        return Verdict(
            False, f"{waiting} jobs are due and none ended here for {silence.total_seconds():.0f} s"
        )
    return Verdict(True, "nothing to do")


def _on_signals() -> threading.Event:
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ending.set())
    return ending
