"""Section, tag and archive pages: HTML bytes come in, the links to the outlet's articles go out.

`links` is a CSS selector of the anchors that count; without it every anchor counts whose address
looks like an article of the outlet.
"""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from parsel import Selector

from crawler.discovery.canonical import canonical
from crawler.discovery.result import DiscoveryResult, ListingState, found

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
    encoding: str = "utf-8",
    articles: re.Pattern[str] | None = None,
    links: str | None = None,
) -> DiscoveryResult:
    """Links in the order of the page, each once. A page without one is `EMPTY`, which is reported:
    it may be that the page was redesigned.
    """
    page = Selector(
        text=body.decode(encoding, "replace").replace("\x00", ""), type="html", huge_tree=False
    )
    base = page.xpath("//base/@href").get() or ""
    here = canonical(base, source) or source
    anchors = page.css(links) if links else page.xpath("//a[@href]")
    seen: dict[str, str] = {}
    for anchor in anchors:
        url = canonical(anchor.attrib.get("href", ""), here)
        if url and _is_article(url, source, articles):
            title = " ".join("".join(anchor.xpath(".//text()").getall()).split())
            seen[url] = max(seen.get(url, ""), title, key=len)
    if not seen:
        return DiscoveryResult(
            (), ListingState.EMPTY, "the page lists no article of the known form"
        )
    return DiscoveryResult(
        tuple(
            found(u, source, {"title": t if len(t) >= LISTING_FLOOR else None})
            for u, t in seen.items()
        )
    )


def _is_article(url: str, source: str, articles: re.Pattern[str] | None) -> bool:
    if articles:
        return bool(articles.search(url))
    here, there = urlsplit(source), urlsplit(url)
    return there.netloc == here.netloc and (
        looks_like_an_article(there.path) or looks_like_an_article(there.query)
    )


_ARTICLE_PATH = re.compile(r"\d{4,}|\d{4}/\d{2}|(?:[a-z0-9]+[-_]){3,}", re.IGNORECASE)


def looks_like_an_article(path_or_query: str) -> bool:
    """Whether this may be an article of an outlet whose pattern is not known: it holds a number of
    four digits, a date or a slug of four words.
    """
    return bool(_ARTICLE_PATH.search(path_or_query))
