"""What programs need: their tokens, and the log of changes that they follow."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from baqylau.store.tables.base import UtcDateTime, metadata

api_tokens = Table(  # who may read by program; the token itself is not stored
    "api_tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    # the readable beginning, by which a token is found in lists, and in leaks
    Column("prefix", String(16), nullable=False, unique=True),
    Column("hash", LargeBinary(32), nullable=False),  # SHA-256: a token is 32 random bytes
    Column("scopes", String(32), nullable=False),  # read text write, separated by spaces
    Column("role", String(16)),  # of those who write; None: it only reads
    Column("made_by", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime),
    Column("last_used", UtcDateTime),  # written at most once a minute
    Column("revoked", UtcDateTime),
)

article_changes = Table(  # the last change of each kind of each article, in the order of changes
    "article_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    # no foreign key: the article may be gone, and that is a change too
    Column("article", Integer, nullable=False),
    Column("kind", String(16), nullable=False),  # store.article_changes.KINDS
    Column("moment", UtcDateTime, nullable=False),
    Index(None, "article", "kind"),
    sqlite_autoincrement=True,  # a number is never used again: followers remember the last one
)
