"""Section, tag and archive pages: HTML bytes come in, the links to the outlet's articles go out.

`links` is a CSS selector of the anchors that count; without it every anchor counts whose address
looks like an article of the outlet.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from parsel import Selector

from baqylau.clean import charset
from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found

MOST_ANCHORS = 10_000  # of a page; the longest front pages have 1,500
LONGEST_HEADLINE = 500  # characters
LISTING_FLOOR = 8  # characters: a shorter text of an anchor is a counter or a label, not a headline


def pages(url: str, count: int, today: date, first: int = 1) -> list[str]:
    """The addresses of `count` pages of a listing, newest first; one where its `url` holds no
    placeholder.

    `{n}` counts pages up from `first`; `{YYYY} {MM} {DD} {M} {D}` count days (or months, without a
    day) back from `today`.
    """
    if "{n}" in url:
        return [url.replace("{n}", str(n)) for n in range(first, first + count)]
    if "{YYYY}" not in url:
        return [url]
    days = (today - timedelta(days=n) for n in range(count if _names_a_day(url) else count * 31))
    return list(dict.fromkeys(_dated(url, day) for day in days))[:count]


PAST_DAYS, PAST_MONTHS = 7, 1  # pages of the past that a visit may still have to read
LATE = timedelta(hours=6)  # an archive page gets its last articles by then after its day has ended


def past_pages(url: str, count: int, moment: datetime) -> list[tuple[str, datetime]]:
    """The pages of a dated archive before the `count` newest ones, newest first, each with the end
    of its day or month; none where the address holds no date. `moment` is local time.
    """
    if "{YYYY}" not in url:
        return []
    one_day = _names_a_day(url)
    known = pages(url, count, moment.date())
    found = pages(url, count + (PAST_DAYS if one_day else PAST_MONTHS), moment.date())
    ends = _ends(count + PAST_DAYS, moment, one_day)
    return list(zip(found, ends, strict=False))[len(known) :]


def _ends(count: int, moment: datetime, one_day: bool) -> list[datetime]:
    """When each of the last days or months ends, the running one first."""
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if one_day:
        return [start + timedelta(days=1 - n) for n in range(count)]
    first = start.replace(day=1)
    months = [first.year * 12 + first.month - n for n in range(count)]
    return [first.replace(year=x // 12, month=x % 12 + 1) for x in months]


def is_read(fetched: datetime | None, end: datetime, moment: datetime) -> bool:
    """Whether an archive page was fetched since its day ended, and again once its last articles
    were there.
    """
    if fetched is None or fetched < end:
        return False
    return fetched >= end + LATE or moment < end + LATE


def _names_a_day(url: str) -> bool:
    return "{DD}" in url or "{D}" in url


def _dated(url: str, day: date) -> str:
    for mark, value in (
        ("{YYYY}", f"{day.year}"),
        ("{MM}", f"{day:%m}"),
        ("{DD}", f"{day:%d}"),
        ("{M}", f"{day.month}"),
        ("{D}", f"{day.day}"),
    ):
        url = url.replace(mark, value)
    return url


def read(
    body: bytes,
    source: str,
    content_type: str | None = None,
    is_article: Callable[[str], object] | None = None,
    links: str | None = None,
) -> DiscoveryResult:
    """Links in the order of the page, each once. A page without one is `EMPTY`, which is reported:
    it may be that the page was redesigned. Where no `is_article` is given, every address counts
    that looks like one; `refused` are those that look like one and are none.
    """
    text = charset.decode(body, content_type).text.replace("\x00", "")
    page = Selector(text=text, type="html", huge_tree=False)
    base = page.xpath("//base/@href").get() or ""
    here = canonical(base, source) or source
    seen: dict[str, str] = {}
    refused: dict[str, None] = {}
    anchors = page.css(links) if links else page.xpath("//a[@href]")
    for anchor in anchors[:MOST_ANCHORS]:
        url = canonical(anchor.attrib.get("href", ""), here)
        if not url:
            continue
        looks = _may_be_article(url, source)
        if is_article(url) if is_article else looks:
            seen[url] = max(seen.get(url, ""), _headline(anchor.root), key=len)
        elif looks:
            refused[url] = None
    empty = "the page lists no article of the known form"
    return DiscoveryResult(
        tuple(
            found(u, source, {"title": t if len(t) >= LISTING_FLOOR else None})
            for u, t in seen.items()
        ),
        ListingState.READ if seen else ListingState.EMPTY,
        None if seen else empty,
        refused=tuple(refused),
    )


def _headline(anchor: Any) -> str:
    """The text of an anchor, of which a page that was never closed may hold megabytes."""
    parts, length = [], 0
    for part in anchor.itertext():
        parts.append(part)
        length += len(part)
        if length > LONGEST_HEADLINE:
            break
    return " ".join("".join(parts).split())[:LONGEST_HEADLINE]


def _may_be_article(url: str, source: str) -> bool:
    here, there = urlsplit(source), urlsplit(url)
    return there.netloc == here.netloc and (
        looks_like_an_article(there.path) or looks_like_an_article(there.query)
    )


_ARTICLE_PATH = re.compile(r"\d{4,}|\d{4}/\d{2}|(?:[^\W_]{1,60}[-_]){3}")


def looks_like_an_article(path_or_query: str) -> bool:
    """Whether this may be an article of an outlet whose pattern is not known: it holds a number of
    four digits, a date or a slug of four words.
    """
    return bool(_ARTICLE_PATH.search(unquote(path_or_query)))
