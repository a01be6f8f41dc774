"""What people say about articles and facts: corrections, labels and notes. Each is found by its
subject, the key of a fact or the lineage of an article (`baqylau.model.fact_key`), so that it
survives when the article is read again.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from baqylau.store.dialect.index_options import CONDITION
from baqylau.store.tables.base import UtcDateTime, metadata

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lineage", String(20), nullable=False),
    Column("subject", String(40), nullable=False),  # a fact's key, or the lineage
    Column("kind", String(16), nullable=False),  # the type of the fact, or "article"
    Column("field", String(32), nullable=False),
    Column("read", JSON(none_as_null=True)),  # as the rules had read it
    Column("value", JSON(none_as_null=True)),
    # the fact or article as it was read: shown and exported where it is gone
    Column("evidence", JSON, nullable=False),
    Column("because", Text),
    Column("by", Text, nullable=False),  # an account's name
    Column("moment", UtcDateTime, nullable=False),
    Column("undone", UtcDateTime),
    Column("undone_by", Text),
    Index(None, "lineage"),
    # one correction of a field stands; of two editors at once the later is refused
    Index(
        "ix_corrections_standing", "subject", "field", unique=True,
        info={CONDITION: "undone IS NULL"},
    ),
)  # fmt: skip

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lineage", String(20), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("moment", UtcDateTime, nullable=False),
    UniqueConstraint("subject", "name"),
    Index(None, "name"),
    Index(None, "lineage"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lineage", String(20), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("moment", UtcDateTime, nullable=False),
    Index(None, "subject"),
    Index(None, "lineage"),
)

annotated_articles = Table(  # stored articles of a lineage that somebody corrected or labelled
    "annotated_articles",
    metadata,
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("lineage", String(20), nullable=False),
    # made of `corrections`: field -> id, value, by and when of the one that stands
    Column("corrected", JSON(none_as_null=True)),
    Column("hidden", Boolean),  # True: somebody said that it is no article
    Index(None, "lineage"),
    Index("ix_annotated_articles_hidden", "article", info={CONDITION: "hidden IS NOT NULL"}),
)
