"""Articles to be exported, and what all exports of articles, facts and mentions share.

Comes in: a filter and perhaps a search query. Goes out: flat records, newest first, read from the
database in portions, so that an archive of any size can be exported. A record says where it comes
from: the article's address, and for an article the time of the fetch and the hash of the page's
bytes in the archive. Where the search of an export was ended by its deadline, `IncompleteExport` is
raised behind the last record.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    FromClause,
    Row,
    RowMapping,
    Select,
    Table,
    func,
    select,
)

from baqylau.corrections.apply import corrected_record
from baqylau.errors import IncompleteExport
from baqylau.store import annotations, dialect
from baqylau.store.annotations import NOTHING, Annotations
from baqylau.store.connect import reading
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import search
from baqylau.store.queries.articles import corrections_of_article
from baqylau.store.queries.filter import Filter, conditions, is_shown
from baqylau.store.tables import (
    annotated_articles,
    articles,
    facts,
    mentions,
    outlets,
    pages,
)

SEARCH_SECONDS = 60.0
"""Seconds that the search of an export may take: nobody waits for it in front of a page."""
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
NEWEST = (articles.c.listed.desc(), articles.c.id.desc())
_HISTORY = ("revision", "removed", "reprint_of", "stored", "cleaner")

_COUNTED: Mapping[str, Table] = {"articles": articles, "facts": facts, "mentions": mentions}

Record = dict[str, Any]
Records = Callable[[Connection, Sequence[Row[Any]], "Written"], Iterator[Record]]
"""What makes records of some rows."""


def of_articles(
    engine: Engine | Connection,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Current articles that the filter lets pass and that match the query, if there is one."""
    filter_by = resolved(engine, filter_by)
    columns = [
        articles.c[x] for x in (*_PLAIN, *_HISTORY, "outlet", "published", "published_printed")
    ]
    origin = (outlets.c.name.label("outlet_name"), pages.c.fetched, pages.c.content_hash)
    wanted = (
        select(*columns, *origin, corrections_of_article())
        .join(outlets, outlets.c.id == articles.c.outlet)
        .join(pages, pages.c.id == articles.c.page)
    )
    return portions(
        engine,
        wanted.where(*conditions(search.before_query(filter_by, query))).order_by(*NEWEST),
        filter_by,
        query,
        countries,
        _articles,
    )


def count(
    engine: Engine | Connection,
    what: str,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
    limit: int | None = None,
) -> int:
    """How many `articles`, `facts` or `mentions` the filter lets pass; with a limit it counts no
    further.
    """
    rows = _COUNTED[what]
    filter_by = resolved(engine, filter_by)
    source: FromClause = articles
    if rows is not articles:
        source = rows.join(articles, articles.c.id == rows.c.article)
    chosen = search.before_query(filter_by, query)
    wanted = select(rows.c.id).select_from(source).where(*conditions(chosen, rows))
    with reading(engine) as connection:
        if query:
            narrowed = replace(filter_by, kind=None, who=None)
            matching, _ = search.matches(connection, query, narrowed, countries, SEARCH_SECONDS)
            wanted = wanted.where(matching)
        found = wanted.limit(limit).subquery()
        return int(connection.execute(select(func.count()).select_from(found)).scalar_one())


def described(engine: Engine | Connection, filter_by: Filter) -> dict[str, Any]:
    """What the articles of a filter span: days of the first and the last, when the last one was
    stored, and how many articles and facts each version of the rules made.
    """
    chosen = replace(filter_by, kind=None, who=None)
    listed, stored = articles.c.listed, func.max(articles.c.stored)
    with reading(engine) as connection:
        where = conditions(entity_queries.resolved(connection, chosen))
        span = connection.execute(
            select(func.min(listed), func.max(listed), stored).where(*where)
        ).one()
        cleaned = select(articles.c.cleaner, func.count()).where(*where)
        read = select(facts.c.version, func.count()).where(*where, is_shown())
        read = read.join(articles, articles.c.id == facts.c.article)
        versions = {
            "articles": connection.execute(cleaned.group_by(articles.c.cleaner)).all(),
            "facts": connection.execute(read.group_by(facts.c.version)).all(),
        }
    first, last, newest = (x.isoformat() if x else None for x in span)
    return {
        "span": {"first": first, "last": last, "newest_stored": newest},
        "versions": {k: {x[0]: x[1] for x in sorted(v)} for k, v in versions.items()},
    }


