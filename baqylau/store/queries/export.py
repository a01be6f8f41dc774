"""Articles, facts and mentions to be exported.

Comes in: a filter and perhaps a search query. Goes out: flat records, newest first, read from the
database in portions, so that an archive of any size can be exported. A record says where it comes
from: the article's address, and for an article the time of the fetch and the hash of the page's
bytes in the archive.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, RowMapping, Select, func, select

from baqylau.store.connect import reading
from baqylau.store.entities import entity_of
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import search
from baqylau.store.queries.filter import Filter, conditions
from baqylau.store.tables import articles, facts, mentions, outlets, pages

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


def of_articles(
    engine: Engine,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Current articles that the filter lets pass and that match the query, if there is one."""
    filter_by = _resolved(engine, filter_by)
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
        engine,
        wanted.where(*conditions(filter_by)).order_by(*_NEWEST),
        filter_by,
        query,
        countries,
        _article,
    )


def of_facts(
    engine: Engine,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Facts that the filter lets pass, of articles that match the query, if there is one; those of
    one article in the order they were read. What only this type of fact has stands in `slots`.
    """
    # the text is counted in code points on both sides: substr() of SQLite and PostgreSQL, slices of
    # Python
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    ).label("sentence_text")
    names = ("url", "title", "language", "outlet", "published", "published_printed", "reprint_of")
    entity = entity_of(facts.c.article, facts.c.who).label("entity")
    wanted = select(
        facts,
        *(articles.c[x] for x in names),
        outlets.c.name.label("outlet_name"),
        sentence,
        entity,
    )
    filter_by = _resolved(engine, filter_by)
    wanted = wanted.join(articles, articles.c.id == facts.c.article).join(
        outlets, outlets.c.id == articles.c.outlet
    )
    return _portions(
        engine,
        wanted.where(*conditions(filter_by, facts)).order_by(*_NEWEST, facts.c.id),
        filter_by,
        query,
        countries,
        _fact,
    )


def of_mentions(
    engine: Engine,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Persons, organizations and places named in articles that the filter lets pass. The filter's
    `kind` is a type of mention, its `who` a part of the name.
    """
    names = ("url", "title", "language", "outlet", "published", "published_printed", "reprint_of")
    entity = entity_of(mentions.c.article, mentions.c.name, mentions.c.type).label("entity")
    filter_by = _resolved(engine, filter_by)
    wanted = (
        select(
            mentions, *(articles.c[x] for x in names), outlets.c.name.label("outlet_name"), entity
        )
        .join(articles, articles.c.id == mentions.c.article)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .where(*conditions(filter_by, mentions))
        .order_by(*_NEWEST, mentions.c.start, mentions.c.id)
    )
    return _portions(engine, wanted, filter_by, query, countries, _mention)


def _resolved(engine: Engine, filter_by: Filter) -> Filter:
    with reading(engine) as connection:
        return entity_queries.resolved(connection, filter_by)


def _portions(
    engine: Engine,
    wanted: Select[Any],
    filter_by: Filter,
    query: str | None,
    countries: Mapping[str, str],
    record: Callable[[RowMapping], Record],
) -> Iterator[Record]:
    with reading(engine) as connection:
        if query:
            narrowed = replace(filter_by, kind=None, who=None)
            wanted = wanted.where(search.matches(connection, query, narrowed, countries))
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
    fixed = ("key", "who", "type", "text", "start", "end", "confidence", "rule", "sentence_start")
    return (
        _source(row)
        | {x: row[x] for x in fixed}
        | {"sentence": row["sentence_text"], "slots": row["slots"], "entity": _entity(row)}
    )


def _mention(row: RowMapping) -> Record:
    fixed = ("type", "name", "text", "start", "end", "descriptor")
    return _source(row) | {x: row[x] for x in fixed} | {"entity": _entity(row)}


def _entity(row: RowMapping) -> str | None:
    """The entity's id as the contract writes it."""
    return None if row["entity"] is None else str(row["entity"])


def _source(row: RowMapping) -> Record:
    """The row's own id, and the article that it was read from."""
    place = {x: row[x] for x in ("id", "article", "outlet", "outlet_name")}
    article = {x: row[x] for x in ("url", "title", "language", "reprint_of")}
    return place | {"published": _printed(row)} | article


def _printed(row: RowMapping) -> str | None:
    """The time the outlet printed, with its own offset."""
    return row["published_printed"] or (row["published"].isoformat() if row["published"] else None)
