"""What leads into an outlet's past: a way and a span of days come in, the addresses of its old listings go out. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from baqylau.model.link import Link
from baqylau.model.outlet import Discover, Way
from crawler.discovery import sections

MOST_PAGES = 2_000  # of one list with page numbers: at ten articles a page, more than a year of a busy outlet
SLACK = timedelta(days=1)  # zones, and articles printed around midnight
_DATED = re.compile(r"(20\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def may_hold(self, link: Link) -> bool:
        """Whether the link may lie in the span; a link without any date may."""
        day = day_of(link)
        return day is None or self.first - SLACK <= day <= self.last + SLACK

    def is_past(self, link: Link) -> bool:
        """Whether the link is dated, and before the span."""
        day = day_of(link)
        return day is not None and day < self.first - SLACK


def day_of(link: Link) -> date | None:
    """The day a link names: told by the feed or sitemap, or written in its address."""
    told = re.match(r"\d{4}-\d{2}-\d{2}", str(link.hint.get("published") or link.hint.get("lastmod") or ""))
    try:
        if told:
            return date.fromisoformat(told[0])
        written = _DATED.search(link.url)
        return date(int(written[1]), int(written[2]), int(written[3])) if written else None
    except ValueError:
        return None


def listings(way: Discover, span: Span) -> Iterator[str]:
    """The addresses of one way that lead into the past, newest first; none for a feed, which has no past."""
    if "{n}" in way.url:
        yield from sections.pages(way.url, MOST_PAGES, span.last)
    elif way.kind is Way.SITEMAP or "{YYYY}" in way.url:
        yield from sections.pages(way.url, span.days, span.last)


def count(way: Discover, span: Span) -> int | None:
    """How many listings a way will have; None where that shows only on the way (page numbers, an index of sitemaps)."""
    if "{n}" in way.url or (way.kind is Way.SITEMAP and "{YYYY}" not in way.url):
        return None
    return sum(1 for _ in listings(way, span))
