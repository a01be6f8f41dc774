"""An article's job comes in; whom it cites goes out, in one transaction."""

from baqylau import logs
from baqylau.analysis import citations as rules
from baqylau.analysis.outlet_names import finder
from baqylau.model.brand import brand_of
from baqylau.store import citations as rows
from baqylau.store import facts, jobs
from workers.job_runner import Following, JobRunner, LeasedJob


def citations(runner: JobRunner, held: LeasedJob) -> Following:
    """Reads the article's text and its facts, as people corrected them."""
    job, stored = held.job, runner.article(held)
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    brand = brand_of(stored.outlet_id, runner.outlets)
    names = finder(runner.outlets.values())
    _, found = facts.of(runner.engine, stored.id)
    edges = rules.citations(stored.article.text, found, names, brand)
    moment = runner.now()
    with jobs.finishing(runner.engine, job, "cited", moment) as connection:
        rows.replace(connection, stored.id, brand, names, job.version, edges)
        following = runner.enqueue_next(connection, held, moment, stored)
    logs.bind(citations=len(edges))
    return following
