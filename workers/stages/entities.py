"""An article's job comes in; which person, organization or place each of its names means goes out,
in one transaction.
"""

from baqylau import logs
from baqylau.store import entities as rows
from baqylau.store import jobs
from workers.job_runner import Following, JobRunner, LeasedJob


def entities(runner: JobRunner, held: LeasedJob) -> Following:
    """Links the article's names to entities. What is known is read in the same transaction, since
    two workers may meet one new name.
    """
    job, stored = held.job, runner.article(held)
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    moment = runner.now()
    with jobs.finishing(runner.engine, job, "entities", moment) as connection:
        found = rows.decide(connection, stored.id, stored.listed, job.version, moment)
        following = runner.enqueue_next(connection, held, moment, stored, first=held.job.fresh)
    logs.bind(entities=found)
    return following
