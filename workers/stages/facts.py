"""An article's job comes in; its mentions, its facts and the jobs that follow go out, in one
transaction.
"""

from functools import partial

from baqylau import logs
from baqylau.facts.analysis import Source
from baqylau.facts.llm_reader import answered, messages
from baqylau.model.fact import Extraction
from baqylau.store import facts as rows
from baqylau.store import jobs
from workers.job_runner import Following, JobRunner, LeasedJob


def facts(runner: JobRunner, held: LeasedJob) -> Following:
    """Extracts the facts in the sandbox and stores them. Where a language model is set, it is asked
    here, since a sandbox process has no network.
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
    reply = [partial(answered, reader.ask(messages(source)))] if reader else []
    extraction: Extraction = runner.read(held, source, *reply)
    moment, keep = runner.now(), rows.write if job.fresh else rows.replace
    with jobs.finishing(runner.engine, job, "facts", moment) as connection:
        keep(connection, stored.id, stored.listed, job.version, extraction)
        following = runner.enqueue_next(connection, held, moment, stored, first=job.fresh)
    logs.bind(facts=len(extraction.facts))
    return following
