"""A page's job comes in; its article, its outcome and the facts job go out, in one transaction.
Facts that still stand are not read anew.
"""

from baqylau import logs, maintenance
from baqylau.messages import Nudge, Stage
from baqylau.store import articles, jobs, pages, tombstones
from baqylau.store.versions import version_of
from workers.job_runner import JobRunner, LeasedJob


def clean(runner: JobRunner, held: LeasedJob) -> LeasedJob | Nudge | None:
    """Reads the page in a child process and keeps what was read."""
    stored = pages.load(runner.engine, held.job.subject, runner.archive)
    logs.bind(trace=stored.trace, page=stored.id, outlet=stored.outlet_id)
    article = runner.readers.clean(stored.page, runner.outlets.get(stored.outlet_id))
    moment, following = runner.now(), None
    with jobs.finishing(runner.engine, held.job, "cleaned", moment) as connection:
        written = articles.write(connection, stored, article, moment)
        pages.set_outcome(connection, stored.id, written.outcome, written.reason)
        new = written.stored
        if new is not None and not (
            written.same and jobs.is_known(connection, Stage.FACTS, new.id, version_of(Stage.FACTS))
        ):
            following = runner.follow(connection, Stage.FACTS, new, moment, first=written.fresh)
    if written.reason == tombstones.REASON:
        maintenance.forget_page(runner.app, stored.id, stored.page.url)
    return following
