"""An article's job comes in; its mentions, its facts and the index job go out, in one transaction."""

from functools import partial

from baqylau import logs
from baqylau.facts.analysis import Source
from baqylau.facts.asked import answered, messages
from baqylau.messages import Nudge, Stage
from baqylau.store import articles, jobs
from baqylau.store import facts as rows
from baqylau.store.jobs import Job
from baqylau.store.versions import version_of
from workers.bench import Bench


def facts(bench: Bench, job: Job) -> Nudge | None:
    """Extracts the facts in a child process and keeps them; an optional language model is asked here, since a child touches nothing."""
    stored = articles.load(bench.engine, job.subject)
    article = stored.article
    source = Source(article.text, article.title, bench.name_of(stored.outlet_id), article.language, article.published)
    logs.know(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    reader = bench.house.reader
    extraction = bench.thinkers.facts(source, partial(answered, reader.ask(messages(source)))) if reader else bench.thinkers.facts(source)
    moment = bench.now()
    with jobs.finishing(bench.engine, job, "facts", moment) as connection:
        rows.replace(connection, stored.id, job.version, extraction)
        following = jobs.add(connection, Stage.INDEX, stored.id, version_of(Stage.INDEX), moment, nudged=True)
    logs.know(facts=len(extraction.facts))
    return Nudge(Stage.INDEX, following)
