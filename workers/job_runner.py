"""The job runner of a worker: a nudge comes in; each of its jobs is claimed and run, and its result
or its failure is written into its row.

A job ends in one of four ways:

- done;
- put back, to be tried again: `TryLater` (the database or archive was busy) costs no attempt;
  `SandboxLimitExceeded` or a fault of ours does;
- set aside: it can never be read (`SetAside`), or its attempts are used up;
- thrown away: another worker took it over (`LeaseLost`), and the result is not stored.

The work of the next stage is a job of its own (`baqylau.stages`). Where this worker runs that stage
too, the commit that ends one job also leases the next job to this worker, which continues with the
article it has in memory.
"""

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from baqylau import logs, metrics, queue
from baqylau.app import App
from baqylau.archive import Archive
from baqylau.errors import SandboxLimitExceeded, SetAside, TryLater
from baqylau.loops import LoopStatus
from baqylau.messages import WIRE_VERSION, Nudge
from baqylau.model.outlet import Outlet
from baqylau.stages import STAGES, function, next_of
from baqylau.store import articles, jobs
from baqylau.store.articles import StoredArticle
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.jobs import Job, LeaseLost
from baqylau.store.versions import version_of

log = structlog.get_logger("workers")


_WAITS = "waits"
_RECORD_AGAIN = 0.5  # seconds between two tries to write a result to a database that is away
_RECORD_WITHIN = 900.0  # seconds; then the lease runs out, and the attempt is counted


