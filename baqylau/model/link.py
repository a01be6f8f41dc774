"""A link an outlet offered, an address as the crawler remembers it, and what it answered: the
things that cross between crawler and store.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """One address found by a way of discovery.

    `url` is canonical; `way` is the discovery address it was found at; `kind` is article, feed,
    sitemap, section or telegram. `hint` is what the way itself said (title, published as ISO 8601,
    text): kept for the day the page cannot be had.
    """

    url: str
    way: str
    kind: str = "article"
    hint: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FetchState:
    """What an address answered: its validators as the server wrote them, and the SHA-256 (hex) of
    the body. None for a validator or the hash: nothing was said of it (a 304 repeats none).
    """

    status: int
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One row of the frontier. Times are aware; `content_hash` is of the last body seen;
    `gone_since` is the first 404 or 410 in a row.

    `reading` is when the reading of a body from here began that never ended: the process died of it
    or was killed. `not_before`: it is not to be asked for earlier.
    """

    id: int
    url: str
    kind: str
    first_seen: datetime
    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    last_fetch: datetime | None = None
    gone_since: datetime | None = None
    hint: dict[str, Any] = field(default_factory=dict)
    way: str | None = None
    reading: datetime | None = None
    not_before: datetime | None = None
