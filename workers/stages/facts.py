"""An article's job comes in; its mentions, its facts and the index job go out, in one
transaction.
"""

from functools import partial

from baqylau import logs
from baqylau.facts.analysis import Source
from baqylau.facts.llm_reader import answered, messages
from baqylau.messages import Nudge, Stage
from baqylau.store import facts as rows
from baqylau.store import jobs
from workers.job_runner import JobRunner, LeasedJob


def facts(runner: JobRunner, held: LeasedJob) -> LeasedJob | Nudge | None:
    """Extracts the facts in a child process and keeps them; an optional language model is asked
    here, since a child touches nothing.
    """
    job, stored = held.job, runner.article(held)
    article = stored.article
    source = Source(
        article.text,
        article.title,
        runner.name_of(stored.outlet_id),
        article.language,
        article.published,
    )
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    reader = runner.app.reader
    extraction = (
        runner.readers.facts(source, partial(answered, reader.ask(messages(source))))
        if reader
        else runner.readers.facts(source)
    )
    moment, keep = runner.now(), rows.write if job.fresh else rows.replace
    with jobs.finishing(runner.engine, job, "facts", moment) as connection:
        keep(connection, stored.id, stored.listed, job.version, extraction)
        following = runner.follow(connection, Stage.INDEX, stored, moment, first=job.fresh)
    logs.bind(facts=len(extraction.facts))
    return following
