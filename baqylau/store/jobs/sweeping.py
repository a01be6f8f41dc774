"""A new version works on the archive again: a stage and its version come in, every subject of an
earlier one gets a job.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, select

from baqylau.stages import STAGES
from baqylau.store.connect import writing
from baqylau.store.jobs.adding import supersede
from baqylau.store.jobs.job import DONE, SUPERSEDED
from baqylau.store.subjects import present
from baqylau.store.tables import jobs
from baqylau.store.versions import is_newer


def sweep(engine: Engine, stage: str, version: str, moment: datetime, portion: int = 5000) -> int:
    """Every subject that has a job of an earlier version, done or not, gets a pending job of this
    version; so does an article that a release without this stage has read. Returns how many.

    Each portion is a transaction of its own, so that workers go on meanwhile; run again, it goes on
    where it ended.
    """
    swept = 0
    while True:
        with writing(engine) as connection:
            known = connection.execute(
                select(jobs.c.version).where(jobs.c.stage == stage).distinct()
            ).scalars()
            earlier = [x for x in known if is_newer(version, x)]
            found = _of_earlier(connection, stage, earlier, portion)
            found = found or _never_worked_on(connection, stage, portion)
            for subject in found:
                supersede(connection, stage, subject, version, moment)
        if not found:
            return swept
        swept += len(found)


def _of_earlier(connection: Connection, stage: str, earlier: list[str], portion: int) -> list[int]:
    """Subjects of jobs of earlier versions that are still there."""
    theirs = (
        jobs.c.stage == stage,
        jobs.c.version.in_(earlier),
        jobs.c.outcome.is_distinct_from(SUPERSEDED),
        jobs.c.subject.in_(present(stage)),
    )
    wanted = (
        select(jobs.c.subject).where(*theirs).distinct().order_by(jobs.c.subject).limit(portion)
    )
    return list(connection.execute(wanted).scalars())


def _never_worked_on(connection: Connection, stage: str, portion: int) -> list[int]:
    """Articles for which the stage before this one is done and this one has no job: the stage is
    newer than they are.
    """
    before = [x.name for x in STAGES.values() if x.subject == "article" and stage in x.then]
    of_stage = select(jobs.c.subject).where(jobs.c.stage == stage)
    wanted = (
        select(jobs.c.subject)
        .where(
            jobs.c.stage.in_(before),
            jobs.c.state == DONE,
            jobs.c.subject.in_(present(stage)),
            jobs.c.subject.not_in(of_stage),
        )
        .distinct()
        .order_by(jobs.c.subject)
        .limit(portion)
    )
    return list(connection.execute(wanted).scalars()) if before else []
