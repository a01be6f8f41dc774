"""A fetched page comes in and is kept before anything else happens to it; only then is its address told so."""

import hashlib

from scrapy.crawler import Crawler

from baqylau.clock import now
from crawler import rhythm
from crawler.desk import Seen
from crawler.spiders.outlet import Fetched, OutletSpider


class KeepPages:
    """Archive, page row and job first, the address's next look second: a crash in between costs a second fetch and no page."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepPages":
        return cls(crawler)

    async def process_item(self, item: Fetched) -> Fetched:
        spider = self.crawler.spider
        if not isinstance(spider, OutletSpider):
            raise TypeError(f"this pipeline keeps the pages of outlet spiders, not of {type(spider).__name__}")
        trip, address = spider.trip, item.address
        await trip.desk.keep(item.page, spider.outlet.id, address, item.origin)
        trip.tally.fetched += 1
        if item.origin == "crawl":
            again = rhythm.next_look(rhythm.born(address.first_seen, address.hint.get("published")), now())
            seen = Seen(item.page.status, item.etag, item.last_modified, hashlib.sha256(item.page.body).hexdigest())
            await trip.desk.fetched(address, seen, again)
        return item
