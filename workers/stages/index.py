"""An article's job comes in; its row in the search index and its link to an earlier print of the
same text go out.
"""

from baqylau import logs
from baqylau.store import articles, jobs
from baqylau.store.dialect import search_index
from workers.job_runner import JobRunner, LeasedJob


def index(runner: JobRunner, held: LeasedJob) -> None:
    """Makes the article findable and knows whether somebody printed it before."""
    stored = runner.article(held)
    article = stored.article
    logs.bind(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    lemmas = runner.readers.stems(f"{article.title or ''}\n{article.text}", article.language)
    with jobs.finishing(runner.engine, held.job, "indexed", runner.now()) as connection:
        search_index.write(connection, stored.id, lemmas)
        articles.link_reprints(connection, article.text, stored.text_hash)
