"""The full-text index on SQLite: FTS5 over the stems, one row for each article; its rowid is the
article's id. Used through `search_index`.
"""

from sqlalchemy import Connection, Integer, Select, bindparam, column, select, text

_REMOVE = text("DELETE FROM search WHERE rowid = :id")
_WRITE = text("INSERT INTO search (rowid, lemmas) VALUES (:id, :lemmas)")


def remove(connection: Connection, *article_ids: int) -> None:
    connection.execute(_REMOVE, [{"id": x} for x in article_ids])


def write(connection: Connection, article_id: int, lemmas: str) -> None:
    remove(connection, article_id)
    connection.execute(_WRITE, {"id": article_id, "lemmas": lemmas})


def found(groups: list[list[list[str]]]) -> Select[tuple[int]]:
    """The ids of the articles with a phrase of each group. Stems hold letters and digits only, so
    they cannot break out of FTS5's quotes.
    """
    wanted = [" OR ".join(f'"{" ".join(phrase)}"' for phrase in group) for group in groups]
    rows = text("SELECT rowid FROM search WHERE search MATCH :query").bindparams(
        bindparam("query", " AND ".join(f"({x})" for x in wanted), unique=True)
    )
    return select(rows.columns(column("rowid", Integer)).subquery().c.rowid)
