"""The full-text index as releases before 0013 wrote it: stems and nothing else. An article is in
it until the stage `index` has written it into the new one; meanwhile it is found here. The table
stays, empty, until a later release drops it.

Comes in: a connection and words in a simple pattern. Goes out: a condition on articles that lets
every article through that may match, and others.
"""

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, column, select, text

from baqylau.query.pattern import AllOf, AnyOf, Beginning, OneOf, Pattern
from baqylau.store.tables import articles

_IDS = {
    "sqlite": "SELECT rowid AS article FROM search",
    "postgresql": "SELECT article FROM search",
}
_HAS = {
    "sqlite": " WHERE search MATCH :query",
    "postgresql": " WHERE lemmas @@ to_tsquery('simple', :query)",
}
_REMOVE = {
    "sqlite": text("DELETE FROM search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM search WHERE article = :id"),
}


def remove(connection: Connection, article_id: int) -> None:
    connection.execute(_REMOVE[connection.dialect.name], {"id": article_id})


def is_empty(connection: Connection) -> bool:
    """Whether every article is in the new index."""
    return connection.execute(text(f"{_IDS[connection.dialect.name]} LIMIT 1")).first() is None


def matches(connection: Connection, pattern: Pattern | None) -> ColumnElement[bool]:
    """The condition that an article is still here and may have the pattern; None is any."""
    name = connection.dialect.name
    rows = text(_IDS[name] + (_HAS[name] if pattern else ""))
    if pattern:
        written = _on_sqlite(pattern) if name == "sqlite" else _on_postgres(pattern)
        rows = rows.bindparams(bindparam("query", written, unique=True))
    return articles.c.id.in_(select(rows.columns(column("article", Integer)).subquery().c.article))


def _on_sqlite(pattern: Pattern) -> str:
    match pattern:
        case OneOf(phrases):
            return " OR ".join(f'"{" ".join(x)}"' for x in phrases)
        case Beginning(letters):
            return f'"{letters}" *'
        case AllOf(parts):
            return " AND ".join(f"({_on_sqlite(x)})" for x in parts)
        case AnyOf(parts):
            return " OR ".join(f"({_on_sqlite(x)})" for x in parts)
        case _:
            raise ValueError(f"the index of before cannot answer {pattern}")


def _on_postgres(pattern: Pattern) -> str:
    match pattern:
        case OneOf(phrases):
            return " | ".join("(" + " <-> ".join(f"'{x}'" for x in y) + ")" for y in phrases)
        case Beginning(letters):
            return f"'{letters}':*"
        case AllOf(parts):
            return " & ".join(f"({_on_postgres(x)})" for x in parts)
        case AnyOf(parts):
            return " | ".join(f"({_on_postgres(x)})" for x in parts)
        case _:
            raise ValueError(f"the index of before cannot answer {pattern}")
