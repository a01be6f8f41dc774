"""The relay beside the workers: the job table comes in, nudges go out, and jobs whose workers died
come back.

It tells only of jobs that this release can work on, its own before those of earlier releases.
"""

import time
from collections.abc import Collection
from datetime import datetime

import structlog

from baqylau import metrics, queue
from baqylau.app import App
from baqylau.errors import TryLater
from baqylau.loops import LoopStatus, PeriodicLoop
from baqylau.messages import Stage, queue_of
from baqylau.store import jobs, outbox, versions
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries.pipeline_metrics import due
from baqylau.store.versions import Kind

log = structlog.get_logger("relay")

# jobs the queue may know of and nobody has begun: a second of the quickest worker, and no flood
# after a big import
_AHEAD = 1000
_SILENCES_A_LEASE = 2  # a nudge not acted on for half a lease is told again
_ASK_EARLIER = 30.0  # seconds between two looks for pending jobs of earlier releases
# seconds after the database was away in which workers give back what they hold, so that it costs no
# attempt
_GIVE_BACK = 5.0


class Relay(PeriodicLoop):
    """Looks at the job table every `relay_every` until `stop`."""

    def __init__(self, app: App) -> None:
        super().__init__(LoopStatus("relay", app.settings.relay_every, self._work_waits), self._act)
        self.app = app
        self._own = versions.own()
        self._queues = [queue_of(stage, version) for stage, version in self._own]
        self._earlier: Collection[Kind] = ()
        self._asked: float | None = None
        self._away: float | None = None
        self._fresh = queue.is_in_process(app.broker)  # it knows of nothing yet

    def _act(self) -> None:
        try:
            with busy_as_try_later():
                self.look()
        except TryLater:
            self._away = time.monotonic()
            raise

    def look(self) -> None:
        """One look: expired leases return, pending jobs are told to the queue. Raises `TryLater`
        where the queue is away.
        """
        moment = db_now(self.app.engine)
        self._ask_earlier()
        if self._fresh:
            outbox.reset(self.app.engine, [*self._own, *self._earlier])
            self._fresh = False
        self._return_expired(moment)
        # where a release before this one has left work, half of the room is for that
        share = _AHEAD // 2 if self._earlier else _AHEAD
        self._tell(self._own, moment, share)
        self._tell(self._earlier, moment, share)

    def _ask_earlier(self) -> None:
        if self._asked is None or time.monotonic() - self._asked > _ASK_EARLIER:
            self._earlier = outbox.earlier(self.app.engine)
            queue.keep(self.app.broker, self._queues)
            self._asked = time.monotonic()

    def _return_expired(self, moment: datetime) -> None:
        if self._away is not None and time.monotonic() - self._away < _GIVE_BACK:
            return
        settings = self.app.settings
        expired = jobs.return_expired(self.app.engine, moment, settings.attempts, settings.lease)
        if expired:
            metrics.EXPIRED.inc(expired)
            log.warning("leases ran out", jobs=expired)

    def _tell(self, kinds: Collection[Kind], moment: datetime, ahead: int) -> None:
        settings, engine = self.app.settings, self.app.engine
        silence = settings.lease / _SILENCES_A_LEASE
        room = outbox.room(engine, kinds, moment, silence, ahead, settings.attempts)
        if not room:
            return
        waiting = queue.depth(self.app.broker, self._queues)
        if waiting is None:
            raise TryLater("the queue is away")
        room = min(room, _AHEAD - waiting)
        if room <= 0:
            return
        for nudge in outbox.next_nudges(engine, kinds, moment, silence, room, settings.attempts):
            if not queue.announce(self.app.broker, nudge):
                raise TryLater("the queue is away")  # the rest is told again after the silence

    def _work_waits(self) -> bool:
        settings, engine = self.app.settings, self.app.engine
        return due(engine, db_now(engine), frozenset(Stage), settings.attempts) > 0
