"""What a sandbox process of the crawler runs: the body of a feed, sitemap, section page or Telegram
channel comes in, the links to the outlet's articles go out (`crawler.parser_pool`).

Whether a link is an article of the outlet is decided here too, since a list may hold 50,000 links.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from baqylau.clock import now
from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler.discovery import feeds, sections, sitemaps, telegram
from crawler.discovery.own_form import is_own_article, own_form
from crawler.discovery.refused import lookalike
from crawler.discovery.result import DiscoveryResult
from crawler.discovery.sections import looks_like_an_article
from crawler.discovery.telegram import Channel
from crawler.hosts import in_scope

EXAMINED = 10
"""Times the links that are wanted: so many of a sitemap are examined, since it may also list pages
that are no articles."""
MOST_REFUSED = 10_000  # addresses that are counted
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
    result = _parse(given, source, outlet, children, EXAMINED * most)
    refused: list[str] = list(result.refused)
    links = own_articles(result.links, outlet, most, refused)
    foreign = [x for x in dict.fromkeys(refused) if _is_refused(x, outlet)]
    return replace(
        result,
        links=tuple(links),
        listed=len(result.links),
        refused=tuple(foreign[:MOST_REFUSED]),
        lookalike=lookalike(foreign, source.kind is SourceKind.FEED) or "",
    )


def _parse(
    given: ListingBody, source: DiscoverySource, outlet: Outlet, children: int, most: int
) -> DiscoveryResult:
    def is_article(url: str) -> bool:
        return is_own_article(own_form(url, outlet), outlet)

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
            most,
        )
    if source.kind is SourceKind.TELEGRAM:
        channel = Channel(outlet.id, source.editions)
        return telegram.read(
            given.body, given.url, is_article, channel, lambda url: own_form(url, outlet)
        )
    known = is_article if outlet.articles else None
    return sections.read(given.body, given.url, given.content_type, known, source.links)


def _is_refused(url: str, outlet: Outlet) -> bool:
    """Whether the outlet's pattern refuses an address of the outlet itself that may be an article:
    one that another edition on its host claims is none.
    """
    parts = urlsplit(url)
    return (
        outlet.articles is not None
        and in_scope(url, outlet)
        and (looks_like_an_article(parts.path) or looks_like_an_article(parts.query))
        and not any(re.search(x, url) for x in outlet.neighbours)
    )


def own_articles(
    links: Iterable[Link], outlet: Outlet, most: int, refused: list[str]
) -> list[Link]:
    """The links that are this outlet's articles, each once and in the outlet's own form, at most
    `most`; the addresses of the others are added to `refused`.
    """
    chosen: dict[str, Link] = {}
    for link in links:
        if link.hint.get("telegram"):
            chosen.setdefault(link.url, link)
        elif is_own_article(url := own_form(link.url, outlet), outlet):
            chosen.setdefault(url, link if url == link.url else replace(link, url=url))
        else:
            refused.append(link.url)
        if len(chosen) == most:
            break
    return list(chosen.values())
