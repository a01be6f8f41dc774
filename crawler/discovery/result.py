"""The result of parsing one feed, sitemap, section page or Telegram channel: the parsers of this
package return it, `crawler.discovery.runner` stores its links.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from baqylau.model.link import Link


class ListingState(StrEnum):
    """An empty list and an invalid one are two different things. An unchanged one (304) is never
    parsed and has no state.
    """

    READ = "read"
    EMPTY = "empty"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class DiscoveryResult:
    """`links` to articles; `onward` are further addresses of the same source to fetch, which are
    child sitemaps. `reason` says for a person why it is empty or invalid. `listed` counts all links
    of the listing, where `links` holds only the outlet's articles;
    `refused` are those on its hosts that its pattern does not match, `lookalike` is one of them
    where several look like articles.
    """

    links: tuple[Link, ...] = ()
    state: ListingState = ListingState.READ
    reason: str | None = None
    onward: tuple[str, ...] = ()
    listed: int = 0
    refused: tuple[str, ...] = ()
    lookalike: str = ""


def found(url: str, source: str, hint: dict[str, Any] | None = None) -> Link:
    """A link to an article; empty values of the hint are left out."""
    return Link(url, source, hint={k: v for k, v in (hint or {}).items() if v})
