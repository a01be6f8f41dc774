"""Cookies of one visit: answers of an outlet come in, its later requests carry what they set.

Some sites set a cookie, redirect to themselves, and show the page only to who brings the cookie
back. So cookies that come with a redirect are kept until the visit ends, and nothing of them is
stored. All others are kept only where the outlet's file says `cookies = true`.

Scrapy's own middleware is not used: it downloads a list of public suffixes from the network.
"""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

from crawler.spiders.outlet import OutletSpider

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class VisitCookies:
    """One jar for each visit, since each visit has a crawler of its own."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.jar: CookieJar | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "VisitCookies":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if self.jar is not None:
            request.headers.pop("Cookie", None)
            self.jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        if "Set-Cookie" in response.headers and self._wanted(response):
            self.jar = self.jar or CookieJar()
            self.jar.extract_cookies(response, request)
        return response

    def _wanted(self, response: Response) -> bool:
        spider = self.crawler.spider
        asked = isinstance(spider, OutletSpider) and spider.outlet.repairs.cookies
        return asked or response.status in REDIRECTS
