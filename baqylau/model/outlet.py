"""An outlet edition: one newsroom in one language, read from one TOML under `outlets/`."""

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
    """How the outlet can be reached by an honest robot."""

    PLAIN = "plain"
    FEED_ONLY = "feed_only"
    BLOCKED = "blocked"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class DiscoverySource:
    """One way of finding articles.

    `url` may hold `{n}` (page number) in a section; `pages` is how many of them a routine visit
    reads.
    `confidence` is the letter of the source behind it: A observed lately, B older code, C only
    listed, K common knowledge.
    """

    kind: SourceKind
    url: str
    pages: int = 1
    links: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class VisitPolicy:
    """How often and how gently the outlet is visited. `quiet` is a nightly pair of local hours,
    e.g. (1, 6).
    """

    every: timedelta = timedelta(minutes=15)
    delay: timedelta = timedelta(seconds=2)
    concurrency: int = 1
    quiet: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageLayout:
    """CSS selectors of the outlet's pages from `since` on (None: the oldest known); the newest
    layout stands first.
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
    """What the outlet usually yields: articles per day (low, high) and the share of articles with a
    field filled.
    """

    articles_per_day: tuple[int, int] | None = None
    filled: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One edition. `id` is unique (`baq`, `baq-kk`); `articles` is the regular expression of its
    article addresses.

    `examples` are addresses of real articles: each matches `articles`, and no other outlet's.
    `aliases` are further host names.
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
    visit: VisitPolicy = VisitPolicy()
    layouts: tuple[PageLayout, ...] = ()
    expect: Expect = Expect()
    access: Access = Access.PLAIN
    tls: str = "verified"
    enabled: bool = True
    missing: str | None = None
    probed: str = "never"
    note: str | None = None

    def layout_of(self, day: date) -> PageLayout | None:
        """The layout a page printed on `day` is read by, or None where no layout is known."""
        return next((x for x in self.layouts if x.since is None or x.since <= day), None)
