"""Cleaning: a fetched page comes in, an article record goes out, whatever the page's bytes are.

The crawler's parsers use single modules of this package (charsets, printed times). So the pipeline
with its heavy libraries is imported on first use, or by `set_up`.

>>> from datetime import UTC, datetime
>>> from baqylau.model.page import Page
>>> read(Page("https://example.kz/1", b"", datetime(2026, 1, 1, tzinfo=UTC))).reason
'an empty body'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baqylau.model.article import Article
    from baqylau.model.outlet import Outlet
    from baqylau.model.page import Page

__all__ = ["VERSION", "read", "set_up"]


VERSION = "6"
"""Raised with every change that may change the article of some page: the archive is then cleaned
again. It stands here so that the crawler, which makes the jobs, need not import the pipeline.
"""


def set_up() -> None:
    """Prepares the process for its first page: imports the pipeline, and changes trafilatura and
    htmldate. `read` calls the same where nobody did.
    """
    from baqylau.clean import pipeline, trafilatura_adapter

    del pipeline
    trafilatura_adapter.apply()


def read(page: "Page", outlet: "Outlet | None" = None) -> "Article":
    """The article on the page. No page makes it raise: one that holds no article gets a `kind` that
    says so and a `reason`.
    """
    from dataclasses import replace

    from baqylau.clean import pipeline
    from baqylau.model.article import Precision

    article = pipeline.read(page, outlet).article
    offset = outlet.repairs.time_offset if outlet else None
    timed = (Precision.MINUTE, Precision.SECOND)
    if not offset or article.published is None or article.published_precision not in timed:
        return article
    return replace(article, published=article.published + offset)
