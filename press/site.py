"""One outlet as a web site: a request's target and headers in, an `Answer` out. Knows nothing of sockets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from press import feeds
from press.article import Article
from press.newsroom import Feed, Newsroom
from press.pages import Look, Neighbour, Pages, path_of

TRACKING = ("utm_",)
RETRY_AFTER = 1  # seconds; long enough to be obeyed, short enough for a demo
MOST_KEPT = 2_000  # rendered answers kept in memory: every page of the press, a part of a load test's


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer. `pace`: seconds between two bytes (None: at once)."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    pace: float | None = None


@dataclass(slots=True)
class Site:
    """One outlet at one visit. `busy` is shared by both visits: a page is busy once and never again."""

    room: Newsroom
    articles: list[Article]
    origin: str
    look: Look = Look()
    lastmod: str | None = None
    busy: set[str] = field(default_factory=set)
    leaves: dict[str, Callable[[], Answer]] = field(default_factory=dict)
    kept: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.present = [x for x in self.articles if not x.gone]
        self.pages = Pages(self.room, self.present, self.origin, self.look)
        self._plant()

    present: list[Article] = field(init=False)
    pages: Pages = field(init=False)

    def answer(self, target: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What the outlet says to GET `target` (path and query). Header names in lower case."""
        target = _without_tracking(target)
        leaf = self.leaves.get(target)
        if leaf is None:
            return self._error(404)
        if target not in self.kept:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[target] = leaf()
        whole = self.kept[target]
        if whole.status == 503:
            del self.kept[target]
        return _unchanged(whole, headers or {}) or whole

    def _plant(self) -> None:
        for article in self.articles:
            self.leaves[path_of(self.room, article)] = partial(self._article, article)
        for stray in self.room.strays:
            self.leaves[stray.path] = partial(self._stray, stray.kind, stray.slug)
        self._plant_listings()
        for form in self.room.feeds:
            self.leaves[form.path] = partial(self._feed, form)
        self._plant_sitemaps()
        self.leaves["/robots.txt"] = lambda: self._text(self.room.robots.replace("{origin}", self.origin), "text/plain; charset=utf-8")

    def _plant_listings(self) -> None:
        strays = self.pages.strays()
        everything = [self.pages.link(x) for x in self.present]
        self._plant_listing(self.room.name, everything[:2] + strays + everything[2:], self.room.listing)
        self.leaves["/"] = self.leaves[self.room.listing.replace("{n}", "1")]
        for key, title in self.room.sections.items():
            items = [self.pages.link(x) for x in self.present if x.section == key]
            self._plant_listing(title, items, self.room.words["section_path"].replace("{section}", key))

    def _plant_listing(self, title: str, items: list[Neighbour], href: str) -> None:
        size = self.room.page_size
        last = max(1, -(-len(items) // size)) if "{n}" in href else 1
        for n in range(1, last + 1):
            part = items[(n - 1) * size : n * size] if "{n}" in href else items
            self.leaves[href.replace("{n}", str(n))] = partial(self._listing, title, part, n, last, href)

    def _plant_sitemaps(self) -> None:
        if self.room.sitemap is None:
            return
        children = ["/sitemap-news.xml", "/sitemap-articles.xml"]
        self.leaves[self.room.sitemap] = lambda: self._xml(feeds.sitemap_index([self.origin + x for x in children]))
        self.leaves[children[0]] = lambda: self._xml(feeds.news_sitemap(self.room, self.present, self.origin, self.look.dates))
        self.leaves[children[1]] = lambda: self._xml(feeds.sitemap(self.room, self.present, self.origin, self.lastmod))

    def _article(self, article: Article) -> Answer:
        if article.gone:
            return self._error(410)
        if article.busy_once and article.slug not in self.busy:
            self.busy.add(article.slug)
            return Answer(503, b"busy", (("retry-after", str(RETRY_AFTER)), ("content-type", "text/plain")))
        return self._page(self.pages.article(article), changed=article.modified or article.published)

    def _stray(self, kind: str, slug: str | None) -> Answer:
        if kind == "moved":
            article = next(x for x in self.articles if x.slug == slug)
            return Answer(301, b"", (("location", self.origin + path_of(self.room, article)),))
        return self._error(200 if kind == "soft_404" else 404)

    def _listing(self, title: str, items: list[Neighbour], page: int, last: int, href: str) -> Answer:
        return self._page(self.pages.listing(title, items, page, last, href), changed=self._newest())

    def _feed(self, form: Feed) -> Answer:
        return self._xml(feeds.feed(form, self.room, self.present, self.origin, self.look.dates))

    def _error(self, status: int) -> Answer:
        return self._page(self.pages.error(status), status=status)

    def _newest(self) -> datetime | None:
        return max((x.modified or x.published for x in self.present), default=None)

    def _page(self, html: str, status: int = 200, changed: datetime | None = None) -> Answer:
        declared = f"; charset={self.room.declared}" if self.room.declared else ""
        return _whole(html.encode(self.room.charset, "xmlcharrefreplace"), f"text/html{declared}", status, changed)

    def _xml(self, text: str) -> Answer:
        return self._text(text, "application/xml; charset=utf-8")

    def _text(self, text: str, kind: str) -> Answer:
        return _whole(text.encode(), kind, 200, self._newest())


def _whole(body: bytes, kind: str, status: int, changed: datetime | None) -> Answer:
    headers = [("content-type", kind)]
    if status == 200:
        headers.append(("etag", f'"{sha256(body).hexdigest()[:20]}"'))
        if changed:
            headers.append(("last-modified", format_datetime(changed.astimezone(UTC), usegmt=True)))
    return Answer(status, body, tuple(headers))


def _unchanged(whole: Answer, asked: Mapping[str, str]) -> Answer | None:
    """A 304 where the reader already has it: the ETag decides, the time only where no ETag was sent (RFC 9110, 13.2.2)."""
    own = dict(whole.headers)
    if whole.status != 200 or "etag" not in own:
        return None
    if "if-none-match" in asked:
        same = own["etag"] in asked["if-none-match"]
    elif "if-modified-since" in asked and "last-modified" in own:
        same = parsedate_to_datetime(own["last-modified"]) <= parsedate_to_datetime(asked["if-modified-since"])
    else:
        same = False
    return Answer(304, b"", tuple(x for x in whole.headers if x[0] != "content-type")) if same else None


def _without_tracking(target: str) -> str:
    parts = urlsplit(target)
    if not any(x in parts.query for x in TRACKING):
        return target
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not k.startswith(TRACKING)]
    return parts.path + (f"?{urlencode(kept)}" if kept else "")
