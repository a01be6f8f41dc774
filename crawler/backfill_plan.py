"""Which listings a backfill reads: a discovery source and a range of days come in, the addresses of
its old listings go out. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, SourceKind
from crawler.discovery import sections

# of one list with page numbers: at ten articles a page, over a year of a busy outlet
MOST_PAGES = 2_000
SLACK = timedelta(days=1)  # for time zones, and articles published around midnight
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
        """Whether the link may lie in the range; a link without any date may."""
        days = days_of(link)
        return days is None or (days[0] <= self.last + SLACK and days[1] >= self.first - SLACK)

    def is_past(self, link: Link) -> bool:
        """Whether the link has a date, and it lies before the range."""
        days = days_of(link)
        return days is not None and days[1] < self.first - SLACK


def days_of(link: Link) -> tuple[date, date] | None:
    """The first and last day on which the article may have been published: from feed or sitemap, or
    from a day or month in its address.
    """
    stated = re.match(
        r"\d{4}-\d{2}-\d{2}", str(link.hint.get("published") or link.hint.get("lastmod") or "")
    )
    try:
        if stated:
            return (date.fromisoformat(stated[0]),) * 2
        written = _DAY.search(link.url)
        if written:
            return (date(int(written[1]), int(written[2]), int(written[3])),) * 2
    except ValueError:
        return None  # such as 20250231: digits that are not a day
    month = _MONTH.search(link.url)
    if month is None:
        return None
    first = date(int(month[1]), int(month[2]), 1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def listings(source: DiscoverySource, date_range: DateRange) -> Iterator[str]:
    """The addresses of the source's old listings, newest first; none for a feed, which lists only
    the newest articles.
    """
    if "{n}" in source.url:
        yield from sections.pages(source.url, MOST_PAGES, date_range.last)
    elif source.kind is SourceKind.SITEMAP or "{YYYY}" in source.url:
        yield from sections.pages(source.url, date_range.days, date_range.last)


def count(source: DiscoverySource, date_range: DateRange) -> int | None:
    """How many listings the source has; None where that is not known beforehand (page numbers, an
    index of sitemaps).
    """
    if "{n}" in source.url or (source.kind is SourceKind.SITEMAP and "{YYYY}" not in source.url):
        return None
    return sum(1 for _ in listings(source, date_range))
