"""RSS, Atom and JSON Feed: the bytes of a feed come in, a `DiscoveryResult` goes out: its links
with the title, time, author and text that the feed gives for them.
"""

import html
import io
import json
import re
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from baqylau.clean import charset
from baqylau.model.link import Link
from crawler.discovery.canonical import canonical
from crawler.discovery.feed_dates import moment
from crawler.discovery.result import DiscoveryResult, ListingState, found
from crawler.discovery.xml_repair import TooLarge, repaired, unpack

LONGEST_TEXT = (
    200_000  # characters of one item's text; an item with a whole printed issue is no article
)
LONGEST_TITLE = 500  # characters
MOST_ITEMS = 2_000  # the longest feed seen has 1,000
_ITEM_END = re.compile(r"</(?:item|entry)\s*>")
_TEXTS = ("yandex_full-text", "full-text", "fulltext", "turbo_content", "yandex_fulltext")
"""Elements that hold an item's whole text, as feedparser names them: of Yandex News and Turbo, and
of newsrooms' own programs.
"""
_TIMES = ("published", "updated", "created")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s[^<>]{0,500})?/?>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>\s*")


def read(
    body: bytes, source: str, content_type: str | None = None, timezone: str | None = None
) -> DiscoveryResult:
    """Links in the order of the feed, usually newest first. `ListingState.EMPTY` for a feed without
    items, `INVALID` for what is no feed. A time without a zone is in `timezone`, the outlet's.
    """
    zone = ZoneInfo(timezone) if timezone else None
    try:
        plain = unpack(body)
    except TooLarge as wrong:
        return DiscoveryResult((), ListingState.INVALID, f"not a feed: {wrong}")
    if plain.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(plain, source, zone)
    text = charset.decode(plain, content_type).text
    # the declaration names the charset it had, or a wrong one
    parsed = _parsed(_DECLARATION.sub("", _newest(text), count=1).encode(), source)
    if not parsed.entries and parsed.bozo:
        parsed = _parsed(_newest(repaired(text)).encode(), source)
    links = [x for x in (_link(entry, source, zone) for entry in parsed.entries) if x]
    if links:
        return DiscoveryResult(tuple(links))
    if parsed.get("version"):  # a body that is no feed has no version
        return DiscoveryResult((), ListingState.EMPTY)
    return DiscoveryResult(
        (),
        ListingState.INVALID,
        f"not a feed: {parsed.get('bozo_exception') or 'no rss or atom element'}"[:200],
    )


def _newest(text: str) -> str:
    """A feed of endless length with its first items alone, which nearly always are the newest."""
    ends = [x.end() for x, _ in zip(_ITEM_END.finditer(text), range(MOST_ITEMS + 1), strict=False)]
    if len(ends) <= MOST_ITEMS:
        return text
    return text[: ends[MOST_ITEMS - 1]] + text[max(text.rfind("</item>"), text.rfind("</entry>")) :]


def _parsed(body: bytes, source: str) -> Any:
    """The body is given to feedparser as an open file, because it tries bytes as a file name or an
    address first. Markup stays as it is: cleaning reads it like that of any page.
    """
    return feedparser.parse(
        io.BytesIO(body),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": source,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _link(entry: Any, source: str, zone: ZoneInfo | None) -> Link | None:
    url = canonical(_address(entry), source)
    if not url:
        return None
    # of a missing time feedparser answers another, with a warning
    times = [dict.get(entry, x) for x in _TIMES]
    hint = {
        "title": plain_title(entry.get("title") or ""),
        "published": _first_time(times, zone),
        "text": _text(entry),
        "author": (entry.get("author") or "")[:LONGEST_TITLE],
    }
    return found(url, source, hint)


def _address(entry: Any) -> str:
    """The address of the item as it is written; empty where it has none. Where an item has several
    addresses for a reader (of other formats, printers, campaigns), it is the one that is also its
    id; feedparser alone would give the last.
    """
    guid = entry.get("id", "")
    links = entry.get("links", ())
    readable = [x.get("href", "") for x in links if x.get("rel", "alternate") == "alternate"]
    original = entry.get("feedburner_origlink")
    if original or guid not in readable:
        guid = original or entry.get("link") or (guid if guid.startswith("http") else "")
    return str(guid)


def plain_title(title: str) -> str:
    """A title without markup: feeds write HTML into it, often escaped twice."""
    return " ".join(html.unescape(_TAG.sub("", html.unescape(title))).split())[:LONGEST_TITLE]


def _first_time(texts: list[Any], zone: ZoneInfo | None) -> str | None:
    times = (moment(x, zone) for x in texts if isinstance(x, str))
    return next((x.text for x in times if x), None)


def _text(entry: Any) -> str | None:
    """The longest text the item carries: `content:encoded`, Yandex's full text, or the
    description.
    """
    texts = [x.get("value", "") for x in entry.get("content", [])]
    texts += [entry.get(x) or "" for x in _TEXTS]
    texts.append(entry.get("summary", ""))
    longest = max(texts, key=len)
    return longest[:LONGEST_TEXT] or None


def _json_feed(body: bytes, source: str, zone: ZoneInfo | None) -> DiscoveryResult:
    """The items of a JSON Feed (jsonfeed.org)."""
    try:
        feed = json.loads(charset.decode(body).text)
    except (ValueError, RecursionError) as wrong:
        return DiscoveryResult((), ListingState.INVALID, f"not a feed: {wrong}"[:200])
    items = feed.get("items")
    if not isinstance(items, list):
        return DiscoveryResult((), ListingState.INVALID, "not a feed: JSON without a list of items")
    links = [_json_link(x, source, zone) for x in items if isinstance(x, dict)]
    known = tuple(x for x in links if x)
    return DiscoveryResult(known, ListingState.READ if known else ListingState.EMPTY)


def _json_link(item: dict[str, Any], source: str, zone: ZoneInfo | None) -> Link | None:
    texts = {k: v for k, v in item.items() if isinstance(v, str)}
    number = texts.get("id", "")
    address = texts.get("url") or (number if number.startswith("http") else "")
    url = canonical(address or texts.get("external_url", ""), source)
    if not url:
        return None
    authors = item.get("authors") or [item.get("author")]
    first = authors[0] if isinstance(authors, list) and authors else None
    longest = max((texts.get(x, "") for x in ("content_html", "content_text", "summary")), key=len)
    hint = {
        "title": plain_title(texts.get("title", "")),
        "published": _first_time([texts.get("date_published"), texts.get("date_modified")], zone),
        "text": longest[:LONGEST_TEXT],
        "author": str(first.get("name") or "")[:LONGEST_TITLE] if isinstance(first, dict) else None,
    }
    return found(url, source, hint)
