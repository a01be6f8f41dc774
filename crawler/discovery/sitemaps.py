"""Sitemaps, news sitemaps and their indexes, gzipped or not: bytes come in, a `DiscoveryResult`
goes out.

Of an index, `onward` holds the child sitemaps, first those that seem to have the newest entries.
`lastmod` is used as a hint and never as a reason to fetch an article again: one outlet gives
today's date to all of its 65,000 entries.
"""

import io
import re
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found

MOST_BYTES = 50 * 2**20  # the protocol's own limit for one uncompressed file
# entries with the same day, from which on the dates are not trusted: newsrooms of the region rarely
# publish more. If that is wrong, entries are merely ordered by number.
SUSPICIOUS = 50
MOST_CHILDREN = 3  # of an index in a usual visit; a backfill reads more


class NotASitemap(ValueError):
    """The bytes hold no sitemap, or unpack to more than the protocol's limit."""


def unpack(body: bytes) -> bytes:
    """The file itself, ungzipped where it is gzip. Raises `NotASitemap`, or `zlib.error` for a
    broken one.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    unzip = zlib.decompressobj(wbits=31)
    plain = unzip.decompress(body, MOST_BYTES + 1)
    if len(plain) > MOST_BYTES:
        raise NotASitemap(f"unpacks to more than {MOST_BYTES} bytes")
    return plain


def read(body: bytes, source: str, children: int = MOST_CHILDREN) -> DiscoveryResult:
    """Links newest first where the sitemap dates its entries, else in its own order."""
    try:
        plain = unpack(body)
        entries = list(_entries(plain))
    except (etree.XMLSyntaxError, zlib.error, NotASitemap) as wrong:
        return DiscoveryResult((), ListingState.INVALID, f"not a sitemap: {wrong}"[:200])
    entries.sort(key=_by_number if _has_one_day(entries) else _by_time, reverse=True)
    maps = [x["loc"] for x in entries if x["tag"] == "sitemap"]
    links = []
    for entry in entries:
        url = canonical(entry["loc"], source) if entry["tag"] == "url" else None
        if url:
            links.append(
                found(url, source, {x: entry.get(x) for x in ("title", "published", "lastmod")})
            )
    onward = tuple(x for x in (canonical(loc, source) for loc in maps[:children]) if x)
    return DiscoveryResult(
        tuple(links), ListingState.READ if links or onward else ListingState.EMPTY, onward=onward
    )


def _entries(plain: bytes) -> Iterator[dict[str, str]]:
    """The texts of each `<url>` and `<sitemap>`; entities are not resolved, nothing is loaded."""
    events = etree.iterparse(
        io.BytesIO(plain), events=("end",), resolve_entities=False, no_network=True, huge_tree=False
    )
    root_seen = False
    for _, element in events:
        tag = _local(element)
        if tag in {"url", "sitemap"}:
            root_seen = True
            entry = {"tag": tag} | {
                _NAMES[_local(x)]: (x.text or "").strip()
                for x in element.iter()
                if _local(x) in _NAMES
            }
            element.clear()
            if entry.get("loc"):
                yield entry
        elif tag in {"urlset", "sitemapindex"}:
            root_seen = True
    if not root_seen:
        raise NotASitemap("no urlset or sitemapindex element")


def _by_time(entry: dict[str, str]) -> str:
    return entry.get("published") or entry.get("lastmod") or ""


def _by_number(entry: dict[str, str]) -> int:
    """The last long number of the address: numbers of articles rise, also where dates are wrong."""
    numbers = re.findall(r"\d{3,18}", urlsplit(entry["loc"]).path)
    return int(numbers[-1]) if numbers else 0


def _has_one_day(entries: list[dict[str, str]]) -> bool:
    """Whether all entries of a long sitemap have the same day, which then says nothing about what
    is new.
    """
    return len(entries) >= SUSPICIOUS and len({_by_time(x)[:10] for x in entries}) == 1


_NAMES = {"loc": "loc", "lastmod": "lastmod", "publication_date": "published", "title": "title"}


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
