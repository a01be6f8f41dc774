"""Stores fetched pages: a page comes from the spider and goes to archive and database, with its job
and the time of its next fetch, before anything else happens to it.
"""

from scrapy.crawler import Crawler

from baqylau.clock import now
from baqylau.store.page_writer import FetchedPage
from crawler import revisit_policy
from crawler.spiders.outlet import FetchedItem, OutletSpider


class StorePages:
    """Writes the body into the archive first, then all rows in one transaction: after a crash in
    between the page is fetched again, and none is lost.
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
                f"this pipeline stores the pages of outlet spiders, not of {type(spider).__name__}"
            )
        visit_context, address = spider.visit_context, item.address
        published = revisit_policy.publication_time(
            address.first_seen, address.hint.get("published")
        )
        fetched_page = FetchedPage(
            item.page,
            spider.outlet.id,
            address.id,
            item.origin,
            item.etag,
            item.last_modified,
            revisit_policy.next_article_fetch(published, now()),
            revisit_policy.next_article_fetch(published, now(), unchanged=True),
            known_read_hash=address.read_hash,
            known_hash=address.content_hash,
        )
        await visit_context.frontier.store(fetched_page)
        visit_context.stats.fetched += 1
        return item
