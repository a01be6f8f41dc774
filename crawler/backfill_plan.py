"""What leads into an outlet's past: a way and a span of days come in, the addresses of its old
listings go out. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, SourceKind
from crawler.discovery import sections

# of one list with page numbers: at ten articles a page, more than a year of a busy outlet
MOST_PAGES = 2_000
SLACK = timedelta(days=1)  # zones, and articles printed around midnight
_MONTH = re.compile(r"/(20\d{2})[-/](0[1-9]|1[0-2])/")
_DAY = re.compile(r"(20\d{2})[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def may_hold(self, link: Link) -> bool:
        """Whether the link may lie in the span; a link without any date may."""
        days = days_of(link)
        return days is None or (days[0] <= self.last + SLACK and days[1] >= self.first - SLACK)

    def is_past(self, link: Link) -> bool:
        """Whether the link is dated, and before the span."""
        days = days_of(link)
        return days is not None and days[1] < self.first - SLACK


def days_of(link: Link) -> tuple[date, date] | None:
    """The first and last day a link may be of: told by the feed or sitemap, or written in its
    address as a day or a month.
    """
    told = re.match(
        r"\d{4}-\d{2}-\d{2}", str(link.hint.get("published") or link.hint.get("lastmod") or "")
    )
    try:
        if told:
            return (date.fromisoformat(told[0]),) * 2
        written = _DAY.search(link.url)
        if written:
            return (date(int(written[1]), int(written[2]), int(written[3])),) * 2
    except ValueError:
        return None  # 2025-13-40: a number that only looks like a day
    month = _MONTH.search(link.url)
    if month is None:
        return None
    first = date(int(month[1]), int(month[2]), 1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def listings(way: DiscoverySource, span: DateRange) -> Iterator[str]:
    """The addresses of one way that lead into the past, newest first; none for a feed, which has no
    past.
    """
    if "{n}" in way.url:
        yield from sections.pages(way.url, MOST_PAGES, span.last)
    elif way.kind is SourceKind.SITEMAP or "{YYYY}" in way.url:
        yield from sections.pages(way.url, span.days, span.last)


def count(way: DiscoverySource, span: DateRange) -> int | None:
    """How many listings a way will have; None where that shows only on the way (page numbers, an
    index of sitemaps).
    """
    if "{n}" in way.url or (way.kind is SourceKind.SITEMAP and "{YYYY}" not in way.url):
        return None
    return sum(1 for _ in listings(way, span))
