"""The state of the pipeline in numbers: counts by outcome and state, how long work has waited, how
soon an article can be found. An engine and the time come in, one `PipelineMetrics` goes out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select

from baqylau.model.article import Precision
from baqylau.stages import STAGES, names
from baqylau.store import jobs as job_rows
from baqylau.store import pages
from baqylau.store.connect import reading
from baqylau.store.jobs import DONE, LEASED, PENDING
from baqylau.store.leases import has_come, horizon
from baqylau.store.tables import articles, jobs
from baqylau.store.versions import workable

_LATELY = timedelta(hours=24)
_SAMPLE = 2000  # articles: enough for a quantile, and the same cost at any size of the archive


@dataclass(frozen=True, slots=True)
class PipelineMetrics:
    """`pages` by outcome ("waiting" included), `jobs` by stage and state, `waiting` the age of each
    stage's oldest due job.

    `lease_left` is how long the lease that ends next still runs (negative: nobody has taken the job
    back yet), None without any.
    `delays` are the delays of the articles indexed lately, from the time printed to searchable,
    shortest first.
    """

    pages: dict[str, int]
    jobs: dict[str, dict[str, int]]
    waiting: dict[str, timedelta]
    lease_left: timedelta | None
    delays: tuple[timedelta, ...]

    def delay(self, share: float) -> timedelta | None:
        """The delay that this share (0..1) of the articles did not exceed."""
        return (
            self.delays[min(len(self.delays) - 1, int(share * len(self.delays)))]
            if self.delays
            else None
        )


def measure(engine: Engine, moment: datetime) -> PipelineMetrics:
    """The numbers at one moment of the clock that all workers share."""
    totals, counts = pages.totals(engine), job_rows.counts(engine)
    with reading(engine) as connection:
        return PipelineMetrics(
            totals,
            counts,
            _waiting(connection, moment),
            _lease_left(connection, moment),
            _delays(connection, moment),
        )


def due(
    engine: Engine,
    moment: datetime,
    stages: frozenset[str],
    attempts: int = job_rows.MOST_ATTEMPTS,
) -> int:
    """How many jobs of these stages this release could work on now."""
    wanted = (
        select(jobs.c.stage, jobs.c.version, func.count())
        .where(_is_due(moment, attempts), jobs.c.stage.in_(stages))
        .group_by(jobs.c.stage, jobs.c.version)
    )
    with reading(engine) as connection:
        found = {(stage, version): count for stage, version, count in connection.execute(wanted)}
    return sum(found[x] for x in workable(found))


def _is_due(moment: datetime, attempts: int = job_rows.MOST_ATTEMPTS) -> ColumnElement[bool]:
    beyond = horizon(moment, job_rows.longest_pause(attempts))
    return and_(jobs.c.state == PENDING, has_come(jobs.c.not_before, moment, beyond))


def _waiting(connection: Connection, moment: datetime) -> dict[str, timedelta]:
    oldest = (
        select(jobs.c.stage, func.min(jobs.c.created)).where(_is_due(moment)).group_by(jobs.c.stage)
    )
    return {
        stage: max(timedelta(), moment - created) for stage, created in connection.execute(oldest)
    }


def _lease_left(connection: Connection, moment: datetime) -> timedelta | None:
    first = connection.execute(
        select(func.min(jobs.c.lease_until)).where(jobs.c.state == LEASED)
    ).scalar_one()
    return None if first is None else first - moment


def _delays(connection: Connection, moment: datetime) -> tuple[timedelta, ...]:
    """Only of articles printed lately with a time of day: a backfill of last year's news says
    nothing about the speed of the pipeline.
    """
    printed = (
        articles.c.published >= moment - _LATELY,
        articles.c.published_precision.in_((Precision.SECOND, Precision.MINUTE)),
    )
    searchable = names(x for x in STAGES.values() if x.makes_searchable)
    found = select(articles.c.published, jobs.c.finished).join(
        jobs, and_(jobs.c.stage.in_(searchable), jobs.c.subject == articles.c.id)
    )
    found = (
        found.where(jobs.c.state == DONE, jobs.c.finished >= moment - _LATELY, *printed)
        .order_by(jobs.c.finished.desc())
        .limit(_SAMPLE)
    )
    return tuple(
        sorted(
            max(timedelta(), finished - published)
            for published, finished in connection.execute(found)
        )
    )
