"""A fetched page comes in and is kept, with its job and its address's next look, before anything
else happens to it.
"""

from scrapy.crawler import Crawler

from baqylau.clock import now
from baqylau.store.arrivals import Arrival
from crawler import rhythm
from crawler.spiders.outlet import Fetched, OutletSpider


class KeepPages:
    """The archive first, then all rows in one transaction: a crash in between costs a second fetch
    and no page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepPages":
        return cls(crawler)

    async def process_item(self, item: Fetched) -> Fetched:
        spider = self.crawler.spider
        if not isinstance(spider, OutletSpider):
            raise TypeError(
                f"this pipeline keeps the pages of outlet spiders, not of {type(spider).__name__}"
            )
        trip, address = spider.trip, item.address
        again = rhythm.next_look(
            rhythm.born(address.first_seen, address.hint.get("published")), now()
        )
        arrival = Arrival(
            item.page,
            spider.outlet.id,
            address.id,
            item.origin,
            item.etag,
            item.last_modified,
            again,
        )
        await trip.desk.keep(arrival)
        trip.tally.fetched += 1
        return item
