"""The full-text index on PostgreSQL: a tsvector of the stems with the configuration `simple`, one
row for each article. Used through `search_index`.
"""

from sqlalchemy import Connection, Integer, Select, bindparam, column, select, text

# characters of stems: a tsvector ends at 1 MiB; the rest of such an article is not searched
_LARGEST = 900_000
_REMOVE = text("DELETE FROM search WHERE article = :id")
_WRITE = text(
    "INSERT INTO search (article, lemmas) VALUES (:id, to_tsvector('simple', :lemmas)) ON CONFLICT"
    " (article) DO UPDATE SET lemmas = excluded.lemmas"
)


def remove(connection: Connection, *article_ids: int) -> None:
    connection.execute(_REMOVE, [{"id": x} for x in article_ids])


def write(connection: Connection, article_id: int, lemmas: str) -> None:
    connection.execute(_WRITE, {"id": article_id, "lemmas": lemmas[:_LARGEST]})


def found(groups: list[list[list[str]]]) -> Select[tuple[int]]:
    """The ids of the articles with a phrase of each group. Stems hold letters and digits only, so
    they cannot break out of a tsquery's quotes.
    """
    wanted = [
        " | ".join("(" + " <-> ".join(f"'{stem}'" for stem in phrase) + ")" for phrase in group)
        for group in groups
    ]
    rows = text(
        "SELECT article FROM search WHERE lemmas @@ to_tsquery('simple', :query)"
    ).bindparams(bindparam("query", " & ".join(f"({x})" for x in wanted), unique=True))
    return select(rows.columns(column("article", Integer)).subquery().c.article)
