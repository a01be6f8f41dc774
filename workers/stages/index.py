"""An article's job comes in; its row in the search index, the links between an article and its
reprints, and the jobs that follow go out.
"""

from baqylau import logs
from baqylau.lang.stems import FIELD_END
from baqylau.store import articles, jobs
from baqylau.store.dialect import search_index
from workers.job_runner import Following, JobRunner, LeasedJob


def index(runner: JobRunner, held: LeasedJob) -> Following:
    """Makes the article findable, and links reprints to the earliest article with their text."""
    stored = runner.article(held)
    article = stored.article
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    fields = (article.title, article.text, article.section, *article.tags)
    text = FIELD_END.join(x for x in fields if x)
    lemmas: str = runner.read(held, text, article.language)
    moment = runner.now()
    with jobs.finishing(runner.engine, held.job, "indexed", moment) as connection:
        search_index.write(connection, stored.id, lemmas)
        articles.link_reprints(connection, article.text, stored.text_hash)
        return runner.enqueue_next(connection, held, moment, stored, first=held.job.fresh)
