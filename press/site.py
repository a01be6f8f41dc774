"""One outlet as a web site: the target and the headers of a request come in, an `Answer` goes out.
It does not touch sockets.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from baqylau.clock import now
from press import feeds
from press.answer import Answer, unchanged, whole, without_tracking
from press.article import PressArticle
from press.misbehaviour import Misbehaviour, misbehave
from press.newsroom import Newsroom, PressFeed, StrayPage
from press.pages import Neighbour, Pages, amp_of, number, path_of

RETRY_AFTER = 1  # seconds; long enough to test that it is obeyed, short enough for a demo
SITEMAPS = ("/sitemap-news.xml", "/sitemap-articles.xml")
COUNTED = 137  # views gained between the two visits where counters move
_XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class PressResource:
    """`kind`: feed | sitemap | listing | article | robots | error, as `misbehaviour.toml` names
    them.
    """

    kind: str
    make: Callable[[], Answer]


@dataclass(slots=True)
class PressSite:
    """One outlet at one visit. `busy` is shared by both visits: a page is busy once only."""

    newsroom: Newsroom
    articles: list[PressArticle]
    origin: str
    second: bool = False
    misbehaviour: Misbehaviour = field(default_factory=Misbehaviour)
    busy: set[str] = field(default_factory=set)
    resources: dict[str, PressResource] = field(default_factory=dict)
    cache: dict[str, Answer] = field(default_factory=dict)
    visits: int = 0
    present: list[PressArticle] = field(init=False)
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        style = self.misbehaviour.style
        if self.second and self.newsroom.counters_move:
            style = replace(style, counter=COUNTED)
        self.present = [x for x in self.articles if not x.gone]
        self.pages = Pages(self.newsroom, self.present, self.origin, style)
        self._add()

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to GET `target` (path and query). Header names in lower case."""
        self.visits += 1
        plain = without_tracking(target)
        resource = self.resources.get(plain.removesuffix("?again=1").removesuffix("&again=1"))
        if resource is None:
            return self._error(404)
        given = self._made(plain, resource)
        how = self.misbehaviour.answers.get(resource.kind)
        if how:
            return misbehave(how, target, given, partial(self._error, 200))
        return unchanged(given, headers) or given

    def _made(self, target: str, resource: PressResource) -> Answer:
        if target in self.cache:
            return self.cache[target]
        made = resource.make()
        changes = (resource.kind == "listing" and self.pages.style.suffixes) or (
            resource.kind == "sitemap" and self.misbehaviour.lastmod_today
        )
        if made.status != 503 and not changes:
            self.cache[target] = made
        return made

    def _add(self) -> None:
        for article in self.articles:
            path = path_of(self.newsroom, article)
            self.resources[path] = PressResource("article", partial(self._article, article))
            if self.pages.style.amp:
                self.resources[amp_of(path)] = PressResource("article", partial(self._amp, article))
        for stray in self.newsroom.strays:
            self.resources[stray.path] = PressResource("error", partial(self._stray, stray))
        self._add_listings()
        for form in self.newsroom.feeds:
            self.resources[form.path] = PressResource("feed", partial(self._feed, form))
        self._add_sitemaps()
        if self.newsroom.channel:
            self.resources[self.newsroom.channel] = PressResource("listing", self._channel)
        robots = self.newsroom.robots.replace("{origin}", self.origin)
        self.resources["/robots.txt"] = PressResource(
            "robots", lambda: whole(robots.encode(), "text/plain; charset=utf-8")
        )

    def _add_listings(self) -> None:
        items = [self.pages.link(x) for x in self.present]
        calendar = [self._add_day(self._last_day())] if self.misbehaviour.calendar else []
        self._add_listing(
            self.newsroom.name,
            calendar + items[:2] + self.pages.strays() + items[2:],
            self.newsroom.listing,
        )
        self.resources["/"] = self.resources[self.newsroom.listing.replace("{n}", "1")]
        for key, title in self.newsroom.sections.items():
            part = [self.pages.link(x) for x in self.present if x.section == key]
            self._add_listing(
                title,
                calendar + part,
                self.newsroom.words["section_path"].replace("{section}", key),
            )

    def _add_listing(self, title: str, items: list[Neighbour], href: str) -> None:
        size = self.newsroom.page_size
        last = max(1, -(-len(items) // size))
        for n in range(1, last + 1):
            part = items[(n - 1) * size : n * size]
            self.resources[href.replace("{n}", str(n))] = PressResource(
                "listing", partial(self._listing, title, part, n, last, href)
            )

    def _add_day(self, day: datetime) -> Neighbour:
        """A calendar page in the shape of an article's address; drawing it adds the day
        before.
        """
        title = f"{day:%d.%m.%Y}"
        key = next(iter(self.newsroom.sections))
        shape = PressArticle(
            self.newsroom.id, f"calendar-{day:%Y-%m-%d}", title, day, key, self.newsroom.language
        )
        path = path_of(self.newsroom, shape)
        self.resources.setdefault(
            path, PressResource("listing", partial(self._day, title, day, path))
        )
        return Neighbour(title, path)

    def _last_day(self) -> datetime:
        return max((x.published for x in self.present), default=datetime(2026, 11, 24, tzinfo=UTC))

    def _add_sitemaps(self) -> None:
        if self.newsroom.sitemap is None:
            return
        index = feeds.sitemap_index([self.origin + x for x in SITEMAPS])
        self.resources[self.newsroom.sitemap] = PressResource("sitemap", lambda: self._xml(index))
        self.resources[SITEMAPS[0]] = PressResource(
            "sitemap",
            lambda: self._xml(
                feeds.news_sitemap(self.newsroom, self.present, self.origin, self.pages.style.dates)
            ),
        )
        self.resources[SITEMAPS[1]] = PressResource("sitemap", self._sitemap)

    def _article(self, article: PressArticle) -> Answer:
        if article.gone:
            return self._error(410)
        if article.busy_once and article.slug not in self.busy:
            self.busy.add(article.slug)
            return Answer(
                503, b"busy", (("retry-after", str(RETRY_AFTER)), ("content-type", "text/plain"))
            )
        return self._page(
            self.pages.article(article), changed=article.modified or article.published
        )

    def _amp(self, article: PressArticle) -> Answer:
        return self._page(self.pages.amp(article), changed=article.published)

    def _stray(self, stray: StrayPage) -> Answer:
        if stray.kind == "moved":
            article = next(x for x in self.articles if x.slug == stray.slug)
            return Answer(301, b"", (("location", self.origin + path_of(self.newsroom, article)),))
        return self._error(200 if stray.kind == "soft_404" else 404)

    def _listing(
        self, title: str, items: list[Neighbour], page: int, last: int, href: str
    ) -> Answer:
        return self._page(
            self.pages.listing(title, items, page, last, href, self.visits), changed=self._newest()
        )

    def _day(self, title: str, day: datetime, path: str) -> Answer:
        before = [self._add_day(day - timedelta(days=n)) for n in (1, 2, 7)]
        return self._page(self.pages.listing(title, before, 1, 1, path), changed=day)

    def _feed(self, form: PressFeed) -> Answer:
        articles = [x for x in self.present if form.section in (None, x.section)]
        return self._xml(
            feeds.feed(form, self.newsroom, articles, self.origin, self.pages.style.dates)
        )

    def _sitemap(self) -> Answer:
        lastmod = f"{now():%Y-%m-%d}" if self.misbehaviour.lastmod_today else None
        return self._xml(feeds.sitemap(self.newsroom, self.present, self.origin, lastmod))

    def _channel(self) -> Answer:
        posts = [
            _post(x.title, x.published, self.origin + path_of(self.newsroom, x))
            for x in self.present
        ]
        posts += [_post(x.text, x.published, None) for x in self.newsroom.posts]
        return self._page(
            self.pages.channel(sorted(posts, key=lambda x: str(x["time"]))), changed=self._newest()
        )

    def _error(self, status: int) -> Answer:
        return self._page(self.pages.error(status), status=status)

    def _newest(self) -> datetime | None:
        return max((x.modified or x.published for x in self.present), default=None)

    def _page(self, html: str, status: int = 200, changed: datetime | None = None) -> Answer:
        declared = f"; charset={self.newsroom.declared}" if self.newsroom.declared else ""
        return whole(
            html.encode(self.newsroom.charset, "xmlcharrefreplace"),
            f"text/html{declared}",
            status,
            changed,
        )

    def _xml(self, text: str) -> Answer:
        return whole(text.encode(), _XML, changed=self._newest())


def _post(text: str, published: datetime, href: str | None) -> dict[str, Any]:
    key = number(text)
    clock = f"{published:%H:%M}"
    return {
        "text": text,
        "href": href,
        "id": key,
        "views": key % 900,
        "time": published.astimezone(UTC).isoformat(),
        "clock": clock,
    }
