"""Every table, as SQLAlchemy Core sees it, for SQLite and PostgreSQL alike.

Times are stored in UTC; `UtcDateTime` gives them back time-zone aware. Long text keys are looked up
by their SHA-256 (`…_hash`), since PostgreSQL index entries end at 2,704 bytes.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

from baqylau.store.dialect.index_options import CONDITION, POSTGRES_METHOD


class UtcDateTime(TypeDecorator[datetime]):
    """A time-zone aware time; SQLite keeps no zone, so all goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The crawler's side
# --------------------------------------------------------------------------------------------------

outlets = Table(
    "outlets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column(
        "sample", Boolean, nullable=False, default=False
    ),  # an invented outlet of the sample press
    # the schedule: claimed with SKIP LOCKED / BEGIN IMMEDIATE, so that no outlet is visited by two
    # crawlers
    Column("next_visit", UtcDateTime),
    Column("lease_token", String(32)),
    Column("lease_until", UtcDateTime),
    Column(
        "not_before", UtcDateTime
    ),  # Retry-After and 503: the outlet asked us to stay away until then
    Column("failures", Integer, nullable=False, default=0),
    # visits begun since the last one that ended: those of a crawler that died never end
    Column("begun", Integer, nullable=False, default=0, server_default="0"),
    Column("last_visit", UtcDateTime),
    Column("last_result", Text),
    Column("examined", UtcDateTime),  # when maintenance last judged whether it does well
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet", String(64), ForeignKey("outlets.id"), nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("found", Integer, nullable=False, default=0),  # links seen
    Column("fresh", Integer, nullable=False, default=0),  # links never seen before
    Column("fetched", Integer, nullable=False, default=0),
    Column("bytes", Integer, nullable=False, default=0),
    Column(
        "responses", JSON, nullable=False, default=dict
    ),  # {"200": 12, "304": 3, "503": 1, "refused": 2}
    Column("ways", JSON, nullable=False, default=dict),  # {discovery address: str(SourceResult)}
    Column(
        "looks", JSON, nullable=False, default=dict
    ),  # articles asked for: {"had": 9, "answers 403": 1}
    Column("result", Text),
    Index(None, "outlet", "started"),
)

