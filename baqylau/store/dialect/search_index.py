"""The full-text index of articles, each database's own kind behind the same functions.

Comes in: a connection, and the tokens of an article or a pattern of tokens. Goes out: the index is
written, or a query for the articles that have the pattern.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select
from sqlalchemy.exc import DBAPIError

from baqylau.query.index_tokens import IndexTokens
from baqylau.query.pattern import Pattern
from baqylau.store.dialect import search_before, search_postgres, search_sqlite
from baqylau.store.tables import articles

TABLE = "search"
"""The names of the index's tables begin so; the migrations make them by hand."""


def write(connection: Connection, article_id: int, listed: datetime, tokens: IndexTokens) -> None:
    """Writes the article's row of the index, in place of the one before; `listed` is its time."""
    search_before.remove(connection, article_id)
    _index(connection).write(connection, article_id, listed, tokens)


def remove(connection: Connection, *article_ids: int) -> None:
    """Removes the articles from the index."""
    for article_id in article_ids:
        search_before.remove(connection, article_id)
        _index(connection).remove(connection, article_id)


def matches(
    connection: Connection, pattern: Pattern, number: ColumnElement[Any] = articles.c.id
) -> ColumnElement[bool]:
    """The condition that the article with this number (that of the row of `articles`, unless
    another is given) has the pattern.
    """
    return number.in_(_index(connection).found(pattern))


def has(connection: Connection, pattern: Pattern) -> ColumnElement[bool]:
    """As `matches`, for a list that goes through articles in an order of its own and ends soon:
    many articles have the pattern, and few of them are looked at.
    """
    found: ColumnElement[bool] = _index(connection).each(pattern)
    return found


def newest(
    connection: Connection,
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    first: int = 50,
) -> Select[Any]:
    """The ids of the articles that have the pattern and meet the conditions on `articles`, the
    newest first; `first` are wanted. `since` and `until` say where to look, and nothing of the
    hours around them: give the condition too.
    """
    found: Select[Any] = _index(connection).newest(
        connection, pattern, conditions, since, until, first
    )
    return found


def best(
    connection: Connection,
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    since: datetime | None,
    until: datetime | None,
    most: int,
    narrow: bool,
) -> Select[Any]:
    """As `newest`: the newest `most` of them, those first that have the rarer words oftener, and in
    the title. `narrow`: the conditions leave many articles out; where they do not, a few of the
    `most` may be among those left out.
    """
    found: Select[Any] = _index(connection).best(
        connection, pattern, conditions, since, until, most, narrow
    )
    return found


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside raise an error that `is_interrupted` knows when the time is over."""
    with _index(connection).deadline(connection, seconds):
        yield


def is_interrupted(connection: Connection, wrong: DBAPIError) -> bool:
    return bool(_index(connection).is_interrupted(wrong))


def _index(connection: Connection) -> ModuleType:
    return search_postgres if connection.dialect.name == "postgresql" else search_sqlite
