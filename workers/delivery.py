"""The delivery worker: rows of the outbox come in, messages to mailboxes, chats, programs and
addresses go out, and what became of each is written into its row.

Each channel has a lane of its own: one that fails or hangs delays no other, and rests before its
next attempt. The worker sleeps until a row or a digest is due; rows that other processes made are
looked for every `delivery_every`, rows of this process wake it at once.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakSet

import structlog

from baqylau import alerts, metrics
from baqylau.alerts import compose
from baqylau.alerts.outgoing import Busy, Message, Refused
from baqylau.app import App
from baqylau.errors import ConfigurationError, InputError, TryLater
from baqylau.loops import LoopStatus, PeriodicLoop
from baqylau.model.issue import Issue
from baqylau.model.watch import DIGEST, EDIT, ISSUE, MORE, TEST, Delivery, Watch, target_of
from baqylau.store import deliveries, issues, watches
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import deliveries as delivery_log
from baqylau.store.queries import told

log = structlog.get_logger("delivery")

_LANES = 16  # channels that are sent to at the same time; a waiting one costs a thread and no more
_SHORTEST = 0.02  # seconds between two looks
_LONGEST = timedelta(days=1)  # a receiver may ask to be left alone for so long
_listening: "WeakSet[DeliveryWorker]" = WeakSet()


def wake() -> None:
    """The delivery workers of this process look at once: rows were made."""
    for each in list(_listening):
        each.wake.set()


class Moot(Exception):
    """There is nothing to tell any more; the message says why."""


class DeliveryWorker(PeriodicLoop):
    """Sends what is due until `stop`."""

    def __init__(self, app: App) -> None:
        super().__init__(LoopStatus("delivery", app.settings.delivery_every), self._act)
        self.app = app
        self.wake = threading.Event()
        self._office = alerts.channels_by_name(app.settings)
        self._resting: dict[str, float] = {}  # channel -> the moment of `monotonic` it rests until
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        _listening.add(self)

    # The loop
    # ----------------------------------------------------------------------------------------------

    def run(self) -> None:
        while not self.stopping.is_set():
            self.wake.clear()
            try:
                self.act()
            except Exception as wrong:  # noqa: BLE001  (kept in the record; the loop must go on)
                self.record.failed(wrong)
            else:
                self.record.progressed()
            self.wake.wait(self._until_next())

    def stop(self) -> None:
        """Ends after the messages under way."""
        self.stopping.set()
        self.wake.set()
        super().stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _act(self) -> None:
        with busy_as_try_later():
            self._queue_issues()
            self._begin_digests()
            for channel in self._ready():
                self._lanes().submit(self._lane, channel)

    def run_once(self) -> None:
        """Sends everything that is due now, in this thread; what fails waits for its next
        attempt.
        """
        self._queue_issues()
        self._begin_digests()
        for channel in self._ready():
            self._lane(channel)

    def _lanes(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_LANES, thread_name_prefix="delivery")
        return self._pool

    def _until_next(self) -> float:
        """Seconds until something may be due; never longer than `delivery_every`."""
        most = self.app.settings.delivery_every.total_seconds()
        due = None
        with suppress(Exception):  # the next look says what is wrong
            found = [deliveries.next_due(self.app.engine), watches.next_digest_due(self.app.engine)]
            due = min((x for x in found if x is not None), default=None)
        if due is None:
            return most
        left = (due - db_now(self.app.engine)).total_seconds()
        return most if left <= 0 else max(_SHORTEST, min(most, left))

    def _queue_issues(self) -> None:
        """Issues that opened or closed go into the outbox, from which each channel is told by
        itself.
        """
        for issue in issues.unnotified(self.app.engine):
            issues.notify(self.app.engine, issue, tuple(self._office), db_now(self.app.engine))

    def _begin_digests(self) -> None:
        moment = db_now(self.app.engine)
        for watch in watches.due_for_digest(self.app.engine, moment):
            watches.begin_digest(self.app.engine, watch, moment)

    def _ready(self) -> list[str]:
        """The channels with something due that neither rest nor are being sent to; they count as
        being sent to from here on.
        """
        due = deliveries.due_channels(self.app.engine, db_now(self.app.engine))
        with self._lock:
            ready = [
                x
                for x in due
                if x not in self._under_way and self._resting.get(x, 0.0) <= time.monotonic()
            ]
            self._under_way.update(ready)
        return ready

    # One channel
    # ----------------------------------------------------------------------------------------------

    def _lane(self, channel: str) -> None:
        """Sends to one channel what is due, until none is, or one fails."""
        try:
            while not self.stopping.is_set() and self._send_next(channel):
                self.record.progressed()
        except Exception as wrong:  # noqa: BLE001  (the other lanes go on)
            self.record.failed(wrong)
        finally:
            with self._lock:
                self._under_way.discard(channel)

    def _send_next(self, channel: str) -> bool:
        """Whether another may be sent to this channel now."""
        engine, settings = self.app.engine, self.app.settings
        with busy_as_try_later():
            held = deliveries.claim(
                engine,
                channel,
                db_now(engine),
                settings.delivery_lease,
                settings.delivery_attempts,
            )
        if held is None:
            return False
        try:
            with busy_as_try_later():
                self._send(held)
        except Moot as moot:
            self._ended(held, "cancelled", deliveries.cancel, str(moot))
        except (Refused, InputError, ConfigurationError) as never:
            self._ended(held, "given up", deliveries.give_up, str(never))
        except TryLater as later:
            return self._failed(held, str(later), later.after if isinstance(later, Busy) else None)
        except Exception as fault:
            log.exception("fault", about=held.event, channel=held.channel)
            return self._failed(held, f"{type(fault).__name__}: {fault}", None)
        else:
            with busy_as_try_later():
                deliveries.done(engine, held, db_now(engine))
            self._count(held, "done")
            delay = db_now(engine) - held.created
            metrics.DELIVERY_SECONDS.observe(max(0.0, delay.total_seconds()))
        return True

    def _failed(self, held: Delivery, reason: str, after: float | None) -> bool:
        engine = self.app.engine
        if held.attempt >= self.app.settings.delivery_attempts:
            said = f"{reason} (attempt {held.attempt}, the last)"
            self._ended(held, "given up", deliveries.give_up, said)
            return True
        pause = deliveries.pause_after(held.attempt, random.random())
        if after is not None:
            pause = max(pause, min(timedelta(seconds=after), _LONGEST))
        with self._lock:
            self._resting[held.channel] = time.monotonic() + pause.total_seconds()
        with busy_as_try_later():
            deliveries.put_back(engine, held, reason, db_now(engine) + pause)
        self._count(held, "put back")
        log.warning("not delivered yet", about=held.event, channel=held.channel, reason=reason)
        return False

    def _ended(self, held: Delivery, result: str, end: Any, reason: str) -> None:
        with busy_as_try_later():
            end(self.app.engine, held, db_now(self.app.engine), reason)
        self._count(held, result)
        if result == "given up":
            log.warning("given up", about=held.event, channel=held.channel, reason=reason)

    def _count(self, held: Delivery, result: str) -> None:
        metrics.DELIVERIES.labels(held.kind, result).inc()

    # One message
    # ----------------------------------------------------------------------------------------------

    def _send(self, held: Delivery) -> None:
        """Raises what the channel raises, and `Moot`."""
        target_id = target_of(held.channel)
        if target_id is None:
            self._send_office(held)
            return
        target = watches.target(self.app.engine, target_id)
        if target is None:
            raise Moot("the channel was removed from its watch")
        watch = watches.get(self.app.engine, target.watch)
        if held.kind != TEST and (watch.muted is not None or target.muted is not None):
            raise Moot("muted")
        if not watches.owner_may_be_told(self.app.engine, watch.owner):
            raise Moot("the account of its owner is disabled")
        message = self._message(held, watch)
        alerts.send(self.app.settings, target.kind, target.address, message)

    def _send_office(self, held: Delivery) -> None:
        send = self._office.get(held.channel)
        if send is None:
            raise Moot(f"the setting alert_{held.channel} is empty")
        send({**self._issue(held), "key": held.key})

    def _message(self, held: Delivery, watch: Watch) -> Message:
        about = about_of(self.app, watch)
        if held.kind == TEST:
            return compose.test(held.key, about)
        if held.kind == ISSUE:
            return compose.issue(held.key, about, self._issue(held))
        if held.kind == DIGEST:
            assert held.span is not None
            since, until = (datetime.fromisoformat(x) for x in held.span)
            found = told.digest(self.app.engine, watch, since, until)
            return compose.digest(held.key, about, found)
        if held.kind == MORE:
            return self._more(held, watch, about)
        item = told.item(self.app.engine, held.article or 0, held.kind)
        if item is None:
            raise Moot("the article is gone")
        if held.kind == EDIT and not item.changes:
            raise Moot("only marks, counters or the date of the update changed")
        return compose.news(held.key, about, item)

    def _more(self, held: Delivery, watch: Watch, about: compose.About) -> Message:
        """What was matched since the last message of this kind, or since the first match."""
        assert held.span is not None
        since, until = (datetime.fromisoformat(x) for x in held.span)
        since = delivery_log.told_until(self.app.engine, held) or since
        found = told.more(self.app.engine, watch.id, held.article or 0, since, until)
        if found is None:
            raise Moot("nothing more was printed, or it is gone")
        return compose.more(held.key, about, *found)

    def _issue(self, held: Delivery) -> alerts.Message:
        issue = issues.get(self.app.engine, held.issue or 0)
        if issue is None:
            raise Moot("the issue is gone")
        opened = held.event.endswith("-opened")
        if opened and issue.closed is not None:
            raise Moot("it closed before its opening was told")
        if not opened and not deliveries.was_done(
            self.app.engine, f"{ISSUE}-{issue.id}-opened", held.channel
        ):
            raise Moot("its opening was not told here")
        return alerts.message(issue, self._outlet_name(issue))

    def _outlet_name(self, issue: Issue) -> str | None:
        outlet = self.app.outlets.get(issue.outlet_id or "")
        return outlet.name if outlet else None


def about_of(app: App, watch: Watch) -> compose.About:
    """What messages of a watch say of it."""
    return compose.About(watch.name, watch.language, watch.zone, home_of(app), watch.id)


def home_of(app: App) -> str:
    """The address of the dashboard for links in messages, without a slash at its end."""
    settings = app.settings
    own = f"http://{settings.dashboard_host}:{settings.dashboard_port}"
    return (settings.dashboard_address or own).rstrip("/")
