"""Feeds: what a feed is called and its articles come in; RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1
goes out as text.

Titles and leads are plain text; whatever a page wrote is escaped.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2
ATOM, RSS, JSON_FEED = "atom", "rss", "jsonfeed"
MEDIA_TYPES = {
    RSS: "application/rss+xml",
    ATOM: "application/atom+xml",
    JSON_FEED: "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One article: `when` is in UTC, `summary` a lead or a snippet, never the whole text."""

    id: str
    url: str
    title: str
    summary: str
    when: datetime
    outlet: str
    language: str | None
    authors: tuple[str, ...] = ()
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is called, its page for people and its own address ("" where it has none)."""

    title: str
    page: str
    own: str
    language: str


def written(form: str, feed: Feed, items: Iterable[Item]) -> Iterator[str]:
    """The feed in one of the three formats, piece by piece."""
    if form == JSON_FEED:
        return _json(feed, items)
    return (NOT_XML.sub("", x) for x in (_rss if form == RSS else _atom)(feed, items))


def web(url: str) -> str:
    """The address if it is one of the web, else nothing: a page may name `javascript:`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _atom(feed: Feed, items: Iterable[Item]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    name = feed.own or "urn:baqylau:feed"
    yield f"<title>{escape(feed.title)}</title>\n<id>{escape(name)}</id>\n"
    if feed.own:
        yield f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.own)}/>\n'
    if feed.page:
        yield f'<link rel="alternate" type="text/html" href={quoteattr(feed.page)}/>\n'
    first = True
    for x in items:
        changed = _iso(x.changed or x.when)
        if first:
            yield f"<updated>{changed}</updated>\n"
            first = False
        yield f"<entry>\n<title>{escape(x.title)}</title>\n<id>{escape(x.id)}</id>\n"
        if web(x.url):
            yield f'<link rel="alternate" href={quoteattr(x.url)}/>\n'
        yield f"<published>{_iso(x.when)}</published>\n<updated>{changed}</updated>\n"
        names = x.authors or (x.outlet,)
        yield "".join(f"<author><name>{escape(name)}</name></author>\n" for name in names)
        yield f"<source><title>{escape(x.outlet)}</title></source>\n"
        yield f'<summary type="text">{escape(x.summary)}</summary>\n</entry>\n'
    if first:
        yield "<updated>1970-01-01T00:00:00Z</updated>\n"
    yield "</feed>\n"


def _rss(feed: Feed, items: Iterable[Item]) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
    )
    title = escape(feed.title)
    yield f"<title>{title}</title>\n<link>{escape(feed.page)}</link>\n"
    yield f"<description>{title}</description>\n<language>{escape(feed.language)}</language>\n"
    if feed.own:
        yield f'<atom:link rel="self" type="application/rss+xml" href={quoteattr(feed.own)}/>\n'
    for x in items:
        link = f"<link>{escape(x.url)}</link>\n" if web(x.url) else ""
        yield f"<item>\n<title>{escape(x.title)}</title>\n{link}"
        yield f'<guid isPermaLink="false">{escape(x.id)}</guid>\n'
        yield f"<pubDate>{format_datetime(x.when.astimezone(UTC))}</pubDate>\n"
        yield "".join(f"<dc:creator>{escape(name)}</dc:creator>\n" for name in x.authors)
        # what a reader takes for HTML is escaped twice
        yield f"<description>{escape(escape(x.summary))}</description>\n</item>\n"
    yield "</channel>\n</rss>\n"


def _json(feed: Feed, items: Iterable[Item]) -> Iterator[str]:
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "language": feed.language,
    }
    opened = json.dumps({k: v for k, v in head.items() if v}, ensure_ascii=False)
    yield opened[:-1] + ', "items": ['
    between = "\n"
    for x in items:
        entry = {
            "id": x.id,
            "url": web(x.url),
            "title": x.title,
            "content_text": x.summary,
            "date_published": _iso(x.when),
            "date_modified": _iso(x.changed) if x.changed else None,
            "authors": [{"name": name} for name in x.authors or (x.outlet,)],
            "language": x.language,
            "tags": [x.outlet],
        }
        kept = {k: v for k, v in entry.items() if v or k == "content_text"}
        yield between + json.dumps(kept, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
