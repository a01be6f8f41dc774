"""An article's job comes in; its row in the search index and the jobs that follow go out."""

from baqylau import logs
from baqylau.store import jobs, search_rows
from workers.job_runner import Following, JobRunner, LeasedJob
from workers.stages import texts


def index(runner: JobRunner, held: LeasedJob) -> Following:
    """Makes the article findable by its words and facts."""
    stored = runner.article(held)
    article = stored.article
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    title = search_rows.title_of(runner.engine, stored.id, article.title)
    fields = (title, article.text, article.section, article.tags, article.language)
    tokens = texts.made(runner, held, *fields)
    moment = runner.now()
    with jobs.finishing(runner.engine, held.job, "indexed", moment) as connection:
        search_rows.put(connection, stored.id, tokens)
        return runner.enqueue_next(connection, held, moment, stored, first=held.job.fresh)
