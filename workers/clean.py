"""A page's job comes in; its article, its outcome and the facts job go out, in one transaction. Facts that still stand are not read anew."""

from baqylau import logs, upkeep
from baqylau.messages import Nudge, Stage
from baqylau.store import articles, forgotten, jobs, pages
from baqylau.store.jobs import Job
from baqylau.store.versions import version_of
from workers.bench import Bench


def clean(bench: Bench, job: Job) -> Nudge | None:
    """Reads the page in a child process and keeps what was read."""
    stored = pages.load(bench.engine, job.subject, bench.archive)
    logs.know(trace=stored.trace, page=stored.id, outlet=stored.outlet_id)
    article = bench.thinkers.clean(stored.page, bench.outlets.get(stored.outlet_id))
    moment = bench.now()
    with jobs.finishing(bench.engine, job, "cleaned", moment) as connection:
        written = articles.write(connection, stored.id, stored.outlet_id, article, moment)
        pages.decide(connection, stored.id, written.outcome, written.reason)
        following = None
        version = version_of(Stage.FACTS)
        if written.article_id is not None and not (written.same and jobs.is_known(connection, Stage.FACTS, written.article_id, version)):
            following = jobs.add(connection, Stage.FACTS, written.article_id, version, moment, nudged=True)
    if written.reason == forgotten.REASON:
        upkeep.forget_page(bench.house, stored.id, stored.page.url)
    return None if following is None else Nudge(Stage.FACTS, following)
