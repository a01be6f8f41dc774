"""A first TOML file for an outlet that is not registered yet: its home address comes in, the text
of the file goes out.

It fetches the front page, robots.txt and a few usual addresses of feeds, sitemaps and sections. The
file names those that answered with links.
"""

import logging
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.errors import InputError
from baqylau.model.hosts import REGIONAL, country_of, host_of, zone_of
from baqylau.model.outlet import Outlet
from baqylau.text.toml import quoted
from crawler.discovery import feeds, sections, sitemaps
from crawler.discovery.canonical import canonical
from crawler.discovery.url_pattern import pattern_of
from crawler.failures import NETWORK, explain
from crawler.one_shot import Download
from crawler.visit import VisitContext

log = logging.getLogger(__name__)

USUAL_FEEDS = ("/rss", "/rss.xml", "/feed/", "/rss/")
USUAL_SITEMAPS = ("/sitemap.xml",)
USUAL_SECTIONS = ("/news/", "/novosti/", "/zhanalyqtar/")
MOST_LISTS = 4  # pages linked from the front page that are fetched
FEWEST_LISTED = 3  # articles on a page that counts as a section page
KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OutletDraft:
    """What was found: `sources` are (kind, address) of those that answered, `pattern` is the
    regular expression of article addresses, `tried` are addresses that gave nothing.
    """

    id: str
    name: str
    home: str
    country: str
    language: str
    timezone: str
    sources: tuple[tuple[str, str], ...]
    pattern: str | None
    example: str | None
    tried: tuple[str, ...]


def undescribed_outlet(url: str) -> Outlet:
    """An outlet of which only the address is known, as input of a one-shot task. Raises
    `InputError` for text that is no address.
    """
    home = canonical(url if "://" in url else f"https://{url}")
    if home is None or not re.fullmatch(
        r"[\w.-]+\.\w+|\[[0-9a-f:]+\]", urlsplit(home).hostname or ""
    ):
        raise InputError(
            f"{url!r} is not an address; give the outlet's front page, for example"
            " https://example.kz/"
        )
    host = host_of(home)
    name = host.rpartition(".")[0] if host.rpartition(".")[2].isalpha() else host
    return Outlet(
        name.replace(".", "-") or host, host, home, REGIONAL, ("ru",), zone_of(REGIONAL), ()
    )


async def draft(outlet: Outlet, visit_context: VisitContext, download: Download) -> OutletDraft:
    """Raises `InputError` where the front page itself cannot be read."""
    del visit_context
    home = await _fetch(outlet.home, download)
    if home is None or home.status != 200:
        raise InputError(
            f"{outlet.home}: the front page cannot be read"
            f" ({home.status if home else 'no answer'}); check the address in a browser"
        )
    page = Selector(text=home.text)
    robots = await _fetch(urljoin(home.url, "/robots.txt"), download, is_robots=True)
    found = await _find_sources(home, page, robots, download)
    host = urlsplit(home.url).hostname or ""
    country = country_of(home.url)
    pattern = pattern_of(found.links)
    return OutletDraft(
        id=outlet.id,
        name=_name(page) or host,
        home=home.url,
        country=country,
        language=language_of(page),
        timezone=zone_of(country),
        sources=tuple(found.sources),
        pattern=pattern,
        example=next((x for x in found.links if pattern and re.search(pattern, x)), None),
        tried=tuple(found.tried),
    )


@dataclass(slots=True)
class _DraftFindings:
    sources: list[tuple[str, str]]
    links: list[str]  # the links of feeds come first: those are articles for certain
    tried: list[str]


async def _find_sources(
    home: TextResponse, page: Selector, robots: TextResponse | None, download: Download
) -> _DraftFindings:
    announced = page.xpath(
        "//link[@rel='alternate'][contains(@type,'rss') or contains(@type,'atom')]/@href"
    ).getall()
    listed = (
        re.findall(r"(?im)^sitemap:\s*(\S+)", robots.text)
        if robots is not None and robots.status == 200
        else []
    )
    candidates = {
        "feed": announced or USUAL_FEEDS,
        "sitemap": listed or USUAL_SITEMAPS,
        "section": USUAL_SECTIONS,
    }
    found = _DraftFindings(
        [], [x.url for x in sections.read(home.body, home.url, _type(home)).links], []
    )
    for kind, addresses in candidates.items():
        for address in dict.fromkeys(canonical(x, home.url) or "" for x in addresses):
            response = await _fetch(address, download)
            links = (
                _links(kind, response) if response is not None and response.status == 200 else []
            )
            if links:
                found.sources.append((kind, address))
                found.links = links + found.links if kind == "feed" else found.links + links
            else:
                found.tried.append(address)
    if not any(kind == "section" for kind, _ in found.sources):
        found.sources += await _best_section(home, page, pattern_of(found.links), download)
    return found


