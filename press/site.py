"""One outlet as a web site: a request's target and headers in, an `Answer` out. Knows nothing of
sockets.
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
from press.misbehaviour import Misbehaviour, spoiled
from press.newsroom import Newsroom, PressFeed, StrayPage
from press.pages import Neighbour, Pages, amp_of, number, path_of

RETRY_AFTER = 1  # seconds; long enough to be obeyed, short enough for a demo
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
    """One outlet at one visit. `busy` is shared by both visits: a page is busy once and never
    again.
    """

    room: Newsroom
    articles: list[PressArticle]
    origin: str
    second: bool = False
    trouble: Misbehaviour = field(default_factory=Misbehaviour)
    busy: set[str] = field(default_factory=set)
    leaves: dict[str, PressResource] = field(default_factory=dict)
    kept: dict[str, Answer] = field(default_factory=dict)
    visits: int = 0
    present: list[PressArticle] = field(init=False)
    pages: Pages = field(init=False)

    def __post_init__(self) -> None:
        look = self.trouble.look
        if self.second and self.room.counters_move:
            look = replace(look, counter=COUNTED)
        self.present = [x for x in self.articles if not x.gone]
        self.pages = Pages(self.room, self.present, self.origin, look)
        self._plant()

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer:
        """What the outlet says to GET `target` (path and query). Header names in lower case."""
        self.visits += 1
        plain = without_tracking(target)
        leaf = self.leaves.get(plain.removesuffix("?again=1").removesuffix("&again=1"))
        if leaf is None:
            return self._error(404)
        given = self._made(plain, leaf)
        how = self.trouble.answers.get(leaf.kind)
        if how:
            return spoiled(how, target, given, partial(self._error, 200))
        return unchanged(given, headers) or given

    def _made(self, target: str, leaf: PressResource) -> Answer:
        if target in self.kept:
            return self.kept[target]
        made = leaf.make()
        changes = (leaf.kind == "listing" and self.pages.look.suffixes) or (
            leaf.kind == "sitemap" and self.trouble.lastmod_today
        )
        if made.status != 503 and not changes:
            self.kept[target] = made
        return made

    def _plant(self) -> None:
        for article in self.articles:
            path = path_of(self.room, article)
            self.leaves[path] = PressResource("article", partial(self._article, article))
            if self.pages.look.amp:
                self.leaves[amp_of(path)] = PressResource("article", partial(self._amp, article))
        for stray in self.room.strays:
            self.leaves[stray.path] = PressResource("error", partial(self._stray, stray))
        self._plant_listings()
        for form in self.room.feeds:
            self.leaves[form.path] = PressResource("feed", partial(self._feed, form))
        self._plant_sitemaps()
        if self.room.channel:
            self.leaves[self.room.channel] = PressResource("listing", self._channel)
        robots = self.room.robots.replace("{origin}", self.origin)
        self.leaves["/robots.txt"] = PressResource(
            "robots", lambda: whole(robots.encode(), "text/plain; charset=utf-8")
        )

    def _plant_listings(self) -> None:
        items = [self.pages.link(x) for x in self.present]
        calendar = [self._plant_day(self._last_day())] if self.trouble.calendar else []
        self._plant_listing(
            self.room.name,
            calendar + items[:2] + self.pages.strays() + items[2:],
            self.room.listing,
        )
        self.leaves["/"] = self.leaves[self.room.listing.replace("{n}", "1")]
        for key, title in self.room.sections.items():
            part = [self.pages.link(x) for x in self.present if x.section == key]
            self._plant_listing(
                title, calendar + part, self.room.words["section_path"].replace("{section}", key)
            )

    def _plant_listing(self, title: str, items: list[Neighbour], href: str) -> None:
        size = self.room.page_size
        last = max(1, -(-len(items) // size))
        for n in range(1, last + 1):
            part = items[(n - 1) * size : n * size]
            self.leaves[href.replace("{n}", str(n))] = PressResource(
                "listing", partial(self._listing, title, part, n, last, href)
            )

    def _plant_day(self, day: datetime) -> Neighbour:
        """A calendar page in the shape of an article's address; drawing it plants the day
        before.
        """
        title = f"{day:%d.%m.%Y}"
        key = next(iter(self.room.sections))
        shape = PressArticle(
            self.room.id, f"calendar-{day:%Y-%m-%d}", title, day, key, self.room.language
        )
        path = path_of(self.room, shape)
        self.leaves.setdefault(path, PressResource("listing", partial(self._day, title, day, path)))
        return Neighbour(title, path)

    def _last_day(self) -> datetime:
        return max((x.published for x in self.present), default=datetime(2026, 11, 24, tzinfo=UTC))

    def _plant_sitemaps(self) -> None:
        if self.room.sitemap is None:
            return
        index = feeds.sitemap_index([self.origin + x for x in SITEMAPS])
        self.leaves[self.room.sitemap] = PressResource("sitemap", lambda: self._xml(index))
        self.leaves[SITEMAPS[0]] = PressResource(
            "sitemap",
            lambda: self._xml(
                feeds.news_sitemap(self.room, self.present, self.origin, self.pages.look.dates)
            ),
        )
        self.leaves[SITEMAPS[1]] = PressResource("sitemap", self._sitemap)

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
            return Answer(301, b"", (("location", self.origin + path_of(self.room, article)),))
        return self._error(200 if stray.kind == "soft_404" else 404)

    def _listing(
        self, title: str, items: list[Neighbour], page: int, last: int, href: str
    ) -> Answer:
        return self._page(
            self.pages.listing(title, items, page, last, href, self.visits), changed=self._newest()
        )

    def _day(self, title: str, day: datetime, path: str) -> Answer:
        before = [self._plant_day(day - timedelta(days=n)) for n in (1, 2, 7)]
        return self._page(self.pages.listing(title, before, 1, 1, path), changed=day)

    def _feed(self, form: PressFeed) -> Answer:
        told = [x for x in self.present if form.section in (None, x.section)]
        return self._xml(feeds.feed(form, self.room, told, self.origin, self.pages.look.dates))

    def _sitemap(self) -> Answer:
        lastmod = f"{now():%Y-%m-%d}" if self.trouble.lastmod_today else None
        return self._xml(feeds.sitemap(self.room, self.present, self.origin, lastmod))

    def _channel(self) -> Answer:
        posts = [
            _post(x.title, x.published, self.origin + path_of(self.room, x)) for x in self.present
        ]
        posts += [_post(x.text, x.published, None) for x in self.room.posts]
        return self._page(
            self.pages.channel(sorted(posts, key=lambda x: str(x["time"]))), changed=self._newest()
        )

    def _error(self, status: int) -> Answer:
        return self._page(self.pages.error(status), status=status)

    def _newest(self) -> datetime | None:
        return max((x.modified or x.published for x in self.present), default=None)

    def _page(self, html: str, status: int = 200, changed: datetime | None = None) -> Answer:
        declared = f"; charset={self.room.declared}" if self.room.declared else ""
        return whole(
            html.encode(self.room.charset, "xmlcharrefreplace"),
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
