"""One HTTP answer with validators, 304 and tracking keys: a body or the headers of a request come
in, an `Answer` goes out. It does not touch sockets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

IGNORED = ("utm_", "phpsessid")
"""Beginnings of query keys that no page depends on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer. `pace`: seconds between two bytes (None: at once)."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    pace: float | None = None


def whole(body: bytes, kind: str, status: int = 200, changed: datetime | None = None) -> Answer:
    """An answer with its validators: an ETag of the body, Last-Modified where `changed` is known.
    Errors carry none.
    """
    headers = [("content-type", kind)]
    if status == 200:
        headers.append(("etag", f'"{sha256(body).hexdigest()[:20]}"'))
        if changed:
            headers.append(("last-modified", format_datetime(changed.astimezone(UTC), usegmt=True)))
    return Answer(status, body, tuple(headers))


def unchanged(given: Answer, request: Mapping[str, str]) -> Answer | None:
    """A 304 where the reader already has it: the ETag decides, the time only where no ETag was sent
    (RFC 9110, 13.2.2).
    """
    own = dict(given.headers)
    if given.status != 200 or "etag" not in own:
        return None
    if "if-none-match" in request:
        same = own["etag"] in request["if-none-match"]
    elif "if-modified-since" in request and "last-modified" in own:
        same = parsedate_to_datetime(own["last-modified"]) <= parsedate_to_datetime(
            request["if-modified-since"]
        )
    else:
        same = False
    return (
        Answer(304, b"", tuple(x for x in given.headers if x[0] != "content-type"))
        if same
        else None
    )


def without_tracking(target: str) -> str:
    """The target as the pages know it: session and campaign keys taken off, everything else as it
    was written.
    """
    parts = urlsplit(target)
    if not any(x in parts.query.lower() for x in IGNORED):
        return target
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(IGNORED)]
    return parts.path + (f"?{urlencode(kept)}" if kept else "")
