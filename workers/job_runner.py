"""The bench a worker sits at: a nudge comes in, each of its jobs is claimed, done, and one of four
things is said of it.

Done; put back (`TryLater`: the world was busy, which costs no attempt; `SandboxLimitExceeded` or a
fault of ours, which does); set aside (`SetAside`: never readable, or the attempts are used up); or
thrown away (`LeaseLost`: another worker took it over). What follows is a job of its own; where this
worker does that stage too, it holds the job from the same commit on and goes on with the article it
has in hand.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from baqylau import logs, metrics, queue
from baqylau.app import App
from baqylau.archive import Archive
from baqylau.errors import SandboxLimitExceeded, SetAside, TryLater
from baqylau.facts.analysis import Source
from baqylau.facts.llm_reader import Ask
from baqylau.loops import LoopStatus
from baqylau.messages import WIRE_VERSION, Nudge, Stage
from baqylau.model.article import Article
from baqylau.model.fact import Extraction
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.store import articles, jobs
from baqylau.store.articles import StoredArticle
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.jobs import Job, LeaseLost
from baqylau.store.versions import version_of

log = structlog.get_logger("workers")


_WAITS = "waits"
_SAYS_AGAIN = 0.5  # seconds between two tries to tell a database that is away
_SAYS_WITHIN = 900.0  # seconds; then the lease runs out, and the attempt is counted


class Readers(Protocol):
    """The readers. Each raises `SandboxLimitExceeded` where the work outran its bound."""

    def clean(self, page: Page, outlet: Outlet | None) -> Article: ...
    def facts(self, source: Source, ask: Ask | None = None) -> Extraction: ...
    def stems(self, text: str, language: str | None) -> str: ...


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """A job this worker holds; `article` is what it is about, where the stage before left it in
    hand.
    """

    job: Job
    article: StoredArticle | None = None


Work = Callable[["JobRunner", LeasedJob], LeasedJob | Nudge | None]
"""One job done. What follows it is held already, or is for the queue to hear of."""


@dataclass(frozen=True, slots=True)
class JobRunner:
    """The house as an actor sees it, the readers it asks, and the stages done here. Once `ending`
    is set nothing new is begun.
    """

    app: App
    readers: Readers
    actors: Mapping[Stage, Work] = field(default_factory=dict)
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

    def article(self, held: LeasedJob) -> StoredArticle:
        """The article the job is about. Raises `SetAside` where it is gone."""
        return held.article or articles.load(self.engine, held.job.subject)

    def follow(
        self, connection: Any, stage: Stage, article: StoredArticle, moment: datetime, first: bool
    ) -> LeasedJob | Nudge | None:
        """The article's next job, made in the transaction that ends this one. `first`: the article
        has none of this stage yet.
        """
        version = version_of(stage)
        if stage not in self.actors or self.ending.is_set():
            return Nudge(
                stage,
                (
                    jobs.add(
                        connection, stage, article.id, version, moment, nudged=True, first=first
                    ),
                ),
                version,
            )
        job = jobs.add_held(
            connection, stage, article.id, version, moment, self.app.settings.lease, first
        )
        return None if job is None else LeasedJob(job, article)

    def do(self, stage: Stage, job_ids: Sequence[int], wire: int) -> None:
        """Jobs, each from its claim to what is said of it and of those that follow. Raises nothing:
        whatever happens is in the jobs' rows.
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
                    held = self._do(held)
            except Exception as fault:  # noqa: BLE001  (the jobs behind this one must not wait for it; it is told again)
                self.pulse.failed(fault)

    def _claim(self, stage: Stage, job_id: int) -> LeasedJob | None:
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
        except TryLater as busy:  # still pending: the relay tells it again
            self.pulse.failed(busy)
            return None
        return None if job is None else LeasedJob(job)

    def _do(self, held: LeasedJob) -> LeasedJob | None:
        began, job = time.perf_counter(), held.job
        with logs.scoped(
            job=job.id, stage=str(job.stage), subject=job.subject, attempt=job.attempt
        ):
            said = self._attempt(held)
        result = said if isinstance(said, str) else "done"
        metrics.STAGE_SECONDS.labels(str(job.stage), result).observe(time.perf_counter() - began)
        if result != _WAITS:
            self.pulse.progressed()
        if isinstance(said, Nudge):
            queue.announce(self.app.broker, said)
        return said if isinstance(said, LeasedJob) else None

    def _attempt(self, held: LeasedJob) -> LeasedJob | Nudge | str | None:
        """What follows the job, or in a word what became of it instead."""
        job = held.job
        try:
            with busy_as_try_later():
                following = self.actors[job.stage](self, held)
        except LeaseLost as lost:
            log.info("thrown away", reason=str(lost))
            return "thrown away"
        except TryLater as busy:
            return self._wait(job, busy)
        except SandboxLimitExceeded as stopped:
            return self._again(job, str(stopped))
        except SetAside as never:
            return self._aside(job, str(never))
        # a fault of ours in one page must not stop the pages behind it; it is kept as the job's
        # reason
        except Exception as fault:
            log.exception("fault")
            return self._again(job, f"{type(fault).__name__}: {fault}")
        log.info("done")
        return following

    def _wait(self, job: Job, busy: TryLater) -> str:
        metrics.STORE_AWAY.inc()
        self.pulse.failed(busy)
        self._say(lambda: jobs.wait(self.engine, job, self.now(), str(busy)))
        return _WAITS

    def _again(self, job: Job, reason: str) -> str:
        if job.attempt >= self.app.settings.attempts:
            return self._aside(job, f"{reason} (attempt {job.attempt}, the last)")
        log.warning("put back", reason=reason)
        self._say(lambda: jobs.put_back(self.engine, job, self.now(), reason))
        return "put back"

    def _aside(self, job: Job, reason: str) -> str:
        log.warning("set aside", reason=reason)
        self._say(lambda: jobs.set_aside(self.engine, job, self.now(), reason))
        return "set aside"

    def _say(self, word: Callable[[], bool]) -> None:
        """Says it as soon as the database hears it: a job that nobody gave back costs its attempt
        when the lease runs out.
        """
        end = time.monotonic() + _SAYS_WITHIN
        while True:
            try:
                with busy_as_try_later():
                    word()
                return
            except TryLater as busy:
                self.pulse.failed(busy)
            if time.monotonic() > end or self.ending.wait(_SAYS_AGAIN):
                return
