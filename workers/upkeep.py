"""The upkeep beside the workers: is every outlet well? Numbers come in; issues are opened and
closed, whoever wants to know is told.

What has outlived its age leaves the house here too.

One process does it for all (`baqylau.store.chores`), since the database knows everything that is
needed.
"""

from datetime import timedelta

import structlog

from baqylau import alerts, upkeep
from baqylau.assemble import House
from baqylau.checkup.diagnosis import findings
from baqylau.clock import now
from baqylau.errors import TryLater
from baqylau.loops import PeriodicLoop, Record
from baqylau.store import checkup, chores, issues
from baqylau.store.connect import busy_as_try_later, is_busy
from baqylau.store.present import present

log = structlog.get_logger("upkeep")

_CHORE, _TIDYING = "upkeep", "tidying"
_HOUR = timedelta(hours=1)  # what has outlived its age goes; ages are counted in days
_AGAIN = timedelta(hours=1)  # an outlet that nobody visits any more is looked at this often


class Upkeep(PeriodicLoop):
    """Looks every `upkeep_every` until `stop`; the first time after one such pause, since what
    stood still needs a moment to get going.
    """

    def __init__(self, house: House) -> None:
        every = house.settings.upkeep_every
        super().__init__(Record("upkeep", every), self._act, pause_first=True)
        self.house = house
        self.channels = alerts.channels(house.settings)
        # any process may be the one that tells; where nobody is to be told, it rests
        self.alerts = Record("alerts", every, self._alerts_wait, rests=True)

    def _act(self) -> None:
        every = self.house.settings.upkeep_every
        with busy_as_try_later():
            if chores.take(self.house.engine, _CHORE, present(self.house.engine), every):
                self.look()

    def look(self) -> None:
        """One look at every outlet that was visited since the last."""
        engine = self.house.engine
        issues.settle(engine, None, checkup.unvisited(engine, now()), now())
        for outlet_id in checkup.due_for_a_look(engine, now(), _AGAIN):
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
        self._tell()

    def _examine(self, outlet_id: str) -> None:
        outlet, moment = self.house.outlets.get(outlet_id), now()
        if outlet is not None:  # its file is gone: the crawler will drop it from the schedule
            settled = issues.settle(
                self.house.engine,
                outlet_id,
                findings(checkup.observe(self.house.engine, outlet, moment)),
                moment,
            )
            if settled.opened or settled.closed:
                log.warning(
                    "issues changed", outlet=outlet_id, opened=settled.opened, closed=settled.closed
                )
        checkup.looked_at(self.house.engine, outlet_id, moment)

    def _tell(self) -> None:
        """Every channel hears of it, or it is told to all of them again at the next look."""
        for issue in issues.untold(self.house.engine) if self.channels else ():
            if self.stopping.is_set():
                return
            outlet = self.house.outlets.get(issue.outlet_id or "")
            try:
                for tell in self.channels:
                    tell(alerts.message(issue, outlet.name if outlet else None))
            except TryLater as wrong:
                self.alerts.failed(wrong)
                return
            except Exception as wrong:  # noqa: BLE001  (the issues behind this one do not wait for it)
                self.alerts.failed(wrong)
                continue
            issues.told(self.house.engine, issue, now())
            self.alerts.progressed()
            self.record.progressed()

    def _alerts_wait(self) -> bool:
        with busy_as_try_later():
            return bool(self.channels and issues.untold(self.house.engine))


class Tidying(PeriodicLoop):
    """Takes out what has outlived its age, once an hour in one process of all: a loop of its own,
    since a big archive takes longer than outlets and alerts may wait.
    """

    def __init__(self, house: House) -> None:
        every = house.settings.upkeep_every
        super().__init__(Record("tidying", _HOUR), self._act, pause=every, pause_first=True)
        self.house = house
        self._owed = False  # it was this process' turn, and it failed

    def _act(self) -> None:
        engine = self.house.engine
        with busy_as_try_later():
            if chores.take(engine, _TIDYING, present(engine), _HOUR):
                self._owed = True
            if self._owed:
                upkeep.tidy(self.house)
                self._owed = False
