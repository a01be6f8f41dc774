"""Articles and facts to be exported.

Comes in: a filter and perhaps a search query. Goes out: flat records, newest first, read from the
database in portions, so that an archive of any size can be exported. A record says where it comes
from: the article's address, and for an article the time of the fetch and the hash of the page's
bytes in the archive.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Engine, RowMapping, Select, func, select

from baqylau.store.connect import reading
from baqylau.store.facts import as_contract
from baqylau.store.queries import search
from baqylau.store.queries.filter import Filter, conditions
from baqylau.store.tables import articles, facts, outlets, pages

_PORTION = 500  # rows read at a time
_PLAIN = (
    "id",
    "url",
    "canonical_url",
    "title",
    "text",
    "authors",
    "published_precision",
    "modified",
    "section",
    "tags",
    "language",
    "script",
    "editions",
    "image",
)
_NEWEST = (articles.c.listed.desc(), articles.c.id.desc())
_HISTORY = ("revision", "removed", "reprint_of", "stored", "cleaner")

Record = dict[str, Any]


def of_articles(engine: Engine, filter_by: Filter, query: str | None = None) -> Iterator[Record]:
    """Current articles that the filter lets pass and that match the query, if there is one."""
    columns = [
        articles.c[x] for x in (*_PLAIN, *_HISTORY, "outlet", "published", "published_printed")
    ]
    origin = (outlets.c.name.label("outlet_name"), pages.c.fetched, pages.c.content_hash)
    wanted = (
        select(*columns, *origin)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .join(pages, pages.c.id == articles.c.page)
    )
    return _portions(
        engine, wanted.where(*conditions(filter_by)).order_by(*_NEWEST), filter_by, query, _article
    )


def of_facts(engine: Engine, filter_by: Filter, query: str | None = None) -> Iterator[Record]:
    """Facts that the filter lets pass, of articles that match the query, if there is one; those of
    one article in the order they were read. What only this type of fact has stands in `slots`.
    """
    # the text is counted in code points on both sides: substr() of SQLite and PostgreSQL, slices of
    # Python
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    ).label("sentence_text")
    names = ("url", "title", "language", "outlet", "published", "published_printed", "reprint_of")
    wanted = select(
        facts, *(articles.c[x] for x in names), outlets.c.name.label("outlet_name"), sentence
    )
    wanted = wanted.join(articles, articles.c.id == facts.c.article).join(
        outlets, outlets.c.id == articles.c.outlet
    )
    return _portions(
        engine,
        wanted.where(*conditions(filter_by, facts)).order_by(*_NEWEST, facts.c.id),
        filter_by,
        query,
        _fact,
    )


def _portions(
    engine: Engine,
    wanted: Select[Any],
    filter_by: Filter,
    query: str | None,
    record: Callable[[RowMapping], Record],
) -> Iterator[Record]:
    with reading(engine) as connection:
        if query:
            wanted = wanted.where(search.matches(connection, query, filter_by.language))
        for row in connection.execution_options(yield_per=_PORTION).execute(wanted).mappings():
            yield record(row)


def _article(row: RowMapping) -> Record:
    return {
        "outlet": row["outlet"],
        "outlet_name": row["outlet_name"],
        "published": _printed(row),
        **{x: row[x] for x in (*_PLAIN, *_HISTORY)},
        "fetched": row["fetched"],
        "page_sha256": row["content_hash"],
    }


def _fact(row: RowMapping) -> Record:
    fact = as_contract(row)
    place = {
        "article": row["article"],
        "outlet": row["outlet"],
        "outlet_name": row["outlet_name"],
        "published": _printed(row),
    }
    source = {x: row[x] for x in ("url", "title", "language", "reprint_of", "who")}
    return (
        place
        | source
        | {x: fact[x] for x in ("type", "text", "start", "end", "confidence", "rule")}
        | {"sentence": row["sentence_text"], "slots": row["slots"]}
    )


def _printed(row: RowMapping) -> str | None:
    """The time the outlet printed, with its own offset."""
    return row["published_printed"] or (row["published"].isoformat() if row["published"] else None)
