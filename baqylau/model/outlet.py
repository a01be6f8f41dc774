"""An outlet: one edition of a newspaper, site or channel. The registry reads a TOML file of
`outlets/`; out comes an `Outlet`, which crawler, cleaning and monitoring use.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class SourceKind(StrEnum):
    """How links to new articles are found."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    TELEGRAM = "telegram"


class Access(StrEnum):
    """How a crawler that says who it is can reach the outlet."""

    PLAIN = "plain"
    FEED_ONLY = "feed_only"
    BLOCKED = "blocked"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class DiscoverySource:
    """One address that lists articles: a feed, sitemap, section page or Telegram channel.

    `url` may hold `{n}` (page number) in a section; `pages` is how many of them a routine visit
    reads. `links` is the CSS selector of the anchors that count (None: every anchor). `confidence`
    says where the address is known from: A observed lately, B older code, C only listed, K common
    knowledge. `editions` are the outlets that read the same Telegram channel, as (id, languages),
    this one too; empty where no other reads it.
    """

    kind: SourceKind
    url: str
    pages: int = 1
    links: str | None = None
    confidence: str | None = None
    editions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class VisitPolicy:
    """How often the outlet is visited, and the pace of requests during a visit. `quiet` holds the
    local hours between which nothing is fetched, e.g. (1, 6).
    """

    every: timedelta = timedelta(minutes=15)
    delay: timedelta = timedelta(seconds=2)
    concurrency: int = 1
    quiet: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageLayout:
    """CSS selectors for the outlet's pages from `since` on (None: the oldest known layout). An
    outlet lists its newest layout first.
    """

    since: date | None = None
    body: str | None = None
    drop: tuple[str, ...] = ()
    title: str | None = None
    lead: str | None = None
    published: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """What the outlet usually publishes: articles per day (low, high), and for each field the share
    of articles in which it is filled.
    """

    articles_per_day: tuple[int, int] | None = None
    filled: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repairs:
    """What is done differently for an outlet whose pages are wrong in a known way; each is one key
    in the table `[repairs]` of its file.

    `time_offset` is added to the times that its pages print; `charset` is that of its pages and
    lists, whatever they declare; with `cookies` all cookies are kept for one visit; with
    `feed_reader` requests say that a feed reader sends them; `identity` is a regular expression
    with one group, the number in the address by which an article is known when its slug changes.
    """

    time_offset: timedelta | None = None
    charset: str | None = None
    cookies: bool = False
    feed_reader: bool = False
    identity: str | None = None

    def described(self) -> list[str]:
        """One sentence for each repair in use, for a person."""
        words = {
            "printed times are shifted by {}": self.time_offset,
            "its charset is {}, whatever it declares": self.charset,
            "cookies are kept for one visit": self.cookies,
            "requests name a feed reader": self.feed_reader,
            "articles are known by {} in their address": self.identity,
        }
        return [word.format(value) for word, value in words.items() if value]


@dataclass(frozen=True, slots=True)
class Outlet:
    """One edition. `id` is unique (`baq`, `baq-kk`); `articles` is the regular expression of its
    article addresses.

    `examples` are addresses of real articles: each matches `articles`, and no other outlet's.
    `aliases` are further host names; `also` are further names by which others cite it; `ordinary`
    says that its name is also a word or a place, so that it counts in quotation marks only;
    `official` says that it prints releases of an office. `neighbours` are the patterns of the other
    outlets on its host.
    """

    id: str
    name: str
    home: str
    country: str
    languages: tuple[str, ...]
    timezone: str
    discover: tuple[DiscoverySource, ...]
    articles: str | None = None
    examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ordinary: bool = False
    official: bool = False
    visit: VisitPolicy = VisitPolicy()
    layouts: tuple[PageLayout, ...] = ()
    expect: Expect = Expect()
    repairs: Repairs = Repairs()
    access: Access = Access.PLAIN
    tls: str = "verified"
    enabled: bool = True
    missing: str | None = None
    probed: str = "never"
    note: str | None = None
    neighbours: tuple[str, ...] = ()

    def layout_of(self, day: date) -> PageLayout | None:
        """The layout for reading a page published on `day`, or None where no layout is known."""
        return next((x for x in self.layouts if x.since is None or x.since <= day), None)
