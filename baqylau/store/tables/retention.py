"""What is remembered of what was deleted: by retention, or because somebody asked."""

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table, Text

from baqylau.store.tables.base import UtcDateTime, metadata

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
