"""Citations: who cites whom in each article."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from baqylau.store.tables.base import metadata

LONGEST_TARGET = 300
"""Characters of a source's name."""

citations = Table(
    "citations",
    metadata,
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    # the characters of the article's text that name the target, half-open
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("end", Integer, nullable=False),
    # the brand that cites (baqylau.analysis.outlet_names): the article's own, or one that it cites
    Column("origin", String(64), primary_key=True),
    Column("target", String(LONGEST_TARGET), nullable=False),  # a brand, or a source as named
    Column("is_outlet", Boolean, nullable=False),  # whether `target` is a brand of the registry
    Column("layer", String(16), nullable=False),  # cited | official | social
    Column("version", String(32), nullable=False),
    Index(None, "origin", "article"),
    Index(None, "target", "article"),
)
