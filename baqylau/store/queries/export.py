"""Rows as they leave the house: flat records of articles and of facts, newest first, read in
portions so that a whole archive fits through.

A record says where it comes from: the article's address, the page it was read from and the hash of
its bytes in the archive.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Engine, RowMapping, Select, func, select

from baqylau.store.connect import reading
from baqylau.store.facts import as_contract
from baqylau.store.queries import search
from baqylau.store.queries.articles import ArticleFilter, moment, narrowed
from baqylau.store.queries.facts import conditions
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
_NEWEST = (moment.desc(), articles.c.id.desc())
_HISTORY = ("revision", "removed", "reprint_of", "stored", "cleaner")

Record = dict[str, Any]


def of_articles(engine: Engine, asked: ArticleFilter, query: str | None = None) -> Iterator[Record]:
    """Current articles that are asked for and, with a query, answer it."""
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
        engine, wanted.where(*narrowed(asked)).order_by(*_NEWEST), asked, query, _article
    )


def of_facts(engine: Engine, asked: ArticleFilter, query: str | None = None) -> Iterator[Record]:
    """Facts of such articles; inside an article in order of the text. Slots of the fact's own type
    stand in `slots`.
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
        engine, wanted.where(*conditions(asked)).order_by(*_NEWEST, facts.c.id), asked, query, _fact
    )


def _portions(
    engine: Engine,
    wanted: Select[Any],
    asked: ArticleFilter,
    query: str | None,
    record: Callable[[RowMapping], Record],
) -> Iterator[Record]:
    with reading(engine) as connection:
        if query:
            wanted = wanted.where(search.answers(connection, query, asked.language))
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
    told = {x: row[x] for x in ("url", "title", "language", "reprint_of", "who")}
    return (
        place
        | told
        | {x: fact[x] for x in ("type", "text", "start", "end", "confidence", "rule")}
        | {"sentence": row["sentence_text"], "slots": row["slots"]}
    )


def _printed(row: RowMapping) -> str | None:
    """The time the outlet printed, with its own offset."""
    return row["published_printed"] or (row["published"].isoformat() if row["published"] else None)
