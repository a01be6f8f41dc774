"""The full-text index on SQLite: FTS5 over the stems, one row for each article; its rowid is the
article's id. Used through `search_index`.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, column, select, text
from sqlalchemy.exc import DBAPIError

from baqylau.store.dialect.search_pattern import (
    AllOf,
    AnyOf,
    Beginning,
    Nearby,
    OneOf,
    Pattern,
    Stems,
    Without,
)

_REMOVE = text("DELETE FROM search WHERE rowid = :id")
_WRITE = text("INSERT INTO search (rowid, lemmas) VALUES (:id, :lemmas)")


def remove(connection: Connection, *article_ids: int) -> None:
    connection.execute(_REMOVE, [{"id": x} for x in article_ids])


def write(connection: Connection, article_id: int, lemmas: str) -> None:
    remove(connection, article_id)
    connection.execute(_WRITE, {"id": article_id, "lemmas": lemmas})


def found(pattern: Pattern) -> Select[tuple[int]]:
    """The ids of the articles whose stems match the pattern."""
    rows = text("SELECT rowid FROM search WHERE search MATCH :query").bindparams(
        bindparam("query", written(pattern), unique=True)
    )
    return select(rows.columns(column("rowid", Integer)).subquery().c.rowid)


def written(pattern: Pattern) -> str:
    """The pattern in the language of FTS5. Stems hold letters and digits only, so they cannot break
    out of its quotes.
    """
    match pattern:
        case OneOf(phrases):
            return " OR ".join(map(_phrase, phrases))
        case Beginning(letters):
            return f'"{letters}" *'
        case Nearby(left, right, between):
            pairs = [f"{_phrase(x)} {_phrase(y)}" for x in left for y in right]
            return " OR ".join(f"NEAR({x}, {between})" for x in pairs)
        case AllOf(parts):
            return " AND ".join(f"({written(x)})" for x in parts)
        case AnyOf(parts):
            return " OR ".join(f"({written(x)})" for x in parts)
        case Without(wanted, unwanted):
            return f"({written(wanted)}) NOT ({written(unwanted)})"


def _phrase(stems: Stems) -> str:
    return f'"{" ".join(stems)}"'


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside are interrupted when the time is over: SQLite asks after every 10,000 of
    its own steps, about a millisecond.
    """
    end = time.monotonic() + seconds
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def is_interrupted(wrong: DBAPIError) -> bool:
    return getattr(wrong.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
