"""An article's job comes in; the story it belongs to and what it repeats go out, in one
transaction.
"""

from baqylau import logs
from baqylau.store import jobs, stories
from workers.job_runner import Following, JobRunner, LeasedJob


def story(runner: JobRunner, held: LeasedJob) -> Following:
    """Places the article among those of the last days. What is known is read in the same
    transaction: two workers may place two copies, or begin one story.
    """
    job, stored = held.job, runner.article(held)
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    moment = runner.now()
    with jobs.finishing(runner.engine, job, "placed", moment) as connection:
        placed = stories.decide(connection, stored.id, job.version)
        following = runner.enqueue_next(connection, held, moment, stored, first=held.job.fresh)
    if placed is not None:
        logs.bind(story=placed.story, kind=placed.kind)
    return following
