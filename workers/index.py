"""An article's job comes in; its row in the search index and its link to an earlier print of the
same text go out.
"""

from baqylau import logs
from baqylau.store import articles, jobs, search
from workers.bench import Bench, Held


def index(bench: Bench, held: Held) -> None:
    """Makes the article findable and knows whether somebody printed it before."""
    stored = bench.article(held)
    article = stored.article
    logs.know(trace=stored.trace, article=stored.id, outlet=stored.outlet_id)
    lemmas = bench.thinkers.stems(f"{article.title or ''}\n{article.text}", article.language)
    with jobs.finishing(bench.engine, held.job, "indexed", bench.now()) as connection:
        search.write(connection, stored.id, lemmas)
        articles.link_reprints(connection, article.text, stored.text_hash)