def names_of(engine: Engine | Connection, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """The (type, name) of whom and what these articles name, by the article's id, in order."""
    found: dict[int, list[tuple[str, str]]] = {}
    with reading(engine) as connection:
        rows = connection.execute(
            select(mentions.c.article, mentions.c.type, mentions.c.name)
            .where(dialect.is_one_of(connection, mentions.c.article, ids))
            .distinct()
            .order_by(mentions.c.article, mentions.c.type, mentions.c.name)
        )
        for row in rows:
            found.setdefault(row.article, []).append((row.type, row.name))
    return found


def resolved(engine: Engine | Connection, filter_by: Filter) -> Filter:
    """The filter with the entities that its `who` may mean."""
    with reading(engine) as connection:
        return entity_queries.resolved(connection, filter_by)


def portions(
    engine: Engine | Connection,
    wanted: Select[Any],
    filter_by: Filter,
    query: str | None,
    countries: Mapping[str, str],
    records: Records,
) -> Iterator[Record]:
    """The records of the rows of this query, narrowed to articles that match the search query."""
    with reading(engine) as connection:
        written, complete = Written(connection), True
        if query:
            narrowed = replace(filter_by, kind=None, who=None)
            matching, complete = search.matches(
                connection, query, narrowed, countries, SEARCH_SECONDS
            )
            wanted = wanted.where(matching)
        options = {"yield_per": _PORTION}
        # closed also where somebody reads only the first rows, or goes away
        with connection.execute(wanted, execution_options=options) as streamed:
            for some in streamed.partitions():
                yield from records(connection, some, written)
    if not complete:
        raise incomplete()


def incomplete() -> IncompleteExport:
    return IncompleteExport(
        f"the search took longer than {SEARCH_SECONDS:.0f} s and was ended: the newest records"
        " were exported, there may be more; narrow it down, for example with since: and until:"
    )


class Written:
    """The labels and notes of an export: of facts by key, of articles by id."""

    def __init__(self, connection: Connection) -> None:
        self._of_subjects = annotations.everything(connection)
        lineages = select(annotated_articles.c.article, annotated_articles.c.lineage)
        rows = connection.execute(lineages) if self._of_subjects else ()
        self._lineages: dict[int, str] = {x.article: x.lineage for x in rows}

    def of_fact(self, key: str | None) -> Record:
        if not self._of_subjects:  # hundreds of thousands of facts ask
            return _NO_WORDS
        return _words(self._of_subjects.get(key or "", NOTHING))

    def of_article(self, article: int) -> Record:
        return _words(self._of_subjects.get(self._lineages.get(article, ""), NOTHING))


def _words(written: Annotations) -> Record:
    return {"labels": written.names, "notes": written.texts}


_NO_WORDS = _words(NOTHING)


def _articles(
    _connection: Connection, rows: Sequence[Row[Any]], written: Written
) -> Iterator[Record]:
    return (_article(x, written) for x in rows)


def _article(found: Row[Any], written: Written) -> Record:
    row = found._mapping
    shown = corrected_record(
        {"title": row["title"], "published": _printed(row)}, row["article_corrected"]
    )
    return {
        "outlet": row["outlet"],
        "outlet_name": row["outlet_name"],
        "published": shown["published"],
        **{x: row[x] for x in (*_PLAIN, *_HISTORY)},
        "title": shown["title"],
        "fetched": row["fetched"],
        "page_sha256": row["content_hash"],
        "corrected": shown["corrected"],
        **written.of_article(row["id"]),
    }


def _printed(row: RowMapping) -> str | None:
    """The time the outlet printed, with its own offset."""
    return row["published_printed"] or (row["published"].isoformat() if row["published"] else None)
