"""A fetched page comes in and is kept, with its job and its address's next look, before anything
else happens to it.
"""

from scrapy.crawler import Crawler

from baqylau.clock import now
from baqylau.store.page_writer import FetchedPage
from crawler import revisit_policy
from crawler.spiders.outlet import FetchedItem, OutletSpider


class StorePages:
    """The archive first, then all rows in one transaction: a crash in between costs a second fetch
    and no page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePages":
        return cls(crawler)

    async def process_item(self, item: FetchedItem) -> FetchedItem:
        spider = self.crawler.spider
        if not isinstance(spider, OutletSpider):
            raise TypeError(
                f"this pipeline keeps the pages of outlet spiders, not of {type(spider).__name__}"
            )
        visit_context, address = spider.visit_context, item.address
        again = revisit_policy.next_look(
            revisit_policy.born(address.first_seen, address.hint.get("published")), now()
        )
        arrival = FetchedPage(
            item.page,
            spider.outlet.id,
            address.id,
            item.origin,
            item.etag,
            item.last_modified,
            again,
        )
        await visit_context.frontier.keep(arrival)
        visit_context.stats.fetched += 1
        return item
