"""An article's job comes in; its row in the search index and its link to an earlier print of the same text go out."""

from baqylau import logs
from baqylau.messages import Nudge
from baqylau.store import articles, jobs, search
from baqylau.store.jobs import Job
from workers.bench import Bench


def index(bench: Bench, job: Job) -> Nudge | None:
    """Makes the article findable and knows whether somebody printed it before."""
    stored = articles.load(bench.engine, job.subject)
    article = stored.article
    logs.know(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    lemmas = bench.thinkers.stems(f"{article.title or ''}\n{article.text}", article.language)
    with jobs.finishing(bench.engine, job, "indexed", bench.now()) as connection:
        search.write(connection, stored.id, lemmas)
        articles.link_reprint(connection, stored.id)
    return None
