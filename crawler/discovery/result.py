"""What one look at a feed, sitemap, section or channel gave: the shape every way of discovery
answers in.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from baqylau.model.link import Link


class ListingState(StrEnum):
    """An empty feed, an invalid one and an unchanged one (304, known before anybody reads) are
    three things.
    """

    READ = "read"
    EMPTY = "empty"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class DiscoveryResult:
    """`links` to articles; `onward` are further addresses of the same way to read (child sitemaps,
    next pages).
    """

    links: tuple[Link, ...] = ()
    state: ListingState = ListingState.READ
    reason: str | None = None
    onward: tuple[str, ...] = ()


def found(url: str, way: str, hint: dict[str, Any] | None = None) -> Link:
    """A link to an article with what was said about it, empty words left out."""
    return Link(url, way, hint={k: v for k, v in (hint or {}).items() if v})