addresses = Table(  # the frontier, the seen addresses and their validators in one
    "addresses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet", String(64), ForeignKey("outlets.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("url_hash", LargeBinary(32), nullable=False),
    Column(
        "kind", String(16), nullable=False
    ),  # article | feed | sitemap | section | telegram | robots
    Column("way", Text),  # the discovery source that listed it, as in the outlet's file
    Column("first_seen", UtcDateTime, nullable=False),
    Column("next_fetch", UtcDateTime),  # None: it is not fetched again
    Column("not_before", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_hash", String(64)),
    Column("read_hash", String(64)),  # of what is read of the body: without counters and scripts
    Column("last_fetch", UtcDateTime),
    Column("last_status", Integer),
    Column("gone_since", UtcDateTime),
    Column("identity", String(64)),  # what the article is known by when its slug changes
    Column("hint", JSON),  # what the feed has of it: title, published, text
    UniqueConstraint("outlet", "url_hash"),
    Index(None, "outlet", "next_fetch"),
    Index(None, "outlet", "first_seen"),
    Index(None, "outlet", "identity"),
    Index(None, "url_hash"),  # an erased address is searched for in every outlet's frontier
)

host_turns = Table(  # the pace of each host, which its outlets and all crawlers share
    "host_turns",
    metadata,
    Column("host", String(255), primary_key=True),  # without www. and the usual ports
    Column("last_sent", UtcDateTime, nullable=False),
    Column("pause", Float, nullable=False),  # seconds after `last_sent`
)

pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet", String(64), ForeignKey("outlets.id"), nullable=False),
    Column("address", Integer, ForeignKey("addresses.id")),
    Column("url", Text, nullable=False),
    Column("url_hash", LargeBinary(32), nullable=False),
    Column("requested", Text),
    Column("fetched", UtcDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False, default=dict),
    Column("content_type", Text),
    Column(
        "content_hash", String(64), nullable=False
    ),  # SHA-256 hex of the body: its key in the archive
    Column("size", Integer, nullable=False),
    Column("trace", String(32), nullable=False),
    Column("origin", String(16), nullable=False, default="crawl"),  # crawl | import | feed
    Column(
        "outcome", String(16)
    ),  # article | unchanged | not_article | set_aside; None while undecided
    Column("reason", Text),
    Column(
        "body_removed", UtcDateTime
    ),  # when retention deleted the body from the archive; the article stays
    # not unique: a body that came again is a row of its own (outcome "unchanged"), so that outcomes
    # add up to the pages fetched
    Index(None, "outlet", "url_hash", "content_hash"),
    Index(None, "outlet", "fetched"),
    Index(None, "outlet", "outcome"),
    # whether another page needs a body: one step into the index, however many pages have it
    Index(None, "content_hash", "outcome", "fetched"),
    # deleting an address asks whether a page still names it
    Index(None, "address"),
    # pages by age whose bodies are stored: retention does not read again what it has done
    Index(
        "ix_pages_body_kept_fetched_id", "fetched", "id", info={CONDITION: "body_removed IS NULL"}
    ),
)

issues = Table(  # faults of an outlet; an examination that does not find them again closes them
    "issues",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outlet", String(64), ForeignKey("outlets.id")),  # None: the whole installation
    Column("trouble", String(16), nullable=False),  # model.issue.Trouble
    Column(
        "subject", Text, nullable=False
    ),  # a discovery address or a field; "" is the outlet itself
    Column("since", UtcDateTime, nullable=False),  # the last moment before the fault
    Column("opened", UtcDateTime, nullable=False),
    Column("confirmed", UtcDateTime, nullable=False),  # when it was last found again
    Column("closed", UtcDateTime),
    Column("diagnosis", Text, nullable=False),
    Column("evidence", JSON, nullable=False, default=dict),
    Column("probability", Float),
    Column("told_opened", UtcDateTime),  # when the alert was sent
    Column("told_closed", UtcDateTime),
    Index(None, "outlet", "closed"),
    Index(None, "closed"),
)

chores = Table(  # periodic tasks: one process does them for all, whichever claims them first
    "chores",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("next_run", UtcDateTime, nullable=False),
)

# Retention and erasure
# --------------------------------------------------------------------------------------------------

forgotten = Table(  # erased addresses: never fetched or stored again; only their hash is known
    "forgotten",
    metadata,
    Column("url_hash", LargeBinary(32), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

removals = Table(  # the record of what was deleted, without naming it
    "removals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("moment", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),  # url | person | age
    Column("asked_hash", LargeBinary(32)),  # of the address or name asked for
    Column("because", Text),
    Column("counts", JSON, nullable=False),
)

# Bodies to be deleted from the archive, by hash (`store.bodies`). Rows are deleted first, bodies
# after them, and a crash in between loses none. `buried` is the time of the deletion, None while
# the body is still to be deleted; the row of a deleted body stays for a day.
doomed_bodies = Table(
    "doomed_bodies",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("buried", UtcDateTime),  # when the body was deleted; None: not yet
)

# The workers' side
# --------------------------------------------------------------------------------------------------

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
    UniqueConstraint("article", "version", "type", "start", "end", "rule"),
    Index(None, "type", "listed"),
    Index(None, "who", "listed"),
    Index(None, "article", "type", "who"),
)

# Entities: which names mean one person, organization or place
# --------------------------------------------------------------------------------------------------

entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", String(16), nullable=False),  # person | organization | place
    Column("name", Text, nullable=False),  # the one shown
    # [role, day it was last seen]: few, the latest last
    Column("roles", JSON(none_as_null=True)),
    # the entity that an editor said it is; its id stays valid. No foreign key: a backup is loaded
    # row by row
    Column("merged_into", Integer),
    Index("ix_entities_merged_into", "merged_into", info={CONDITION: "merged_into IS NOT NULL"}),
)

entity_names = Table(  # every name of an entity, under each key by which it is looked up
    "entity_names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity", Integer, ForeignKey("entities.id"), nullable=False),
    Column("name", Text, nullable=False),
    # the keys of baqylau.entities.blocks; a block that is the sound is not stored again
    Column("sound", String(128), nullable=False),
    Column("block", String(128)),
    Column("wide", String(128)),
    Index(None, "entity"),
    Index(None, "sound"),
    Index("ix_entity_names_block", "block", info={CONDITION: "block IS NOT NULL"}),
    Index("ix_entity_names_wide", "wide", info={CONDITION: "wide IS NOT NULL"}),
)

entity_links = Table(  # which entity a name of an article means
    "entity_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("type", String(16), nullable=False),
    Column("name", Text, nullable=False),  # as in `mentions.name` and `facts.who`
    Column("entity", Integer, ForeignKey("entities.id"), nullable=False),
    Column("version", String(32), nullable=False),
    Column("edited", Boolean, nullable=False, default=False),  # by an editor: never decided again
    Index(None, "article"),
    Index(None, "entity", "article"),
)

entity_pairs = Table(  # two entities that may be one, offered to an editor
    "entity_pairs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("one", Integer, ForeignKey("entities.id"), nullable=False),
    Column("other", Integer, ForeignKey("entities.id"), nullable=False),
    Column("likely", Float, nullable=False),
    Column("found", UtcDateTime, nullable=False),
    Column("answer", String(16)),  # same | different; None: not answered
    UniqueConstraint("one", "other"),
    Index(None, "other"),
)

entity_changes = Table(  # what editors merged and split; nothing is lost by it
    "entity_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("moment", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),  # merge | split
    Column("entity", Integer, ForeignKey("entities.id"), nullable=False),
    Column("other", Integer, ForeignKey("entities.id"), nullable=False),
    Column("because", Text),
    Column("undone", UtcDateTime),
    Index(None, "entity"),
    Index(None, "other"),
)
