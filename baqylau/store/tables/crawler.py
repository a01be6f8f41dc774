"""The crawler's tables: outlets with their schedule, visits, the frontier, pages fetched, faults
and periodic tasks.
"""

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

from baqylau.store.dialect.index_options import CONDITION
from baqylau.store.tables.base import UtcDateTime, metadata

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
