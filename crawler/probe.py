"""Two one-shot tasks for a registered outlet: its discovery sources are read, and one article
(`probe`) or a few (`fetch_newest`) are fetched. What answered comes back as a `ProbeResult`.
"""

from dataclasses import dataclass
from datetime import datetime

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from baqylau.clock import now
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.model.visit import SourceResult
from crawler.discovery.runner import LinkDiscovery
from crawler.failures import NETWORK, explain
from crawler.frontier_memory import MemoryFrontier
from crawler.one_shot import Download
from crawler.spiders.outlet import page_from_response
from crawler.visit import VisitContext

ARTICLES_TRIED = 3  # articles of `outlets try`


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """`sources` says what each discovery source answered, `links` how many links they list; `pages`
    are the articles that could be fetched, `troubles` says why others could not.
    """

    at: datetime
    sources: dict[str, SourceResult]
    links: int
    pages: tuple[Page, ...]
    troubles: tuple[str, ...]


async def fetch_newest(
    outlet: Outlet, visit_context: VisitContext, download: Download
) -> ProbeResult:
    """Reads the discovery sources, and fetches the first three articles they list."""
    return await _fetch_articles(outlet, visit_context, download, ARTICLES_TRIED)


async def probe(outlet: Outlet, visit_context: VisitContext, download: Download) -> ProbeResult:
    """Reads the discovery sources, and fetches one article."""
    return await _fetch_articles(outlet, visit_context, download, 1)


async def _fetch_articles(
    outlet: Outlet, visit_context: VisitContext, download: Download, count: int
) -> ProbeResult:
    await LinkDiscovery(outlet, visit_context, download).run()
    links = (
        visit_context.frontier.links if isinstance(visit_context.frontier, MemoryFrontier) else []
    )
    pages: list[Page] = []
    troubles: list[str] = []
    for link in links[: 2 * count]:  # some of the first may be gone already
        if len(pages) == count:
            break
        try:
            response = await download(Request(link.url, callback=NO_CALLBACK))
        except (*NETWORK, IgnoreRequest) as wrong:
            troubles.append(f"{link.url}: {explain(wrong)}")
            continue
        if response.status == 200:
            pages.append(page_from_response(response, link.url))
        else:
            troubles.append(f"{link.url}: answers {response.status}")
    return ProbeResult(
        now(), dict(visit_context.stats.sources), len(links), tuple(pages), tuple(troubles)
    )
