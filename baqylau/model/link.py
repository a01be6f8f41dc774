"""The data that crawler and store exchange: a link found at a discovery source, a known address,
and what the address answered.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """One address found at a discovery source.

    `url` is canonical; `source` is the address of the discovery source; `kind` is article, feed,
    sitemap, section or telegram. `hint` is what the source says about the article (title, published
    as ISO 8601, text): it is kept in case the page itself cannot be fetched. `identity`
    is what the article is known by when its slug changes, where the outlet's file says so
    (`repairs.identity`).
    """

    url: str
    source: str
    kind: str = "article"
    hint: dict[str, Any] = field(default_factory=dict)
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class FetchState:
    """What an address answered: its validators as the server wrote them, and the SHA-256 (hex) of
    the body. None: this answer had no such validator or no body (a 304 repeats neither).
    """

    status: int
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    read_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """One row of the frontier. Times are time-zone aware; `content_hash` is of the last body
    received, `read_hash` of what is read of it (counters left out); `gone_since` is the time of the
    first 404 or 410 in a row; `source` is the address of the discovery source that listed it.

    `not_before`: it is not fetched earlier.
    """

    id: int
    url: str
    kind: str
    first_seen: datetime
    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    read_hash: str | None = None
    last_fetch: datetime | None = None
    gone_since: datetime | None = None
    hint: dict[str, Any] = field(default_factory=dict)
    source: str | None = None
    not_before: datetime | None = None
