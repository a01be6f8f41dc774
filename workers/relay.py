"""The relay beside the workers: the job table comes in, nudges go out, and jobs whose workers died
come back.
"""

import threading
from collections.abc import Callable

import structlog

from baqylau import metrics, queue
from baqylau.assemble import House
from baqylau.errors import TryLater
from baqylau.store import jobs, nudges
from baqylau.store.connect import busy_as_try_later
from baqylau.store.present import present

log = structlog.get_logger("relay")

# jobs the queue may know of and nobody has begun: a second of the quickest worker, and no flood
# after a big import
_AHEAD = 1000
_SILENCES_A_LEASE = 2  # a nudge not acted on for half a lease is told again


class Relay(threading.Thread):
    """Looks at the job table every `relay_every` until `stop`."""

    def __init__(self, house: House) -> None:
        super().__init__(name="relay", daemon=True)
        self.house = house
        self._stopping = threading.Event()

    def run(self) -> None:
        pause = self.house.settings.relay_every.total_seconds()
        if queue.is_in_process(self.house.broker):
            self._calmly(lambda: nudges.forget(self.house.engine))
        while not self._stopping.is_set():
            self._calmly(self.look)
            self._stopping.wait(pause)

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def look(self) -> None:
        """One look: expired leases return, pending jobs are told to the queue."""
        settings, engine = self.house.settings, self.house.engine
        moment = present(engine)
        expired = jobs.return_expired(engine, moment, settings.attempts)
        if expired:
            metrics.EXPIRED.inc(expired)
            log.warning("leases ran out", jobs=expired)
        silence = settings.lease / _SILENCES_A_LEASE
        room = nudges.room(engine, moment, silence, _AHEAD)
        waiting = queue.depth(self.house.broker) if room else None
        if waiting is None or waiting >= _AHEAD:
            return
        for nudge in nudges.tell(engine, moment, silence, min(room, _AHEAD - waiting)):
            if not queue.announce(self.house.broker, nudge):
                break  # the rest is told again after the silence

    def _calmly(self, act: Callable[[], None]) -> None:
        try:
            with busy_as_try_later():
                act()
        except TryLater as busy:
            log.warning("database is busy", error=str(busy))
