"""Sitemaps, news sitemaps and their indexes, gzipped or not, and what some outlets serve in their
place (feeds, plain lists of addresses): bytes come in, a `DiscoveryResult` goes out.

Of an index, `onward` holds the child sitemaps, first those that seem to have the newest entries.
`lastmod` is used as a hint and never as a reason to fetch an article again: one outlet gives
today's date to all of its 65,000 entries.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from baqylau.clean import charset
from crawler.discovery import feeds
from crawler.discovery.canonical import canonical
from crawler.discovery.feed_dates import moment
from crawler.discovery.result import DiscoveryResult, ListingState, found
from crawler.discovery.sitemap_index import in_turn, newest_first
from crawler.discovery.xml_repair import MOST_BYTES, TooLarge, repaired, unpack

__all__ = ["MOST_BYTES", "MOST_CHILDREN", "read"]

# entries with the same day, from which on the dates are not trusted: newsrooms of the region rarely
# publish more. If that is wrong, entries are merely ordered by number.
SUSPICIOUS = 50
MOST_ENTRIES = 50_000  # the protocol's own limit
MOST_CHILDREN = 3  # of an index in a usual visit; a backfill reads more
LONGEST_TITLE = 500  # characters
_NAMES = {"publication_date": "published", "title": "title"}


class NotASitemap(ValueError):
    """The bytes hold no sitemap."""


def _anywhere(url: str) -> bool:
    del url
    return True


def read(
    body: bytes,
    source: str,
    children: int = MOST_CHILDREN,
    may_read: Callable[[str], bool] = _anywhere,
    turn: int = 0,
    timezone: str | None = None,
    most: int = MOST_ENTRIES,
) -> DiscoveryResult:
    """At most `most` links, newest first where the sitemap dates its entries, else in its own
    order. `may_read` tells whether a child sitemap may be fetched; where the index does not date
    its children, the last of the `children` is another one at each `turn`. Times without a zone
    are in `timezone`.
    """
    try:
        plain = unpack(body)
        entries = _entries(plain)
    except (TooLarge, NotASitemap) as wrong:
        return DiscoveryResult((), ListingState.INVALID, f"not a sitemap: {wrong}"[:200])
    if entries is None:
        return feeds.read(plain, source, timezone=timezone)
    pages = _newest_first([x for x in entries if x["tag"] == "url"])
    maps = [x for x in entries if x["tag"] == "sitemap"]
    zone = ZoneInfo(timezone) if timezone else None
    links = [
        found(url, source, _hint(entry, zone))
        for entry in pages[:most]
        if (url := canonical(entry["loc"], source))
    ]
    named = [x for x in (canonical(loc, source) for loc in newest_first(maps, _time)) if x]
    own = [x for x in dict.fromkeys(named) if x != source and may_read(x)]
    onward = in_turn(own, children, turn) if not all(map(_time, maps)) else tuple(own[:children])
    return DiscoveryResult(
        tuple(links),
        ListingState.READ if links or onward else ListingState.EMPTY,
        "its child sitemaps are on other hosts" if named and not onward else None,
        onward=onward,
    )


def _hint(entry: dict[str, str], zone: ZoneInfo | None) -> dict[str, str | None]:
    published = entry.get("published") or ""
    try:
        stated = datetime.fromisoformat(published)
        known = stated.tzinfo is not None
    except ValueError:
        known = False
    at = None if known else moment(published, zone)
    return {
        "title": entry.get("title"),
        "published": published if known else at.text if at else None,
        "lastmod": entry.get("lastmod"),
    }


def _entries(plain: bytes) -> list[dict[str, str]] | None:
    """The texts of each `<url>` and `<sitemap>`, or of each line of a plain list; None of a feed.
    Raises `NotASitemap`.
    """
    try:
        return list(_parsed(plain, recover=False))
    except _IsFeed:
        return None
    except (etree.XMLSyntaxError, NotASitemap):
        pass
    if plain_list := _addresses(plain):
        return plain_list
    try:
        return list(_parsed(repaired(charset.decode(plain).text).encode(), recover=True))
    except _IsFeed:
        return None
    except etree.XMLSyntaxError as wrong:
        raise NotASitemap(str(wrong)) from wrong


class _IsFeed(Exception):
    """The root element is that of a feed."""


def _parsed(plain: bytes, recover: bool) -> Iterator[dict[str, str]]:
    """Entities are not resolved, nothing is loaded."""
    events = etree.iterparse(
        io.BytesIO(plain),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
    )
    root_seen = False
    for event, element in events:
        tag = _local(element)
        if event == "start":
            if tag in {"rss", "feed", "rdf"}:
                raise _IsFeed
            root_seen = root_seen or tag in {"urlset", "sitemapindex", "url", "sitemap"}
        elif tag in {"url", "sitemap"}:
            entry = {"tag": tag} | _texts(element)
            _forget(element)
            if entry.get("loc"):
                yield entry
    if not root_seen:
        raise NotASitemap("no urlset or sitemapindex element")


def _texts(entry: etree._Element) -> dict[str, str]:
    """The address and date of the entry itself, and title and date of its news."""
    texts: dict[str, str] = {}
    for child in entry:
        name = _local(child)
        if name in {"loc", "lastmod"} and _space(child) == _space(entry):
            texts.setdefault(name, _text(child))
        elif name == "news":
            for part in child.iter():
                if _local(part) in {"title", "publication_date"}:
                    texts.setdefault(_NAMES[_local(part)], _text(part)[:LONGEST_TITLE])
    return texts


def _text(element: etree._Element) -> str:
    return "".join(str(x) for x in element.itertext()).strip()


def _forget(element: etree._Element) -> None:
    """Frees the entry and those before it, so that a sitemap of 50 MiB fits into memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _addresses(plain: bytes) -> list[dict[str, str]]:
    """The entries of a plain text with one address a line; none where it is something else."""
    if b"<" in plain[:1000]:
        return []
    lines = [x.strip() for x in plain.decode("utf-8-sig", "replace").splitlines()]
    return [{"tag": "url", "loc": x} for x in lines if x.startswith(("http://", "https://"))]


def _newest_first(entries: list[dict[str, str]]) -> list[dict[str, str]]:
    if _has_one_day(entries):
        return sorted(entries, key=lambda x: _last_number(x["loc"]), reverse=True)
    return sorted(entries, key=_time, reverse=True)


def _time(entry: dict[str, str]) -> float:
    """Seconds since 1970; 0 where the entry gives no readable time."""
    text = entry.get("published") or entry.get("lastmod") or ""
    try:  # nearly all; the many other forms take ten times as long
        at = datetime.fromisoformat(text)
    except ValueError:
        found = moment(text, UTC)
        return found.at.timestamp() if found else 0.0
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _last_number(url: str) -> int:
    """The last long number of the address: numbers of articles rise, also where dates are wrong."""
    numbers = re.findall(r"\d{3,18}", urlsplit(url).path)
    return int(numbers[-1]) if numbers else 0


def _has_one_day(entries: list[dict[str, str]]) -> bool:
    """Whether all entries of a long sitemap have the same day, which then says nothing about what
    is new.
    """
    days = {(x.get("published") or x.get("lastmod") or "")[:10] for x in entries}
    return len(entries) >= SUSPICIOUS and len(days) == 1


def _local(element: etree._Element) -> str:
    """The name without its space, in small letters; also of a prefix that was never declared."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _space(element: etree._Element) -> str:
    """The space of an element's name, or its prefix where that was never declared."""
    tag = str(element.tag)
    return tag.rpartition("}")[0] or tag.rpartition(":")[0]
