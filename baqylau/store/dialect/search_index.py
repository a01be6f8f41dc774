"""The full-text index of articles, each database's own kind behind the same functions.

Comes in: a connection, and the stems of an article or a pattern of stems. Goes out: the index is
written, or a condition on articles that an article matches the query.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

from sqlalchemy import ColumnElement, Connection, FromClause, or_, select, union
from sqlalchemy.exc import DBAPIError

from baqylau.lang.stems import LANGUAGES
from baqylau.store.dialect import search_postgres, search_sqlite
from baqylau.store.dialect.search_pattern import Pattern
from baqylau.store.tables import articles

TABLE = "search"
"""The index's table, made by hand in the migrations; SQLite adds tables whose names begin so."""


def write(connection: Connection, article_id: int, lemmas: str) -> None:
    """Writes the article's row of the index, replacing the row it had."""
    _index(connection).write(connection, article_id, lemmas)


def remove(connection: Connection, *article_ids: int) -> None:
    """Removes the articles from the index."""
    _index(connection).remove(connection, *article_ids)


def matches(connection: Connection, patterns: Mapping[str | None, Pattern]) -> ColumnElement[bool]:
    """The condition that an article matches the pattern of its language; that of None is for
    articles in none of `LANGUAGES`. Without one, such an article matches where it matches any of
    the patterns, if there is one for each language; else it does not.
    """
    index = _index(connection)
    languages: dict[Pattern, list[str | None]] = {}
    for language, pattern in patterns.items():
        languages.setdefault(pattern, []).append(language)
    if None not in patterns and patterns.keys() >= set(LANGUAGES):
        languages = {pattern: [*codes, None] for pattern, codes in languages.items()}
    if len(languages) == 1 and set(*languages.values()) >= {*LANGUAGES, None}:
        return articles.c.id.in_(index.found(*languages))
    read = articles.alias("read")
    found = [
        select(read.c.id).where(read.c.id.in_(index.found(pattern)), _is_in(read, codes))
        for pattern, codes in languages.items()
    ]
    return articles.c.id.in_(union(*found) if len(found) > 1 else found[0])


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside raise an error that `is_interrupted` knows when the time is over."""
    with _index(connection).deadline(connection, seconds):
        yield


def is_interrupted(connection: Connection, wrong: DBAPIError) -> bool:
    return bool(_index(connection).is_interrupted(wrong))


def _is_in(rows: FromClause, codes: list[str | None]) -> ColumnElement[bool]:
    known = rows.c.language.in_([x for x in codes if x is not None])
    if None not in codes:
        return known
    return or_(known, rows.c.language.is_(None), rows.c.language.not_in(LANGUAGES))


def _index(connection: Connection) -> ModuleType:
    return search_postgres if connection.dialect.name == "postgresql" else search_sqlite
