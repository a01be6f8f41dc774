"""RSS and Atom: the bytes of a feed come in, a `DiscoveryResult` goes out: its links with the
title, time, author and text that the feed gives for them.
"""

import io
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import feedparser

from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found

LONGEST_TEXT = (
    200_000  # characters of one item's text; an item with a whole printed issue is no article
)


def read(body: bytes, source: str, content_type: str | None = None) -> DiscoveryResult:
    """Links in the order of the feed, usually newest first. `ListingState.EMPTY` for a feed without
    items, `INVALID` for what is no feed.

    The body is given to feedparser as an open file, because it tries bytes as a file name or an
    address first.
    """
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type or "", "content-location": source},
    )
    links = [x for x in (_link(entry, source) for entry in parsed.entries) if x]
    if links:
        return DiscoveryResult(tuple(links))
    if parsed.get("version"):  # a body that is no feed has no version
        return DiscoveryResult((), ListingState.EMPTY)
    return DiscoveryResult(
        (),
        ListingState.INVALID,
        f"not a feed: {parsed.get('bozo_exception') or 'no rss or atom element'}"[:200],
    )


def _link(entry: Any, source: str) -> Any:
    guid = entry.get("id", "")
    url = canonical(entry.get("link") or (guid if guid.startswith("http") else ""), source)
    if not url:
        return None
    hint = {
        "title": entry.get("title"),
        "published": _moment(entry),
        "text": _text(entry),
        "author": entry.get("author"),
    }
    return found(url, source, hint)


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