async def _best_section(
    home: TextResponse, page: Selector, pattern: str | None, download: Download
) -> list[tuple[str, str]]:
    """Of the front page and the pages it links to, the one that lists most articles."""
    if pattern is None:
        return []
    known = (canonical(x, home.url) for x in page.xpath("//a/@href").getall())
    near = [
        x
        for x in dict.fromkeys(known)
        if x and urlsplit(x).netloc == urlsplit(home.url).netloc and not re.search(pattern, x)
    ]
    counts = {
        home.url: len(
            sections.read(home.body, home.url, _type(home), re.compile(pattern).search).links
        )
    }
    for address in sorted(near, key=len)[:MOST_LISTS]:
        response = await _fetch(address, download)
        if response is not None and response.status == 200:
            counts[address] = len(
                sections.read(
                    response.body, response.url, _type(response), re.compile(pattern).search
                ).links
            )
    best = max(counts, key=lambda x: counts[x])
    return [("section", best)] if counts[best] >= FEWEST_LISTED else []


def _links(kind: str, response: TextResponse) -> list[str]:
    match kind:
        case "feed":
            result = feeds.read(response.body, response.url)
        case "sitemap":
            result = sitemaps.read(response.body, response.url)
            return [x.url for x in result.links] or list(result.onward)
        case _:
            result = sections.read(response.body, response.url, _type(response))
    return [x.url for x in result.links]


def _type(response: TextResponse) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


async def _fetch(url: str, download: Download, is_robots: bool = False) -> TextResponse | None:
    try:
        response = await download(
            Request(url, meta={"is_robots": True} if is_robots else {}, callback=NO_CALLBACK)
        )
    except (*NETWORK, IgnoreRequest, ValueError) as wrong:
        log.debug("draft: %s: %s", url, explain(wrong))
        return None
    return response if isinstance(response, TextResponse) else None


def _name(page: Selector) -> str | None:
    given = (
        page.xpath("//meta[@property='og:site_name']/@content").get()
        or page.css("title::text").get()
        or ""
    )
    return re.split(r"\s[-–—|:]+\s", given.strip())[0][:60] or None


def language_of(page: Selector) -> str:
    """The language by the letters of the links' texts: Kazakh, other Cyrillic, or neither."""
    words = " ".join(page.css("a::text").getall())
    # Kazakh letters are about a tenth of Kazakh text
    if len(KAZAKH.findall(words)) > 0.03 * max(len(words), 1):
        return "kk"
    return "ru" if CYRILLIC.search(words) else "en"


def toml(found: OutletDraft) -> str:
    """The draft as a TOML file. An outlet without a discovery source is disabled, with the
    reason.
    """
    lines = [
        "# A draft: check every line, try it (`baqylau outlets try`), and add the selectors of the"
        " article page."
    ]
    lines += [
        f"name = {quoted(found.name)}",
        f"home = {quoted(found.home)}",
        f'country = "{found.country}"',
        f'languages = ["{found.language}"]',
    ]
    lines += [f'timezone = "{found.timezone}"']
    lines += (
        [f"articles = '{found.pattern}'"]
        if found.pattern
        else ["# articles = '^https://…$'  # no common form of article addresses was found"]
    )
    lines += [f"examples = [{quoted(found.example)}]"] if found.example else []
    if not found.sources:
        lines += ["enabled = false", 'missing = "no feed, sitemap or section page was found"']
    for kind, url in found.sources:
        lines += [
            "",
            "[[discover]]",
            f'kind = "{kind}"',
            f"url = {quoted(url)}",
            'confidence = "A"',
        ]
    lines += ["", *(f"# requested on {now():%Y-%m-%d} without success: {x}" for x in found.tried)]
    return "\n".join(lines).rstrip() + "\n"
