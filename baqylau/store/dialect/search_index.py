"""The full-text index of articles, each database's own kind behind the same three functions.

Comes in: a connection, and the stems of an article or of a search query. Goes out: the index is
written, or a condition on articles that an article matches the query.
"""

from types import ModuleType

from sqlalchemy import ColumnElement, Connection, or_, select, union

from baqylau.store.dialect import search_postgres, search_sqlite
from baqylau.store.tables import articles

TABLE = "search"
"""The index's table, made by hand in the migrations; SQLite adds tables whose names begin so."""


def write(connection: Connection, article_id: int, lemmas: str) -> None:
    """Writes the article's row of the index, replacing the row it had."""
    _index(connection).write(connection, article_id, lemmas)


def remove(connection: Connection, *article_ids: int) -> None:
    """Removes the articles from the index."""
    _index(connection).remove(connection, *article_ids)


def matches(connection: Connection, query: dict[str, list[list[list[str]]]]) -> ColumnElement[bool]:
    """The condition that an article matches the query (see `queries.search.SearchQuery`), which
    must not be empty. An article whose language is none of the query's may match in any.
    """
    index = _index(connection)
    same = next(iter(query.values()))
    if len(query) > 1 and all(groups == same for groups in query.values()):
        return articles.c.id.in_(index.found(same))
    read = articles.alias("read")
    other = or_(read.c.language.is_(None), read.c.language.not_in(query))
    found = [
        select(read.c.id).where(
            read.c.id.in_(index.found(groups)), or_(read.c.language == language, other)
        )
        for language, groups in query.items()
    ]
    return articles.c.id.in_(union(*found))


def _index(connection: Connection) -> ModuleType:
    return search_postgres if connection.dialect.name == "postgresql" else search_sqlite
