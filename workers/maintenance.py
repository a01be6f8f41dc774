"""Maintenance beside the workers: figures of the outlets' visits and pages come in; issues are
opened and closed, and alerts about them go out. What is kept longer than its retention is deleted
here too.

One process does it for all (`baqylau.store.periodic_tasks`), since everything that is needed stands
in the database.
"""

from datetime import timedelta

import structlog

from baqylau import alerts, maintenance
from baqylau.app import App
from baqylau.clock import now
from baqylau.errors import TryLater
from baqylau.loops import LoopStatus, PeriodicLoop
from baqylau.monitoring.diagnosis import diagnose
from baqylau.store import fact_keys, issues, periodic_tasks
from baqylau.store.connect import busy_as_try_later, is_busy
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import monitoring

log = structlog.get_logger("maintenance")

# names of periodic tasks in the database; releases that work beside each other share them
_MAINTENANCE, _RETENTION = "upkeep", "tidying"
_KEYED = 500  # articles whose facts get a key in one pass, after an upgrade from 0.1
_HOUR = timedelta(hours=1)  # between two runs of retention, whose ages are counted in days
_AGAIN = timedelta(hours=1)  # an outlet that nobody visits any more is checked this often


class Maintenance(PeriodicLoop):
    """Checks the outlets every `maintenance_every` until `stop`; the first time after one such
    pause, since crawlers that were stopped need a moment to make visits again.
    """

    def __init__(self, app: App) -> None:
        every = app.settings.maintenance_every
        super().__init__(LoopStatus("maintenance", every), self._act, pause_first=True)
        self.app = app
        self.channels = alerts.channels(app.settings)
        # any process may be the one that sends alerts; where none is to be sent, that is no fault
        self.alerts = LoopStatus("alerts", every, self._alerts_wait, rests=True)

    def _act(self) -> None:
        every = self.app.settings.maintenance_every
        with busy_as_try_later():
            if periodic_tasks.claim(self.app.engine, _MAINTENANCE, db_now(self.app.engine), every):
                self.run_once()

    def run_once(self) -> None:
        """Checks every outlet that was visited since its last check, then sends alerts."""
        engine = self.app.engine
        issues.record_findings(engine, None, monitoring.unvisited(engine, now()), now())
        for outlet_id in monitoring.due_for_examination(engine, now(), _AGAIN):
            if self.stopping.is_set():
                return
            try:
                self._examine(outlet_id)
            except Exception as wrong:
                if is_busy(wrong):
                    raise
                self.record.failed(wrong)  # the outlets behind this one do not wait for it
            else:
                self.record.progressed()
        self._send_alerts()

    def _examine(self, outlet_id: str) -> None:
        outlet, moment = self.app.outlets.get(outlet_id), now()
        if outlet is not None:  # its file is gone: the crawler will drop it from the schedule
            settled = issues.record_findings(
                self.app.engine,
                outlet_id,
                diagnose(monitoring.observe(self.app.engine, outlet, moment)),
                moment,
            )
            if settled.opened or settled.closed:
                log.warning(
                    "issues changed", outlet=outlet_id, opened=settled.opened, closed=settled.closed
                )
        monitoring.mark_examined(self.app.engine, outlet_id, moment)

    def _send_alerts(self) -> None:
        """An issue goes to every channel; where one fails, it goes to all of them again at the next
        check.
        """
        for issue in issues.unnotified(self.app.engine) if self.channels else ():
            if self.stopping.is_set():
                return
            outlet = self.app.outlets.get(issue.outlet_id or "")
            try:
                for send in self.channels:
                    send(alerts.message(issue, outlet.name if outlet else None))
            except TryLater as wrong:
                self.alerts.failed(wrong)
                return
            except Exception as wrong:  # noqa: BLE001  (the issues behind this one do not wait for it)
                self.alerts.failed(wrong)
                continue
            issues.mark_notified(self.app.engine, issue, now())
            self.alerts.progressed()
            self.record.progressed()

    def _alerts_wait(self) -> bool:
        with busy_as_try_later():
            return bool(self.channels and issues.unnotified(self.app.engine))


class Tidying(PeriodicLoop):
    """Deletes what is kept longer than its retention, once an hour in one process of all: a loop of
    its own, since a big archive takes longer than outlets and alerts may wait.
    """

    def __init__(self, app: App) -> None:
        every = app.settings.maintenance_every
        super().__init__(LoopStatus("retention", _HOUR), self._act, pause=every, pause_first=True)
        self.app = app
        self._owed = False  # this process had claimed the task, and it failed

    def _act(self) -> None:
        engine = self.app.engine
        with busy_as_try_later():
            if periodic_tasks.claim(engine, _RETENTION, db_now(engine), _HOUR):
                self._owed = True
            if self._owed:
                maintenance.apply_retention(self.app)
                self._owed = False
            fact_keys.fill(engine, _KEYED)
