"""A page's job comes in; its article, its outcome and the facts job go out, in one transaction.
Facts that still stand are not read anew.
"""

from baqylau import logs, upkeep
from baqylau.messages import Nudge, Stage
from baqylau.store import articles, forgotten, jobs, pages
from baqylau.store.versions import version_of
from workers.bench import Bench, Held


def clean(bench: Bench, held: Held) -> Held | Nudge | None:
    """Reads the page in a child process and keeps what was read."""
    stored = pages.load(bench.engine, held.job.subject, bench.archive)
    logs.know(trace=stored.trace, page=stored.id, outlet=stored.outlet_id)
    article = bench.thinkers.clean(stored.page, bench.outlets.get(stored.outlet_id))
    moment, following = bench.now(), None
    with jobs.finishing(bench.engine, held.job, "cleaned", moment) as connection:
        written = articles.write(connection, stored, article, moment)
        pages.decide(connection, stored.id, written.outcome, written.reason)
        new = written.stored
        if new is not None and not (
            written.same and jobs.is_known(connection, Stage.FACTS, new.id, version_of(Stage.FACTS))
        ):
            following = bench.follow(connection, Stage.FACTS, new, moment, first=written.fresh)
    if written.reason == forgotten.REASON:
        upkeep.forget_page(bench.house, stored.id, stored.page.url)
    return following
