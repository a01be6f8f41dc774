"""Two one-shot tasks for a registered outlet: its discovery sources are read, and its newest
articles are fetched. What answered comes back as a `ProbeResult`; where nothing could be read,
`probe` also drafts the outlet anew, so that a better pattern or source can be proposed.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.errors import InputError
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.model.visit import SourceOutcome, SourceResult
from crawler import outlet_draft
from crawler.discovery.runner import LinkDiscovery
from crawler.failures import NETWORK, explain
from crawler.frontier_memory import MemoryFrontier
from crawler.one_shot import Download
from crawler.outlet_draft import OutletDraft
from crawler.spiders.outlet import page_from_response
from crawler.visit import VisitContext

ARTICLES_TRIED = 3


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """`sources` says what each discovery source answered, `links_of` how many links to articles
    each listed first, `links` how many they are together; `robots` what robots.txt of the front
    page's host says. `pages` are the articles that could be fetched, `troubles` says why others
    could not. `draft` is made where a source failed or no article was fetched.
    """

    at: datetime
    sources: dict[str, SourceResult]
    links: int
    pages: tuple[Page, ...]
    troubles: tuple[str, ...]
    robots: str = ""
    links_of: Counter[str] = field(default_factory=Counter)
    draft: OutletDraft | None = None


async def fetch_newest(
    outlet: Outlet, visit_context: VisitContext, download: Download
) -> ProbeResult:
    """Reads the discovery sources, and fetches the first three articles they list."""
    await LinkDiscovery(outlet, visit_context, download).run()
    links = (
        visit_context.frontier.links if isinstance(visit_context.frontier, MemoryFrontier) else []
    )
    pages: list[Page] = []
    troubles: list[str] = []
    for link in links[: 2 * ARTICLES_TRIED]:  # some of the first may be gone already
        if len(pages) == ARTICLES_TRIED:
            break
        try:
            response = await download(Request(link.url, callback=NO_CALLBACK))
        except (*NETWORK, IgnoreRequest) as wrong:
            troubles.append(f"{link.url}: {explain(wrong)}")
            continue
        if response.status == 200:
            pages.append(page_from_response(response, link.url, outlet.repairs.charset))
        else:
            troubles.append(f"{link.url}: answers {response.status}")
    parts = urlsplit(outlet.home)
    return ProbeResult(
        now(),
        dict(visit_context.stats.sources),
        len(links),
        tuple(pages),
        tuple(troubles),
        visit_context.robots.described(f"{parts.scheme}://{parts.netloc}"),
        Counter(x.source for x in links),
    )


async def probe(outlet: Outlet, visit_context: VisitContext, download: Download) -> ProbeResult:
    """The same, with a draft of the outlet where a source failed or no article could be fetched."""
    found = await fetch_newest(outlet, visit_context, download)
    good = (SourceOutcome.READ, SourceOutcome.UNCHANGED)
    if found.pages and all(x.outcome in good for x in found.sources.values()):
        return found
    try:
        return replace(found, draft=await outlet_draft.draft(outlet, visit_context, download))
    except InputError as wrong:
        return replace(found, troubles=(*found.troubles, str(wrong)))
