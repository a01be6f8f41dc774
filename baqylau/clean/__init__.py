"""Cleaning: a fetched page comes in, an article record goes out, whatever the page's bytes are.

>>> from datetime import UTC, datetime
>>> from baqylau.model.page import Page
>>> read(Page("https://example.kz/1", b"", datetime(2026, 1, 1, tzinfo=UTC))).reason
'an empty body'
"""

from baqylau.clean import trafilatura_adapter
from baqylau.clean.pipeline import VERSION
from baqylau.clean.pipeline import read as _read
from baqylau.model.article import Article
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page

__all__ = ["VERSION", "read", "set_up"]


def set_up() -> None:
    """Prepares the process for its first page: changes trafilatura and htmldate. `read` calls the
    same where nobody did.
    """
    trafilatura_adapter.apply()


def read(page: Page, outlet: Outlet | None = None) -> Article:
    """The article on the page. No page makes it raise: one that holds no article gets a `kind` that
    says so and a `reason`.
    """
    return _read(page, outlet).article
