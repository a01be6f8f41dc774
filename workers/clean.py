"""A page's job comes in; its article, its outcome and the facts job go out, in one transaction."""

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
        if written.article_id is not None:
            following = jobs.add(connection, Stage.FACTS, written.article_id, version_of(Stage.FACTS), moment, nudged=True)
    if written.reason == forgotten.REASON:
        upkeep.forget_page(bench.house, stored.id, stored.page.url)
    return None if written.article_id is None else Nudge(Stage.FACTS, following)
