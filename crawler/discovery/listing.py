"""What a sandbox process of the crawler runs: the body of a feed, sitemap, section page or Telegram
channel comes in, the links to the outlet's articles go out (`crawler.parser_pool`).

Whether a link is an article of the outlet is decided here too, since a list may hold 50,000 links.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from baqylau.clock import now
from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler.discovery import feeds, sections, sitemaps, telegram
from crawler.discovery.result import DiscoveryResult
from crawler.hosts import in_scope

TURN = 600
"""Seconds after which a visit reads another one of an index's undated child sitemaps."""


@dataclass(frozen=True, slots=True)
class ListingBody:
    """The answer to parse: `url` after redirects, `content_type` as the server sent it."""

    body: bytes
    url: str
    content_type: str = ""


def read(
    given: ListingBody, source: DiscoverySource, outlet: Outlet, children: int, most: int
) -> DiscoveryResult:
    """The links to articles of the outlet, each once and at most `most`; of a sitemap index at most
    `children` further addresses, all on the outlet's own hosts.
    """
    result = _parse(given, source, outlet, children)
    links = own_articles(result.links, outlet, most)
    return replace(result, links=tuple(links), listed=len(result.links))


def _parse(
    given: ListingBody, source: DiscoverySource, outlet: Outlet, children: int
) -> DiscoveryResult:
    if source.kind is SourceKind.FEED:
        return feeds.read(given.body, given.url, given.content_type, outlet.timezone)
    if source.kind is SourceKind.SITEMAP:
        turn = int(now().timestamp() // TURN)
        return sitemaps.read(
            given.body,
            given.url,
            children,
            lambda url: in_scope(url, outlet),
            turn,
            outlet.timezone,
        )
    if source.kind is SourceKind.TELEGRAM:
        return telegram.read(given.body, given.url, lambda url: is_own_article(url, outlet))
    articles = re.compile(outlet.articles) if outlet.articles else None
    return sections.read(given.body, given.url, given.content_type, articles, source.links)


def own_articles(links: Iterable[Link], outlet: Outlet, most: int) -> list[Link]:
    """The links that are this outlet's articles, each once, at most `most`."""
    chosen: dict[str, Link] = {}
    for link in links:
        if link.hint.get("telegram") or is_own_article(link.url, outlet):
            chosen.setdefault(link.url, link)
        if len(chosen) == most:
            break
    return list(chosen.values())


def is_own_article(url: str, outlet: Outlet) -> bool:
    """Whether the address matches the outlet's pattern; where it has none, whether it is on the
    outlet's hosts and not the front page.
    """
    if not in_scope(url, outlet):
        return False
    return (
        bool(re.search(outlet.articles, url))
        if outlet.articles
        else url.rstrip("/") != outlet.home.rstrip("/")
    )
