"""The workers' tables: their jobs, and the articles, mentions and facts that come of them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from baqylau.store.dialect.index_options import CONDITION, POSTGRES_METHOD
from baqylau.store.tables.base import UtcDateTime, metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stage", String(16), nullable=False),  # a name of baqylau.stages
    Column("subject", Integer, nullable=False),  # pages.id for clean, articles.id for the rest
    Column(
        "version", String(32), nullable=False
    ),  # of the cleaner, extractor or index this job is for
    Column("state", String(16), nullable=False),  # pending | leased | done | set_aside
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_token", String(32)),
    Column("lease_until", UtcDateTime),
    Column("not_before", UtcDateTime),
    Column(
        "nudged", UtcDateTime
    ),  # when the queue was nudged; the relay nudges it again when this is long ago
    Column("outcome", String(16)),
    Column("reason", Text),
    Column("created", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime),
    UniqueConstraint("stage", "subject", "version"),
    Index(None, "state", "stage", "not_before"),
    Index(None, "state", "lease_until"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Integer, ForeignKey("pages.id"), nullable=False),
    Column("outlet", String(64), ForeignKey("outlets.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("canonical_hash", LargeBinary(32), nullable=False),
    Column("revision", Integer, nullable=False, default=1),
    Column(
        "current", Boolean, nullable=False, default=True
    ),  # False once there is a later revision
    Column("removed", UtcDateTime),  # 404/410 that held
    Column("kind", String(16), nullable=False),
    Column("reason", Text),
    Column("title", Text),
    Column(
        "text_hash", LargeBinary(32), nullable=False
    ),  # of the normalised text: equal means a reprint
    Column("authors", JSON, nullable=False, default=list),
    Column(
        "listed", UtcDateTime, nullable=False
    ),  # orders every list: the time printed, or fetched where none or a later one was printed
    Column("published", UtcDateTime),
    Column("published_printed", Text),  # ISO 8601 with the outlet's own offset
    Column("published_precision", String(8)),
    Column("modified", UtcDateTime),
    Column("section", Text),
    Column("tags", JSON, nullable=False, default=list),
    Column("language", String(8)),
    Column("image", Text),
    Column("tiebacks", JSON, nullable=False, default=list),
    Column("script", String(8)),  # ISO 15924: Cyrl, Latn, Arab; one text may be printed in several
    Column(
        "editions", JSON, nullable=False, default=list
    ),  # [script, address] of the same text in other scripts, as its page tells
    Column("paragraph_languages", JSON, nullable=False, default=list),
    Column("readings", JSON, nullable=False, default=list),
    Column("layout", Text),
    Column("cleaner", String(32), nullable=False),
    Column("stored", UtcDateTime, nullable=False),
    Column(
        "reprint_of", Integer, ForeignKey("articles.id")
    ),  # the earliest known source of an identical text
    Column(
        "text", Text, nullable=False
    ),  # the last column: SQLite reads through a long value to reach the columns after it
    UniqueConstraint("page"),
    Index(None, "canonical_hash"),
    Index(None, "text_hash"),
    Index(None, "reprint_of"),
    Index(None, "current", "listed", "reprint_of"),
    Index(None, "outlet", "current", "listed"),
    Index(None, "language", "current", "listed"),
    # the list of edits and removals: few of all articles
    Index("ix_articles_edited_outlet", "outlet", info={CONDITION: "revision > 1"}),
    Index("ix_articles_removed_id", "removed", "id", info={CONDITION: "removed IS NOT NULL"}),
)

moved_articles = Table(  # addresses whose lineage is not the one that their hash gives
    "moved_articles",
    metadata,
    Column("outlet", String(64), ForeignKey("outlets.id"), primary_key=True),
    Column("canonical_hash", LargeBinary(32), primary_key=True),
    Column("lineage", String(20), nullable=False),  # baqylau.model.fact_key
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("version", String(32), nullable=False),
    Column("type", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column(
        "descriptor", JSON(none_as_null=True)
    ),  # what an organization is, by the words before its name
    UniqueConstraint("article", "version", "type", "start", "end"),
    # a name of any length: only PostgreSQL's B-tree entries end at 2,704 bytes
    Index(None, "name", info={POSTGRES_METHOD: "hash"}),
)

facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("version", String(32), nullable=False),
    Column("type", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("rule", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column(
        "slots", JSON, nullable=False
    ),  # the rest of the fact in the shape of the public contract
    Column("who", Text),  # speaker_name or the person's name, for filters
    Column(
        "listed", UtcDateTime, nullable=False
    ),  # the article's, so that lists of one kind or speaker can use an index
    # baqylau.model.fact_key; None in rows of an earlier release until `store.fact_keys` fills it
    Column("key", String(40)),
    UniqueConstraint("article", "version", "type", "start", "end", "rule"),
    Index("ix_facts_key", "key", info={CONDITION: "key IS NOT NULL"}),
    Index("ix_facts_without_key", "article", info={CONDITION: "key IS NULL"}),
    Index(None, "type", "listed"),
    Index(None, "who", "listed"),
    Index(None, "article", "type", "who"),
)
