"""The bench a worker sits at: a nudge comes in, the job is claimed, done, and one of four things is said of it.

Done; put back (`TryLater`: the world was busy, which costs no attempt; `ThinkingStopped` or a fault of ours, which does); set
aside (`SetAside`: never readable, or the attempts are used up); or
thrown away (`LeaseLost`: another worker took it over).
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from baqylau import logs, queue
from baqylau.archive import Archive
from baqylau.assemble import House
from baqylau.errors import SetAside, ThinkingStopped, TryLater
from baqylau.facts.analysis import Source
from baqylau.messages import WIRE_VERSION, Nudge, Stage
from baqylau.model.article import Article
from baqylau.model.fact import Extraction
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.store import jobs
from baqylau.store.connect import busy_as_try_later
from baqylau.store.jobs import Job, LeaseLost
from baqylau.store.present import present
from baqylau.store.versions import version_of

log = structlog.get_logger("workers")


class Thinkers(Protocol):
    """The readers. Each raises `ThinkingStopped` where the work outran its bound."""

    def clean(self, page: Page, outlet: Outlet | None) -> Article: ...
    def facts(self, source: Source) -> Extraction: ...
    def stems(self, text: str, language: str | None) -> str: ...


Work = Callable[["Bench", Job], Nudge | None]


@dataclass(frozen=True, slots=True)
class Bench:
    """The house as an actor sees it, and the readers it asks."""

    house: House
    thinkers: Thinkers

    @property
    def engine(self) -> Any:
        return self.house.engine

    @property
    def archive(self) -> Archive:
        return self.house.archive

    @property
    def outlets(self) -> Mapping[str, Outlet]:
        return self.house.outlets

    def name_of(self, outlet_id: str) -> str:
        """The outlet's name where the registry knows it, else its id."""
        known = self.outlets.get(outlet_id)
        return known.name if known else outlet_id

    def now(self) -> datetime:
        """The moment by the clock all workers share."""
        return present(self.engine)

    def at(self, job: Job, **names: Any) -> AbstractContextManager[None]:
        """Every line logged inside carries the job and these names."""
        return logs.about(job=job.id, stage=str(job.stage), attempt=job.attempt, **names)

    def do(self, stage: Stage, work: Work, job_id: int, wire: int) -> None:
        """One job, from its claim to what is said of it. Raises nothing: whatever happens is in the job's row."""
        if wire != WIRE_VERSION:
            log.warning("nudge of another version", job=job_id, wire=wire, understood=WIRE_VERSION)
            return
        settings = self.house.settings
        try:
            with busy_as_try_later():
                job = jobs.claim(self.engine, job_id, self.now(), settings.lease, settings.attempts, version_of(stage))
        except TryLater as busy:
            log.warning("database is busy", job=job_id, error=str(busy))  # still pending: the relay tells it again
            return
        if job is not None:
            self._attempt(work, job)

    def _attempt(self, work: Work, job: Job) -> None:
        try:
            with busy_as_try_later():
                following = work(self, job)
        except LeaseLost as lost:
            log.info("thrown away", job=job.id, stage=str(job.stage), reason=str(lost))
        except TryLater as busy:
            self._wait(job, str(busy))
        except ThinkingStopped as stopped:
            self._again(job, str(stopped))
        except SetAside as never:
            self._aside(job, str(never))
        except Exception as fault:  # a fault of ours in one page must not stop the pages behind it; it is kept as the job's reason
            log.exception("fault", job=job.id, stage=str(job.stage), subject=job.subject)
            self._again(job, f"{type(fault).__name__}: {fault}")
        else:
            log.info("done", job=job.id, stage=str(job.stage), subject=job.subject, attempt=job.attempt)
            if following is not None:
                queue.announce(self.house.broker, following)

    def _wait(self, job: Job, reason: str) -> None:
        log.warning("waits for the world", job=job.id, stage=str(job.stage), subject=job.subject, reason=reason)
        self._say(lambda: jobs.wait(self.engine, job, self.now(), reason))

    def _again(self, job: Job, reason: str) -> None:
        if job.attempt >= self.house.settings.attempts:
            self._aside(job, f"{reason} (attempt {job.attempt}, the last)")
            return
        log.warning("put back", job=job.id, stage=str(job.stage), subject=job.subject, attempt=job.attempt, reason=reason)
        self._say(lambda: jobs.put_back(self.engine, job, self.now(), reason))

    def _aside(self, job: Job, reason: str) -> None:
        log.warning("set aside", job=job.id, stage=str(job.stage), subject=job.subject, reason=reason)
        self._say(lambda: jobs.set_aside(self.engine, job, self.now(), reason))

    def _say(self, word: Callable[[], bool]) -> None:
        try:
            with busy_as_try_later():
                word()
        except TryLater as busy:
            log.warning("database is busy", error=str(busy))  # the lease runs out and upkeep returns the job
