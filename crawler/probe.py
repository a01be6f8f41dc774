"""Two errands to an outlet that is registered: `newest` fetches a few articles as they come,
`probe` measures what answers.
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
from crawler.spiders.outlet import page_from
from crawler.visit import VisitContext

TRIED = 3  # articles of `outlets try`


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """`ways` says what each way answered; `pages` are the articles that could be fetched,
    `troubles` why others could not.
    """

    at: datetime
    ways: dict[str, SourceResult]
    links: int
    pages: tuple[Page, ...]
    troubles: tuple[str, ...]


async def newest(outlet: Outlet, visit_context: VisitContext, download: Download) -> ProbeResult:
    """The ways walked, and the first three articles they list."""
    return await _look(outlet, visit_context, download, TRIED)


async def probe(outlet: Outlet, visit_context: VisitContext, download: Download) -> ProbeResult:
    """The ways walked, and one article."""
    return await _look(outlet, visit_context, download, 1)


async def _look(
    outlet: Outlet, visit_context: VisitContext, download: Download, count: int
) -> ProbeResult:
    await LinkDiscovery(outlet, visit_context, download).walk()
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
            pages.append(page_from(response, link.url))
        else:
            troubles.append(f"{link.url}: answers {response.status}")
    return ProbeResult(
        now(), dict(visit_context.stats.ways), len(links), tuple(pages), tuple(troubles)
    )
