"""The full-text index on SQLite: FTS5 over tokens, without a copy of its content. Used through
`search_index`.

The rowid of an article in the index is its time: `search_rows.key`, in seconds, with room for 1,024
articles a second. So the newest articles of a common word come first without being sorted, and days
are ranges of rowids. FTS5 deletes a row only to whoever tells it what the row held, so
`search_rows` keeps that, compressed.
"""

import json
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy import table as table_of
from sqlalchemy.exc import DBAPIError

from baqylau.query.index_tokens import IndexTokens
from baqylau.query.pattern import (
    AllOf,
    AnyOf,
    Beginning,
    InTitle,
    Nearby,
    OneOf,
    Pattern,
    Tokens,
    Without,
)
from baqylau.store.tables import articles
from baqylau.store.tables.search import search_rows

_ROOM = 1024  # keys a second; more articles than that take those of the next second
_SPILL = 3600  # seconds by which such articles may lie later
_LOWEST = -(2**62)
_COLUMNS = ("title", "text", "more", "facts")
_PLACED = "{title text more}"
_HELD = text("SELECT key, tokens FROM search_rows WHERE article = :id")
_TAKEN = text("SELECT 1 FROM search_rows WHERE key = :key")
_FREE = text(
    "SELECT one.key + 1 FROM search_rows one LEFT JOIN search_rows other"
    " ON other.key = one.key + 1 WHERE one.key >= :key AND other.key IS NULL"
    " ORDER BY one.key LIMIT 1"
)
_FORGET = text("DELETE FROM search_rows WHERE article = :id")
_KEEP = text("INSERT INTO search_rows (article, key, tokens) VALUES (:id, :key, :tokens)")
_WRITE = text(
    "INSERT INTO search_words (rowid, title, text, more, facts)"
    " VALUES (:key, :title, :text, :more, :facts)"
)
_UNWRITE = text(
    "INSERT INTO search_words (search_words, rowid, title, text, more, facts)"
    " VALUES ('delete', :key, :title, :text, :more, :facts)"
)
_words = table_of("search_words")
_rowid: ColumnElement[int] = literal_column("search_words.rowid", Integer)


def remove(connection: Connection, article_id: int) -> None:
    held = connection.execute(_HELD, {"id": article_id}).one_or_none()
    if held is not None:
        connection.execute(_UNWRITE, {"key": held.key, **_unpacked(held.tokens)})
        connection.execute(_FORGET, {"id": article_id})


def write(connection: Connection, article_id: int, listed: datetime, tokens: IndexTokens) -> None:
    remove(connection, article_id)
    columns = {x: " ".join(getattr(tokens, x)) for x in _COLUMNS}
    key = int(listed.timestamp()) * _ROOM + article_id % _ROOM
    if connection.execute(_TAKEN, {"key": key}).first():
        key = connection.execute(_FREE, {"key": key}).scalar_one()
    packed = zlib.compress(json.dumps(list(columns.values()), ensure_ascii=False).encode())
    connection.execute(_KEEP, {"id": article_id, "key": key, "tokens": packed})
    connection.execute(_WRITE, {"key": key, **columns})


def _unpacked(packed: bytes) -> dict[str, str]:
    return dict(zip(_COLUMNS, json.loads(zlib.decompress(packed)), strict=True))


def found(pattern: Pattern) -> Select[Any]:
    """The ids of the articles that have the pattern."""
    return select(search_rows.c.article).where(
        search_rows.c.key.in_(select(_rowid).select_from(_words).where(_has(pattern)))
    )


def each(pattern: Pattern) -> ColumnElement[bool]:
    """The condition on `articles`, tried for one after another: FTS5 lists its rowids once, and the
    row of an article is found by the article (`+`: no index on the key).
    """
    keys = select(_rowid).select_from(_words).where(_has(pattern))
    key: ColumnElement[int] = literal_column("+search_rows.key", Integer)
    return exists(
        select(search_rows.c.article).where(search_rows.c.article == articles.c.id, key.in_(keys))
    )


