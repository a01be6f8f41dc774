"""The conversion between an article and its row, in both directions. Times are time-zone
aware; `published_printed` keeps the time zone offset that the outlet printed.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from baqylau.model.article import Article, Kind, Precision
from baqylau.model.span import Span
from baqylau.store.columns import key_of, storable
from baqylau.store.pages import StoredPage
from baqylau.stories.reprints import fingerprint


def as_stored(article: Article, outlet_id: str) -> Article:
    """The article as it will be when it is read from its row."""
    return replace(
        article,
        outlet=outlet_id,
        url=storable(article.url),
        canonical_url=storable(article.canonical_url),
        reason=storable(article.reason),
        title=storable(article.title),
        text=storable(article.text),
        authors=tuple(storable(x) for x in article.authors),
        section=storable(article.section),
        tags=tuple(storable(x) for x in article.tags),
        image=storable(article.image),
        readings=tuple((storable(a), storable(b)) for a, b in article.readings),
        editions=tuple((script, storable(address)) for script, address in article.editions),
    )


def row_of(page: StoredPage, article: Article, moment: datetime) -> dict[str, Any]:
    """All columns except those that depend on other articles; the article is `as_stored`."""
    return {
        "page": page.id,
        "outlet": page.outlet_id,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "canonical_hash": key_of(article.canonical_url),
        "kind": article.kind,
        "reason": article.reason,
        "title": article.title,
        "text": article.text,
        "text_hash": fingerprint(article.text),
        "authors": list(article.authors),
        "listed": listed_of(article.published, page.page.fetched),
        "published": article.published,
        "published_printed": article.published.isoformat() if article.published else None,
        "published_precision": article.published_precision,
        "modified": article.modified,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "image": article.image,
        "tiebacks": [[x.start, x.end] for x in article.tiebacks],
        "script": article.script,
        "editions": [list(x) for x in article.editions],
        "paragraph_languages": list(article.paragraph_languages),
        "readings": [list(x) for x in article.readings],
        "layout": article.layout,
        "cleaner": article.cleaner,
        "stored": moment,
    }


def listed_of(printed: datetime | None, fetched: datetime) -> datetime:
    """A date in the future is a misprint: such an article must not stay at the top of lists.
    Reading a page again does not change its place.
    """
    return fetched if printed is None or printed > fetched else printed


def article_of(row: Any) -> Article:
    """The article from a row of all columns."""
    return Article(
        url=row.url,
        canonical_url=row.canonical_url,
        kind=Kind(row.kind),
        reason=row.reason,
        outlet=row.outlet,
        title=row.title,
        text=row.text,
        authors=tuple(row.authors),
        published=datetime.fromisoformat(row.published_printed) if row.published_printed else None,
        published_precision=Precision(row.published_precision) if row.published_precision else None,
        modified=row.modified,
        section=row.section,
        tags=tuple(row.tags),
        language=row.language,
        image=row.image,
        tiebacks=tuple(Span(a, b) for a, b in row.tiebacks),
        script=row.script,
        editions=tuple((a, b) for a, b in row.editions),
        paragraph_languages=tuple(row.paragraph_languages),
        readings=tuple((a, b) for a, b in row.readings),
        cleaner=row.cleaner,
        layout=row.layout,
    )
