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
from crawler.errand import Download
from crawler.forgetful_desk import ForgetfulDesk
from crawler.scout import Scout
from crawler.spiders.outlet import page_from
from crawler.trip import Trip
from crawler.words import NETWORK, explain

TRIED = 3  # articles of `outlets try`


@dataclass(frozen=True, slots=True)
class Looked:
    """`ways` says what each way answered; `pages` are the articles that could be fetched,
    `troubles` why others could not.
    """

    at: datetime
    ways: dict[str, SourceResult]
    links: int
    pages: tuple[Page, ...]
    troubles: tuple[str, ...]


async def newest(outlet: Outlet, trip: Trip, download: Download) -> Looked:
    """The ways walked, and the first three articles they list."""
    return await _look(outlet, trip, download, TRIED)


async def probe(outlet: Outlet, trip: Trip, download: Download) -> Looked:
    """The ways walked, and one article."""
    return await _look(outlet, trip, download, 1)


async def _look(outlet: Outlet, trip: Trip, download: Download, count: int) -> Looked:
    await Scout(outlet, trip, download).walk()
    links = trip.desk.links if isinstance(trip.desk, ForgetfulDesk) else []
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
    return Looked(now(), dict(trip.tally.ways), len(links), tuple(pages), tuple(troubles))
