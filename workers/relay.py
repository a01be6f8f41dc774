"""The relay beside the workers: pending jobs of the job table come in, nudges to the queue go out,
and jobs whose workers died become pending again.

It announces only jobs that its release can work on: first those at the versions of this release,
then those of earlier releases.
"""

import time
from collections.abc import Collection
from datetime import datetime

import structlog

from baqylau import metrics, queue
from baqylau.app import App
from baqylau.errors import TryLater
from baqylau.loops import LoopStatus, PeriodicLoop
from baqylau.messages import queue_of
from baqylau.stages import STAGES
from baqylau.store import jobs, outbox, versions
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries.pipeline_metrics import due
from baqylau.store.versions import Kind

log = structlog.get_logger("relay")

# announced jobs that nobody has begun, at most: a second of the quickest worker, and no flood after
# a big import
_MOST_ANNOUNCED = 1000
_NUDGES_A_LEASE = 2  # a job whose nudge nobody acted on for half a lease is announced again
_CHECK_EARLIER = 30.0  # seconds between two checks for pending jobs of earlier releases
# seconds after the database was away in which workers put their jobs back themselves, so that it
# costs no attempt
_PUT_BACK_WITHIN = 5.0


class Relay(PeriodicLoop):
    """Reads the job table every `relay_every` until `stop`."""

    def __init__(self, app: App) -> None:
        super().__init__(LoopStatus("relay", app.settings.relay_every, self._work_waits), self._act)
        self.app = app
        self._own = versions.own()
        self._queues = [queue_of(stage, version) for stage, version in self._own]
        self._earlier: Collection[Kind] = ()
        self._earlier_checked: float | None = None
        self._away: float | None = None
        self._queue_is_new = queue.is_in_process(app.broker)  # it holds no nudge yet

    def _act(self) -> None:
        try:
            with busy_as_try_later():
                self.run_once()
        except TryLater:
            self._away = time.monotonic()
            raise

    def run_once(self) -> None:
        """Jobs whose leases ran out become pending, pending jobs are announced to the queue. Raises
        `TryLater` where the queue is away.
        """
        moment = db_now(self.app.engine)
        self._check_earlier()
        if self._queue_is_new:
            outbox.reset(self.app.engine, [*self._own, *self._earlier])
            self._queue_is_new = False
        self._return_expired(moment)
        # where a release before this one has left work, half of the room is for that
        share = _MOST_ANNOUNCED // 2 if self._earlier else _MOST_ANNOUNCED
        self._announce(self._own, moment, share)
        self._announce(self._earlier, moment, share)

    def _check_earlier(self) -> None:
        checked = self._earlier_checked
        if checked is None or time.monotonic() - checked > _CHECK_EARLIER:
            self._earlier = outbox.earlier(self.app.engine)
            queue.keep(self.app.broker, self._queues)
            self._earlier_checked = time.monotonic()

    def _return_expired(self, moment: datetime) -> None:
        if self._away is not None and time.monotonic() - self._away < _PUT_BACK_WITHIN:
            return
        settings = self.app.settings
        expired = jobs.return_expired(self.app.engine, moment, settings.attempts, settings.lease)
        if expired:
            metrics.EXPIRED.inc(expired)
            log.warning("leases ran out", jobs=expired)

    def _announce(self, kinds: Collection[Kind], moment: datetime, limit: int) -> None:
        settings, engine = self.app.settings, self.app.engine
        silence = settings.lease / _NUDGES_A_LEASE
        room = outbox.room(engine, kinds, moment, silence, limit, settings.attempts)
        if not room:
            return
        waiting = queue.depth(self.app.broker, self._queues)
        if waiting is None:
            raise TryLater("the queue is away")
        room = min(room, _MOST_ANNOUNCED - waiting)
        if room <= 0:
            return
        for nudge in outbox.next_nudges(engine, kinds, moment, silence, room, settings.attempts):
            if not queue.announce(self.app.broker, nudge):
                raise TryLater("the queue is away")  # the rest is announced again after the silence

    def _work_waits(self) -> bool:
        settings, engine = self.app.settings, self.app.engine
        return due(engine, db_now(engine), frozenset(STAGES), settings.attempts) > 0
