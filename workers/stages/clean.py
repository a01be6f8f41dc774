"""A page's job comes in; its article, its outcome and the jobs that follow go out, in one
transaction. What was read from an article that did not change is not read anew.
"""

from baqylau import logs, maintenance
from baqylau.model.article import Article
from baqylau.store import articles, jobs, pages, tombstones
from workers.job_runner import Following, JobRunner, LeasedJob


def clean(runner: JobRunner, held: LeasedJob) -> Following:
    """Reads the page in the sandbox and stores what was read."""
    stored = pages.load(runner.engine, held.job.subject, runner.archive)
    logs.bind(trace=stored.trace, page=stored.id, outlet=stored.outlet_id)
    article: Article = runner.read(held, stored.page, runner.outlets.get(stored.outlet_id))
    moment = runner.now()
    with jobs.finishing(runner.engine, held.job, "cleaned", moment) as connection:
        written = articles.write(connection, stored, article, moment)
        pages.set_outcome(connection, stored.id, written.outcome, written.reason)
        if written.other is not None:
            pages.share_body(connection, stored.id, written.other)
        following = runner.enqueue_next(
            connection, held, moment, written.stored, first=written.fresh, unchanged=written.same
        )
    if written.reason == tombstones.REASON:
        maintenance.forget_page(runner.app, stored.id, stored.page.url)
    return following
