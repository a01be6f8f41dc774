"""An article's job comes in; its mentions, its facts and the index job go out, in one
transaction.
"""

from functools import partial

from baqylau import logs
from baqylau.facts.analysis import Source
from baqylau.facts.asked import answered, messages
from baqylau.messages import Nudge, Stage
from baqylau.store import facts as rows
from baqylau.store import jobs
from workers.bench import Bench, Held


def facts(bench: Bench, held: Held) -> Held | Nudge | None:
    """Extracts the facts in a child process and keeps them; an optional language model is asked
    here, since a child touches nothing.
    """
    job, stored = held.job, bench.article(held)
    article = stored.article
    source = Source(
        article.text,
        article.title,
        bench.name_of(stored.outlet_id),
        article.language,
        article.published,
    )
    logs.know(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    reader = bench.house.reader
    extraction = (
        bench.thinkers.facts(source, partial(answered, reader.ask(messages(source))))
        if reader
        else bench.thinkers.facts(source)
    )
    moment, keep = bench.now(), rows.write if job.fresh else rows.replace
    with jobs.finishing(bench.engine, job, "facts", moment) as connection:
        keep(connection, stored.id, stored.listed, job.version, extraction)
        following = bench.follow(connection, Stage.INDEX, stored, moment, first=job.fresh)
    logs.know(facts=len(extraction.facts))
    return following