def newest(
    connection: Connection,  # noqa: ARG001
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    since: datetime | None,
    until: datetime | None,
    first: int,  # noqa: ARG001
) -> Select[Any]:
    """The ids of the articles that have the pattern and meet the conditions on `articles`, the
    newest first. FTS5 gives them in this order, so that whoever takes thirty reads little more.
    `since` and `until` only say where to look.
    """
    return _having(_article(), pattern, conditions, since, until).order_by(_rowid.desc())


def best(
    connection: Connection,  # noqa: ARG001
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    since: datetime | None,
    until: datetime | None,
    most: int,
    narrow: bool,
) -> Select[Any]:
    """As `newest`, of the newest `most` the best first. They are put in order before their rows
    are looked up, since thirty are shown: the limit, which limits nothing, keeps SQLite from
    looking up all of them first.
    """
    counted = conditions if narrow else ()
    newest_keys = _having(_rowid, pattern, counted, since, until).order_by(_rowid.desc())
    last = newest_keys.limit(1).offset(most).correlate(None).scalar_subquery()
    rank: ColumnElement[float] = literal_column("bm25(search_words, 8.0, 1.0, 3.0, 0.0)")
    ranked = _having(_rowid.label("key"), pattern, (), since, until)
    ranked = ranked.where(_rowid > func.coalesce(last, _LOWEST)).order_by(rank, _rowid.desc())
    found = ranked.limit(-1).subquery("ranked")
    key = found.c.key
    return select(_article(key)).select_from(found).where(_has_article(key, conditions))


def _having(
    column: Any,
    pattern: Pattern,
    conditions: Sequence[ColumnElement[bool]],
    since: datetime | None,
    until: datetime | None,
) -> Select[Any]:
    """The only table of the query is FTS5's, so that nothing else can give the order."""
    wanted = select(column).select_from(_words).where(_has(pattern), *_within(since, until))
    return wanted.where(_has_article(_rowid, conditions)) if conditions else wanted


def _has_article(
    key: ColumnElement[int], conditions: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool]:
    theirs = search_rows.join(articles, articles.c.id == search_rows.c.article)
    own = select(articles.c.id).select_from(theirs).where(search_rows.c.key == key, *conditions)
    return exists(own)


def _article(key: ColumnElement[int] = _rowid) -> Any:
    return select(search_rows.c.article).where(search_rows.c.key == key).scalar_subquery()


def _within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool]] = []
    if since is not None:
        given.append(_rowid >= int(since.timestamp()) * _ROOM)
    if until is not None:
        given.append(_rowid < (int(until.timestamp()) + _SPILL) * _ROOM)
    return given


def _has(pattern: Pattern) -> ColumnElement[bool]:
    return text("search_words MATCH :query").bindparams(
        bindparam("query", written(pattern), unique=True)
    )  # type: ignore[return-value]


def written(pattern: Pattern) -> str:
    """The pattern in the language of FTS5. Tokens hold letters, digits, `_` and `-` only, so they
    cannot break out of its quotes.
    """
    match pattern:
        case OneOf(phrases):
            return _one_of(phrases)
        case InTitle(phrases):
            return f"title : ({' OR '.join(map(_phrase, phrases))})"
        case Beginning(letters):
            return f'"{letters}" *'
        case Nearby(left, right, between):
            pairs = [f"{_phrase(x)} {_phrase(y)}" for x in left for y in right]
            return f"{_PLACED} : ({' OR '.join(f'NEAR({x}, {between})' for x in pairs)})"
        case AllOf(parts):
            return " AND ".join(f"({written(x)})" for x in parts)
        case AnyOf(parts):
            return " OR ".join(f"({written(x)})" for x in parts)
        case Without(wanted, unwanted):
            return f"({written(wanted)}) NOT ({written(unwanted)})"


def _one_of(phrases: Sequence[Tokens]) -> str:
    loose = [x for x in phrases if len(x) == 1 or x[0].startswith("__")]
    placed = [x for x in phrases if len(x) > 1 and not x[0].startswith("__")]
    found = " OR ".join(map(_phrase, loose))
    if not placed:
        return found
    together = f"{_PLACED} : ({' OR '.join(map(_phrase, placed))})"
    return f"({found}) OR ({together})" if found else together


def _phrase(tokens: Tokens) -> str:
    return f'"{" ".join(tokens)}"'


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
