"""The upkeep beside the workers: is every outlet well? Numbers come in; issues are opened and
closed, whoever wants to know is told.

What has outlived its age leaves the house here too.

One process does it for all (`baqylau.store.chores`), since the database knows everything that is
needed.
"""

import threading
from datetime import timedelta

import structlog

from baqylau import alerts, upkeep
from baqylau.assemble import House
from baqylau.checkup.diagnosis import findings
from baqylau.clock import now
from baqylau.errors import TryLater
from baqylau.store import checkup, chores, issues
from baqylau.store.connect import busy_as_try_later
from baqylau.store.present import present

log = structlog.get_logger("upkeep")

_CHORE, _TIDYING = "upkeep", "tidying"
_HOUR = timedelta(hours=1)  # what has outlived its age goes; ages are counted in days
_AGAIN = timedelta(hours=1)  # an outlet that nobody visits any more is looked at this often


class Upkeep(threading.Thread):
    """Looks every `upkeep_every` until `stop`; the first time after one such pause, since what
    stood still needs a moment to get going.
    """

    def __init__(self, house: House) -> None:
        super().__init__(name="upkeep", daemon=True)
        self.house = house
        self.channels = alerts.channels(house.settings)
        self._stopping = threading.Event()

    def run(self) -> None:
        every = self.house.settings.upkeep_every
        while not self._stopping.wait(every.total_seconds()):
            try:
                with busy_as_try_later():
                    if chores.take(self.house.engine, _CHORE, present(self.house.engine), every):
                        self.look()
                    if chores.take(self.house.engine, _TIDYING, present(self.house.engine), _HOUR):
                        upkeep.tidy(self.house)
            except TryLater as busy:
                log.warning("database is busy", error=str(busy))

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def look(self) -> None:
        """One look at every outlet that was visited since the last."""
        engine = self.house.engine
        issues.settle(engine, None, checkup.unvisited(engine, now()), now())
        for outlet_id in checkup.due_for_a_look(engine, now(), _AGAIN):
            if self._stopping.is_set():
                return
            self._examine(outlet_id)
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
            if self._stopping.is_set():
                return
            outlet = self.house.outlets.get(issue.outlet_id or "")
            try:
                for tell in self.channels:
                    tell(alerts.message(issue, outlet.name if outlet else None))
            except TryLater as wrong:
                log.warning("an alert did not arrive", issue=issue.id, error=str(wrong))
                return
            issues.told(self.house.engine, issue, now())
