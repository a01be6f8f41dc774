"""A first TOML file for an outlet that is not registered yet: its home address comes in, the text
of the file goes out.

It fetches the front page, robots.txt and a few usual addresses of feeds, sitemaps and sections. The
file names those that answered with links.
"""

import logging
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.errors import InputError, SandboxLimitExceeded
from baqylau.model.hosts import REGIONAL, country_of, host_of, zone_of
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from baqylau.text.toml import quoted
from crawler import robots_txt
from crawler.discovery.canonical import canonical
from crawler.discovery.listing import ListingBody
from crawler.discovery.result import DiscoveryResult
from crawler.discovery.url_pattern import pattern_of
from crawler.failures import NETWORK, explain
from crawler.one_shot import Download
from crawler.parser_pool import LISTING, Parser
from crawler.visit import VisitContext

log = logging.getLogger(__name__)

_USUAL = tomllib.loads(Path(__file__).with_name("usual_addresses.toml").read_text(encoding="utf-8"))
_FEED_ADDRESS = re.compile(_USUAL["anchors"]["address"], re.IGNORECASE)
_FEED_TEXT = re.compile(_USUAL["anchors"]["text"], re.IGNORECASE)
MOST_FEEDS = 3  # announced on the front page or linked from it
MOST_CHILDREN, MOST_LINKS = 3, 200  # of one list; enough to see its pattern
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
        r"[\w.-]+\.[\w-]+|\[[0-9a-f:]+\]", urlsplit(home).hostname or ""
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
    home = await _fetch(outlet.home, download)
    if home is None or home.status != 200:
        raise InputError(
            f"{outlet.home}: the front page cannot be read"
            f" ({home.status if home else 'no answer'}); check the address in a browser"
        )
    page = Selector(text=home.text)
    robots = await _fetch(urljoin(home.url, "/robots.txt"), download, is_robots=True)
    found = await _DraftFindings(outlet, visit_context.parser, download).find(home, page, robots)
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
    """The lists that answered, as they are found. The links of feeds come first: those are articles
    for certain.
    """

    outlet: Outlet
    parser: Parser
    download: Download
    sources: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    async def find(
        self, home: TextResponse, page: Selector, robots: TextResponse | None
    ) -> "_DraftFindings":
        self.links = await self._links(SourceKind.SECTION, home)
        listed = robots_txt.sitemaps(robots.body) if robots and robots.status == 200 else []
        await self._try(SourceKind.FEED, home, _named_feeds(page))
        await self._try(SourceKind.SITEMAP, home, listed)
        for kind in (SourceKind.FEED, SourceKind.SITEMAP):
            if not self._has(kind):
                await self._try(kind, home, _USUAL[kind], until_found=True)
        await self._try(SourceKind.SECTION, home, _USUAL["section"])
        pattern = pattern_of(self.links)
        if not self._has(SourceKind.SECTION) and pattern:
            await self._best_section(home, page, pattern)
        return self

    def _has(self, kind: SourceKind) -> bool:
        return any(x == kind for x, _ in self.sources)

    async def _try(
        self,
        kind: SourceKind,
        home: TextResponse,
        addresses: Sequence[str],
        until_found: bool = False,
    ) -> None:
        """Fetches each address; those that list articles become sources."""
        for address in dict.fromkeys(canonical(x, home.url) for x in addresses):
            if not address or address in self.tried:
                continue
            response = await _fetch(address, self.download)
            good = response is not None and response.status == 200
            links = await self._links(kind, response) if response and good else []
            if not links:
                self.tried.append(address)
                continue
            self.sources.append((kind.value, address))
            feed = kind is SourceKind.FEED
            self.links = links + self.links if feed else self.links + links
            if until_found:
                return

    async def _links(
        self, kind: SourceKind, response: TextResponse, pattern: str | None = None
    ) -> list[str]:
        """The addresses that the answer lists, or its child sitemaps; none where it is no list."""
        given = ListingBody(response.body, response.url, _type(response))
        outlet = replace(self.outlet, home=response.url, articles=pattern)
        source = DiscoverySource(kind, response.url)
        try:
            result: DiscoveryResult = await self.parser.parse(
                LISTING, given, source, outlet, MOST_CHILDREN, MOST_LINKS
            )
        except SandboxLimitExceeded as wrong:
            log.debug("draft: %s: %s", response.url, wrong)
            return []
        return [x.url for x in result.links] or list(result.onward)

    async def _best_section(self, home: TextResponse, page: Selector, pattern: str) -> None:
        """Of the front page and the pages it links to, the one that lists most articles."""
        known = (canonical(x, home.url) for x in page.xpath("//a/@href").getall())
        near = [
            x
            for x in dict.fromkeys(known)
            if x and urlsplit(x).netloc == urlsplit(home.url).netloc and not re.search(pattern, x)
        ]
        counts = {home.url: len(await self._links(SourceKind.SECTION, home, pattern))}
        for address in sorted(near, key=len)[:MOST_LISTS]:
            response = await _fetch(address, self.download)
            if response is not None and response.status == 200:
                counts[address] = len(await self._links(SourceKind.SECTION, response, pattern))
        best = max(counts, key=lambda x: counts[x])
        if counts[best] >= FEWEST_LISTED:
            self.sources.append(("section", best))


def _named_feeds(page: Selector) -> list[str]:
    """The feeds that the front page announces, and those its anchors lead to."""
    announced = page.xpath(
        "//link[contains(@type,'rss') or contains(@type,'atom') or contains(@type,'feed+json')]"
        "/@href"
    ).getall()
    anchored = [
        x.attrib["href"]
        for x in page.xpath("//a[@href]")
        if _FEED_ADDRESS.search(x.attrib["href"][:300])
        or _FEED_TEXT.search(" ".join(x.xpath(".//text()").getall()[:3]).strip()[:40])
    ]
    return list(dict.fromkeys([*announced, *anchored]))[:MOST_FEEDS]


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
