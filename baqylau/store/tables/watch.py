"""Watches, what they matched, and the outbox of everything that leaves."""

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

from baqylau.store.tables.base import UtcDateTime, metadata

watches = Table(
    "watches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),  # the name of an account
    Column("query", Text, nullable=False),  # as the owner wrote it
    Column("outlets", JSON, nullable=False, default=list),  # ids; empty: every outlet
    Column("languages", JSON, nullable=False, default=list),  # empty: every language
    # no delivery between these times of day ("22:00") in the zone; both None: none are quiet
    Column("quiet_from", String(5)),
    Column("quiet_until", String(5)),
    Column("zone", String(64), nullable=False),
    Column("collapse", Boolean, nullable=False, default=True),  # one message a story
    Column("edits", Boolean, nullable=False, default=False),
    Column("removals", Boolean, nullable=False, default=False),
    Column("issues", Boolean, nullable=False, default=False),  # faults of its outlets
    Column("appointed", Text),  # a part of the name of an organization
    Column("figure", JSON(none_as_null=True)),  # {"over": 1000000, "currency": "KZT"}
    Column("digest", String(8)),  # day | week; None: each match at once
    Column("digest_at", JSON, nullable=False, default=list),  # times of day in the zone
    Column("language", String(2), nullable=False),  # of the messages
    Column("created", UtcDateTime, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
    Column("muted", UtcDateTime),
    Column("digested", UtcDateTime, nullable=False),  # what was matched later is in the next digest
    Column("next_digest", UtcDateTime),
    Index(None, "owner"),
    Index(None, "next_digest"),
)

watch_channels = Table(  # where a watch's messages go
    "watch_channels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("watch", Integer, ForeignKey("watches.id"), nullable=False),
    Column("kind", String(16), nullable=False),  # a name of baqylau.alerts.CHANNELS
    Column("address", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("muted", UtcDateTime),
    UniqueConstraint("watch", "kind", "address"),
)

matches = Table(
    "matches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("watch", Integer, ForeignKey("watches.id"), nullable=False),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("kind", String(16), nullable=False),  # match | edit
    Column("matched", UtcDateTime, nullable=False),
    Column("silent", String(16)),  # why it is told to nobody; None: it is told
    UniqueConstraint("watch", "article"),
    Index(None, "article"),
    Index(None, "watch", "matched"),
)

deliveries = Table(  # the outbox: one row for each event and channel
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", String(96), nullable=False),  # match-12-p345, issue-7-opened, digest-12-…
    Column("channel", String(32), nullable=False),  # command, webhook: the settings'; else to-<id>
    Column("key", String(32), nullable=False),  # what the receiver knows a repetition by
    Column("kind", String(16), nullable=False),  # match | edit | removal | issue | digest | test
    # no foreign key: the log outlives the watch, and is deleted with the article
    Column("watch", Integer),
    Column("article", Integer),
    Column("issue", Integer),
    Column("span", JSON(none_as_null=True)),  # of a digest: [from, until), ISO 8601 in UTC
    # pending | leased | done | given_up | cancelled
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_token", String(32)),
    Column("lease_until", UtcDateTime),
    Column("not_before", UtcDateTime),
    Column("created", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime),
    Column("reason", Text),  # of the last failure
    UniqueConstraint("event", "channel"),
    UniqueConstraint("key"),
    Index(None, "state", "channel", "not_before"),
    Index(None, "state", "lease_until"),
    Index(None, "watch", "created"),
    Index(None, "article"),
)
