"""The full-text index on PostgreSQL: a tsvector of the stems with the configuration `simple`, one
row for each article. Used through `search_index`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

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

# characters of stems: a tsvector ends at 1 MiB; the rest of such an article is not searched
_LARGEST = 900_000
_CANCELLED = "57014"  # SQLSTATE of a statement that took longer than statement_timeout
_REMOVE = text("DELETE FROM search WHERE article = :id")
_WRITE = text(
    "INSERT INTO search (article, lemmas) VALUES (:id, to_tsvector('simple', :lemmas)) ON CONFLICT"
    " (article) DO UPDATE SET lemmas = excluded.lemmas"
)


def remove(connection: Connection, *article_ids: int) -> None:
    connection.execute(_REMOVE, [{"id": x} for x in article_ids])


def write(connection: Connection, article_id: int, lemmas: str) -> None:
    connection.execute(_WRITE, {"id": article_id, "lemmas": lemmas[:_LARGEST]})


def found(pattern: Pattern) -> Select[tuple[int]]:
    """The ids of the articles whose stems match the pattern."""
    rows = text(
        "SELECT article FROM search WHERE lemmas @@ to_tsquery('simple', :query)"
    ).bindparams(bindparam("query", written(pattern), unique=True))
    return select(rows.columns(column("article", Integer)).subquery().c.article)


def written(pattern: Pattern) -> str:
    """The pattern as a tsquery. Stems hold letters and digits only, so they cannot break out of its
    quotes.
    """
    match pattern:
        case OneOf(phrases):
            return " | ".join(map(_phrase, phrases))
        case Beginning(letters):
            return f"'{letters}':*"
        case Nearby(left, right, between):
            pairs = [(_phrase(x), _phrase(y)) for x in left for y in right]
            ordered = [*pairs, *((y, x) for x, y in pairs)]
            return " | ".join(
                f"({x} <{n + 1}> {y})" for x, y in ordered for n in range(between + 1)
            )
        case AllOf(parts):
            return " & ".join(f"({written(x)})" for x in parts)
        case AnyOf(parts):
            return " | ".join(f"({written(x)})" for x in parts)
        case Without(wanted, unwanted):
            return f"({written(wanted)}) & !({written(unwanted)})"


def _phrase(stems: Stems) -> str:
    return "(" + " <-> ".join(f"'{x}'" for x in stems) + ")"


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Statements inside are cancelled after this time, each; until the transaction ends."""
    milliseconds = max(1, round(seconds * 1000))
    connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
    yield


def is_interrupted(wrong: DBAPIError) -> bool:
    return getattr(wrong.orig, "sqlstate", None) == _CANCELLED
