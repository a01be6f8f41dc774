"""The rows of the full-text index. The migrations make them by hand, each database its own kind:
these are only their names for queries.
"""

from sqlalchemy import Column, Integer, MetaData, Table

from baqylau.store.tables.base import UtcDateTime

search_rows = Table(
    "search_rows",
    MetaData(),
    Column("article", Integer, primary_key=True),
    Column("key", Integer),  # SQLite: the rowid in FTS5
    Column("listed", UtcDateTime),  # PostgreSQL: the article's
)
