"""RSS and Atom: the bytes of a feed come in, a `DiscoveryResult` of links with what the feed said
about them goes out.
"""

import io
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import feedparser

from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found

LONGEST_TEXT = 200_000  # characters of one item's own text; a whole issue in one item is no article


def read(body: bytes, way: str, content_type: str | None = None) -> DiscoveryResult:
    """Links newest first as the feed orders them. `ListingState.EMPTY` for a feed without items,
    `INVALID` for what is no feed.

    feedparser takes bytes for a file's name or an address first; only an open file is read as it
    is.
    """
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type or "", "content-location": way},
    )
    links = [x for x in (_link(entry, way) for entry in parsed.entries) if x]
    if links:
        return DiscoveryResult(tuple(links))
    if parsed.get("version"):  # an empty body has none
        return DiscoveryResult((), ListingState.EMPTY)
    return DiscoveryResult(
        (),
        ListingState.INVALID,
        f"not a feed: {parsed.get('bozo_exception') or 'no rss or atom element'}"[:200],
    )


def _link(entry: Any, way: str) -> Any:
    guid = entry.get("id", "")
    url = canonical(entry.get("link") or (guid if guid.startswith("http") else ""), way)
    if not url:
        return None
    hint = {
        "title": entry.get("title"),
        "published": _moment(entry),
        "text": _text(entry),
        "author": entry.get("author"),
    }
    return found(url, way, hint)


def _moment(entry: Any) -> str | None:
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(stamp), UTC).isoformat() if stamp else None
    except (ValueError, OverflowError, OSError):
        return None


def _text(entry: Any) -> str | None:
    """The longest text the item carries: `content:encoded`, Yandex's full text, or the
    description.
    """
    texts = [x.get("value", "") for x in entry.get("content", [])]
    texts += [
        entry.get("yandex_full-text", ""),
        entry.get("full-text", ""),
        entry.get("summary", ""),
    ]
    longest = max(texts, key=len)
    return longest[:LONGEST_TEXT] or None
