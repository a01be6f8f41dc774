"""How many jobs there are, by stage and state."""

from sqlalchemy import Engine, func, select

from baqylau.stages import STAGES
from baqylau.store.connect import reading
from baqylau.store.jobs.job import LEASED, PENDING, STATES
from baqylau.store.tables import jobs
from baqylau.store.versions import workable


def counts(engine: Engine) -> dict[str, dict[str, int]]:
    """Jobs by stage and state, every stage and state named, and stages of other releases that have
    jobs.
    """
    found = {stage: dict.fromkeys(STATES, 0) for stage in STAGES}
    with reading(engine) as connection:
        for stage, state, count in connection.execute(
            select(jobs.c.stage, jobs.c.state, func.count()).group_by(jobs.c.stage, jobs.c.state)
        ):
            found.setdefault(stage, dict.fromkeys(STATES, 0))[state] = count
    return found


def unfinished(engine: Engine) -> int:
    """How many jobs are pending or leased that this release can work on."""
    wanted = (
        select(jobs.c.stage, jobs.c.version, func.count())
        .where(jobs.c.state.in_((PENDING, LEASED)))
        .group_by(jobs.c.stage, jobs.c.version)
    )
    with reading(engine) as connection:
        found = {(stage, version): count for stage, version, count in connection.execute(wanted)}
    return sum(found[x] for x in workable(found))