class StageReaders(Protocol):
    """Runs the reader of a stage. Raises `SandboxLimitExceeded` where it outran its limits."""

    def read(self, stage: str, *given: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """A job this worker holds; `article` is what it is about, where the stage before has it in
    memory.
    """

    job: Job
    article: StoredArticle | None = None


Following = Sequence[LeasedJob | Nudge]
"""What follows a job: at most one job that this worker holds already; the others are announced to
the queue."""

Work = Callable[["JobRunner", LeasedJob], Following]
"""Runs one job and writes its result; a function named in the `run` of a stage's row."""


@dataclass(frozen=True, slots=True)
class JobRunner:
    """The application as a stage sees it, the readers, and the names of the stages run here. Once
    `ending` is set no further job is begun.
    """

    app: App
    readers: StageReaders
    stages: Collection[str] = ()
    pulse: LoopStatus = field(default_factory=lambda: LoopStatus("jobs", timedelta(minutes=1)))
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def engine(self) -> Any:
        return self.app.engine

    @property
    def archive(self) -> Archive:
        return self.app.archive

    @property
    def outlets(self) -> Mapping[str, Outlet]:
        return self.app.outlets

    def name_of(self, outlet_id: str) -> str:
        """The outlet's name where the registry knows it, else its id."""
        known = self.outlets.get(outlet_id)
        return known.name if known else outlet_id

    def now(self) -> datetime:
        """The moment by the clock all workers share."""
        return db_now(self.engine)

    def read(self, held: LeasedJob, *given: Any) -> Any:
        """What the reader of the job's stage answers, within its limits."""
        return self.readers.read(held.job.stage, *given)

    def article(self, held: LeasedJob) -> StoredArticle:
        """The article the job is about. Raises `SetAside` where it is gone."""
        return held.article or articles.load(self.engine, held.job.subject)

    def enqueue_next(
        self,
        connection: Any,
        held: LeasedJob,
        moment: datetime,
        article: StoredArticle | None,
        *,
        first: bool = False,
        unchanged: bool = False,
    ) -> Following:
        """The jobs of the stages that follow, made in the transaction that ends this one. Stages of
        articles are left out where there is none.

        `first`: the article is new, so that no stage has a job for it yet. `unchanged`: the article
        is as it was, so that stages that know it at today's version are left out.
        """
        following: list[LeasedJob | Nudge] = []
        for stage in next_of(held.job.stage):
            subject = held.job.subject
            if STAGES[stage].subject == "article":
                if article is None:
                    continue
                subject = article.id
            if unchanged and jobs.is_known(connection, stage, subject, version_of(stage)):
                continue
            here = stage in self.stages and not self.ending.is_set()
            if here and not any(isinstance(x, LeasedJob) for x in following):
                job = self._add_held(connection, stage, subject, moment, first)
                following += [LeasedJob(job, article)] if job else []
            else:
                following.append(_add(connection, stage, subject, moment, first))
        return following

    def _add_held(
        self, connection: Any, stage: str, subject: int, moment: datetime, first: bool
    ) -> Job | None:
        lease = self.app.settings.lease
        return jobs.add_held(connection, stage, subject, version_of(stage), moment, lease, first)

    def run(self, stage: str, job_ids: Sequence[int], wire: int) -> None:
        """Runs these jobs, and those of the jobs that follow them which this worker holds. Raises
        nothing: whatever happens is in the jobs' rows.
        """
        if wire != WIRE_VERSION:
            log.warning(
                "nudge of another version", jobs=job_ids, wire=wire, understood=WIRE_VERSION
            )
            return
        for number, job_id in enumerate(job_ids):
            if self.ending.is_set():
                rest = Nudge(stage, tuple(job_ids[number:]), version_of(stage))
                queue.announce(self.app.broker, rest)
                return
            try:
                held = self._claim(stage, job_id)
                while held is not None:
                    held = self._run_one(held)
            except Exception as fault:  # noqa: BLE001  (the jobs behind this one must not wait for it; the relay announces it again)
                self.pulse.failed(fault)

    def _claim(self, stage: str, job_id: int) -> LeasedJob | None:
        settings = self.app.settings
        try:
            with busy_as_try_later():
                job = jobs.claim(
                    self.engine,
                    job_id,
                    self.now(),
                    settings.lease,
                    settings.attempts,
                    version_of(stage),
                )
        except TryLater as busy:  # still pending: the relay announces it again
            self.pulse.failed(busy)
            return None
        return None if job is None else LeasedJob(job)

    def _run_one(self, held: LeasedJob) -> LeasedJob | None:
        """The next job that is held by this worker; the others are announced to the queue."""
        began, job = time.perf_counter(), held.job
        with logs.scoped(job=job.id, stage=job.stage, subject=job.subject, attempt=job.attempt):
            ended = self._attempt(held)
        result = ended if isinstance(ended, str) else "done"
        metrics.STAGE_SECONDS.labels(job.stage, result).observe(time.perf_counter() - began)
        if result != _WAITS:
            self.pulse.progressed()
        following = () if isinstance(ended, str) else ended
        for nudge in following:
            if isinstance(nudge, Nudge):
                queue.announce(self.app.broker, nudge)
        return next((x for x in following if isinstance(x, LeasedJob)), None)

    def _attempt(self, held: LeasedJob) -> Following | str:
        """What follows the job, or in a word what became of it instead."""
        job = held.job
        work: Work = function(STAGES[job.stage].run)
        try:
            with busy_as_try_later():
                following = work(self, held)
        except LeaseLost as lost:
            log.info("thrown away", reason=str(lost))
            return "thrown away"
        except TryLater as busy:
            return self._wait(job, busy)
        except SandboxLimitExceeded as stopped:
            return self._put_back(job, str(stopped))
        except SetAside as never:
            return self._set_aside(job, str(never))
        # a fault of ours in one page must not stop the pages behind it; it is kept as the job's
        # reason
        except Exception as fault:
            log.exception("fault")
            return self._put_back(job, f"{type(fault).__name__}: {fault}")
        log.info("done")
        return following

    def _wait(self, job: Job, busy: TryLater) -> str:
        metrics.STORE_AWAY.inc()
        self.pulse.failed(busy)
        self._record(lambda: jobs.wait(self.engine, job, self.now(), str(busy)))
        return _WAITS

    def _put_back(self, job: Job, reason: str) -> str:
        if job.attempt >= self.app.settings.attempts:
            return self._set_aside(job, f"{reason} (attempt {job.attempt}, the last)")
        log.warning("put back", reason=reason)
        self._record(lambda: jobs.put_back(self.engine, job, self.now(), reason))
        return "put back"

    def _set_aside(self, job: Job, reason: str) -> str:
        log.warning("set aside", reason=reason)
        self._record(lambda: jobs.set_aside(self.engine, job, self.now(), reason))
        return "set aside"

    def _record(self, write: Callable[[], bool]) -> None:
        """Writes what became of a job, as soon as the database answers: a job that nobody put back
        costs its attempt when the lease runs out.
        """
        end = time.monotonic() + _RECORD_WITHIN
        while True:
            try:
                with busy_as_try_later():
                    write()
                return
            except TryLater as busy:
                self.pulse.failed(busy)
            if time.monotonic() > end or self.ending.wait(_RECORD_AGAIN):
                return


def _add(connection: Any, stage: str, subject: int, moment: datetime, first: bool) -> Nudge:
    version = version_of(stage)
    job_id = jobs.add(connection, stage, subject, version, moment, nudged=True, first=first)
    return Nudge(stage, (job_id,), version)
