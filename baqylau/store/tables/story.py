"""Stories: which articles are about one event, and what each repeats of which."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from baqylau.store.dialect.index_options import CONDITION
from baqylau.store.tables.base import UtcDateTime, metadata

stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    # the story that this one became a part of; its id stays valid. No foreign key: a backup is
    # loaded row by row
    Column("merged_into", Integer),
    Index("ix_stories_merged_into", "merged_into", info={CONDITION: "merged_into IS NOT NULL"}),
)

story_articles = Table(  # the story of each current article
    "story_articles",
    metadata,
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("story", Integer, ForeignKey("stories.id"), nullable=False),
    Column("listed", UtcDateTime, nullable=False),  # as in `articles`
    Column("version", String(32), nullable=False),
    Column("text_hash", LargeBinary(32), nullable=False),  # of the text that was placed
    # what the article tells of its event, packed; none for a copy, and none once it is too old
    Column("features", LargeBinary),
    Index(None, "story", "listed"),
    Index(None, "listed", "story"),
)

reprints = (
    Table(  # what an article repeats of an earlier one; `articles.reprint_of` is the earliest
        "reprints",
        metadata,
        Column(
            "article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False
        ),
        # copy | shortened | extended | edited | translated | quote | update
        Column("kind", String(16), nullable=False),
        # the article it was made from, as far as is known; not always the earliest
        Column("source", Integer, ForeignKey("articles.id"), nullable=False),
        Column(
            "kept", Float, nullable=False
        ),  # share of its words that stand in the source, 0 to 1
        Column("of_source", Float, nullable=False),  # share of the source's words that it holds
        Column("reason", String(16)),  # why the other came first: named | time | longer | arrival
        Column(
            "evidence", JSON, nullable=False
        ),  # the times that were compared, with their precision
        Index(None, "source"),
    )
)

prints = Table(  # numbers that texts with a common passage share (baqylau.stories.fingerprint)
    "prints",
    metadata,
    Column("print", Integer, primary_key=True, autoincrement=False),  # its lower 32 bits
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Index(None, "article"),
    sqlite_with_rowid=False,
)

story_keys = Table(  # the rarest keys of the window's articles (baqylau.stories.cluster)
    "story_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Integer, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Index(None, "article"),
    sqlite_with_rowid=False,
)

outlet_sentences = Table(  # sentences that an outlet prints under many articles
    "outlet_sentences",
    metadata,
    Column("outlet", String(64), ForeignKey("outlets.id"), primary_key=True),
    Column("sentence", BigInteger, primary_key=True, autoincrement=False),
)
