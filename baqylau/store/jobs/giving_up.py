"""Jobs that cannot be done are set aside with their reason, and tried again when somebody asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, exists, or_, select, update

from baqylau.stages import STAGES
from baqylau.store.columns import storable
from baqylau.store.connect import writing
from baqylau.store.jobs.adding import add
from baqylau.store.jobs.job import ARTICLE, LOST, PENDING, SET_ASIDE, Job, decides_outcome, is_mine
from baqylau.store.tables import articles, jobs, pages
from baqylau.store.versions import version_of


def set_aside(engine: Engine, job: Job, moment: datetime, reason: str) -> bool:
    """Gives the job up for good, with its reason. The row of its stage in `baqylau.stages` says
    what else is done: which other stages get a job, and whether a page that was never read gets its
    outcome. False where the lease was lost.
    """
    with writing(engine) as connection:
        if (
            connection.execute(update(jobs).where(is_mine(job)).values(lease_token=None)).rowcount
            != 1
        ):
            return False
        _set_aside(connection, job.id, job.stage, job.subject, reason, moment)
        return True


def retry(
    engine: Engine, moment: datetime, stage: str | None = None, ids: Sequence[int] = ()
) -> int:
    """Set-aside jobs become pending with no attempts counted, all of them or those named; pages
    that were set aside with them have no outcome again. Returns how many jobs.
    """
    wanted = [jobs.c.state == SET_ASIDE]
    if stage is not None:
        wanted.append(jobs.c.stage == stage)
    if ids:
        wanted.append(jobs.c.id.in_(ids))
    fresh = {
        "state": PENDING,
        "attempts": 0,
        "not_before": None,
        "nudged": None,
        "outcome": None,
        "finished": None,
        "created": moment,
    }
    with writing(engine) as connection:
        undecided = select(jobs.c.subject).where(*wanted, decides_outcome())
        connection.execute(
            update(pages)
            .where(pages.c.id.in_(undecided), pages.c.outcome == SET_ASIDE)
            .values(outcome=None, reason=None)
        )
        return connection.execute(update(jobs).where(*wanted).values(**fresh)).rowcount


def give_up(connection: Connection, row: Row[Any], moment: datetime) -> None:
    """A job whose attempts are used up by processes that ended at it."""
    reason = f"{LOST} {row.attempts} times; `baqylau jobs retry` tries again"
    _set_aside(connection, row.id, row.stage, row.subject, reason, moment)


def _set_aside(
    connection: Connection, job_id: int, stage: str, subject: int, reason: str, moment: datetime
) -> None:
    kept = storable(reason)
    values = {
        "state": SET_ASIDE,
        "lease_token": None,
        "lease_until": None,
        "outcome": SET_ASIDE,
        "reason": kept,
        "finished": moment,
    }
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))
    row = STAGES[stage]
    for following in row.on_set_aside:
        add(connection, following, subject, version_of(following), moment)
    if row.decides_outcome:
        _decide_unread(connection, subject, kept)


def _decide_unread(connection: Connection, page_id: int, reason: str | None) -> None:
    """The outcome of a page that could not be read. What was read of it before stays: its article
    with the outcome "article", or the outcome it had. Only a page never read before is set aside.
    """
    this = pages.c.id == page_id
    has_article = exists(select(articles.c.id).where(articles.c.page == page_id))
    values = {"outcome": ARTICLE, "reason": None}
    if connection.execute(update(pages).where(this, has_article).values(**values)).rowcount:
        return
    undecided = or_(pages.c.outcome.is_(None), pages.c.outcome == SET_ASIDE)
    connection.execute(
        update(pages).where(this, undecided).values(outcome=SET_ASIDE, reason=reason)
    )
