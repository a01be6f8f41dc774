"""Reading an outlet's discovery sources: which requests are conditional, and which outcome each
answer gets.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse, Response

from baqylau.clock import now
from baqylau.errors import SandboxLimitExceeded
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler.discovery import feeds
from crawler.discovery.runner import LinkDiscovery
from crawler.frontier_memory import MemoryFrontier
from crawler.parser_pool import InProcessParser
from crawler.robots import RobotsCache
from crawler.visit import VisitContext

HOME = "https://tau-samal.test/"
FEED, NEWS = f"{HOME}rss", f"{HOME}news/"
ETAG = {"ETag": '"7"'}


def _feed(*paths: str) -> bytes:
    items = "".join(f"<item><title>x</title><link>{HOME}{x}</link></item>" for x in paths)
    return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


@dataclass
class FakeDownloader:
    """A downloader that gives prepared answers one after the other, and records the requests."""

    answers: list[tuple[int, bytes] | Exception]
    requests: list[Request] = field(default_factory=list)

    async def download(self, request: Request) -> Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return HtmlResponse(
            request.url,
            status=status,
            body=body,
            headers=ETAG if status == 200 else {},
            encoding="utf-8",
        )


@dataclass
class DiscoveryRuns:
    """One discovery source of one outlet, read again and again over one frontier."""

    source: DiscoverySource
    frontier: MemoryFrontier = field(default_factory=lambda: MemoryFrontier(keep_state=True))
    last_visit: datetime | None = None

    def run(self, *answers: tuple[int, bytes] | Exception) -> tuple[str, FakeDownloader]:
        outlet = Outlet(
            "tau-samal",
            "Тау самалы",
            HOME,
            "kz",
            ("kk",),
            "Asia/Almaty",
            (self.source,),
            articles=rf"^{HOME}news/\d+",
        )
        downloader, visit_context = (
            FakeDownloader(list(answers)),
            VisitContext(self.frontier, RobotsCache(), parser=InProcessParser()),
        )
        visit_context.last_visit = self.last_visit
        asyncio.run(LinkDiscovery(outlet, visit_context, downloader.download).run())
        return str(visit_context.stats.sources[self.source.url]), downloader

    @property
    def links(self) -> list[str]:
        return [x.url for x in self.frontier.links]


@pytest.fixture
def feed() -> DiscoveryRuns:
    return DiscoveryRuns(DiscoverySource(SourceKind.FEED, FEED))


def _conditional(downloader: FakeDownloader) -> bool:
    return "If-None-Match" in downloader.requests[0].headers


def test_a_source_that_was_read_is_requested_conditionally_the_next_time(
    feed: DiscoveryRuns,
) -> None:
    assert feed.run((200, _feed("news/1", "about")))[0] == "read"
    assert feed.links == [f"{HOME}news/1"]
    word, downloader = feed.run((304, b""))
    assert (word, _conditional(downloader)) == ("unchanged", True)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ((503, b""), "failed: answers 503"),
        (DownloadTimeoutError(), "failed: timed out"),
        ((200, b"<html>Just a moment</html>"), "invalid: not a feed"),
    ],
)
def test_the_request_after_a_failure_is_unconditional(
    feed: DiscoveryRuns, answer: tuple[int, bytes] | Exception, word: str
) -> None:
    feed.run((200, _feed("news/1")))
    outcome, _ = feed.run(answer)
    assert outcome.startswith(word)
    again, downloader = feed.run((200, _feed("news/1")))
    assert (again, _conditional(downloader)) == (
        "unchanged",
        False,
    )  # the same body in a full answer: the source works again
    assert _conditional(feed.run((304, b""))[1])


def test_a_list_that_always_answers_304_is_requested_in_full_once_a_day(
    feed: DiscoveryRuns,
) -> None:
    feed.run((200, _feed("news/1")))
    sources, kept = feed.frontier.sources, []
    for hours in (1, 12, 23, 24, 25):  # since the list was received
        sources[FEED] = replace(sources[FEED], last_fetch=now() - timedelta(hours=hours))
        kept.append(_conditional(feed.run((304, b""))[1]))
    assert kept == [True, True, True, False, False]  # still asked, until it is received again
    sources[FEED] = replace(sources[FEED], last_fetch=now() - timedelta(hours=25))
    word, downloader = feed.run((200, _feed("news/1", "news/2")))
    assert (word, _conditional(downloader)) == ("read", False)
    assert f"{HOME}news/2" in feed.links
    assert _conditional(feed.run((304, b""))[1])


def test_a_visit_before_midnight_leaves_the_end_of_its_day_to_the_next_visit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The outlet's day ends at 19:00 UTC. What it printed in the last minute before stands on the
    page of a day that is over when the next visit begins.
    """
    archive = DiscoveryRuns(
        DiscoverySource(SourceKind.SECTION, f"{HOME}archive/{{YYYY}}-{{MM}}-{{DD}}/")
    )

    def visit(at: datetime, *bodies: bytes) -> list[str]:
        for module in ("crawler.discovery.runner", "crawler.frontier_memory"):
            monkeypatch.setattr(f"{module}.now", lambda: at)
        _, downloader = archive.run(*[(200, x) for x in bodies])
        archive.last_visit = at
        return [x.url.removeprefix(f"{HOME}archive/").rstrip("/") for x in downloader.requests]

    day = b'<a href="/news/11">a headline of some length</a>'
    late = day + b'<a href="/news/12">the last of the day</a>'
    new = b'<a href="/news/13">the first of the next day</a>'
    week = [day] * 6  # the first visits also read the days before
    first = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert visit(first, day) == ["2026-11-22"]
    before = visit(datetime(2026, 11, 22, 18, 59, 50, tzinfo=UTC), day, *week, day)
    assert before[0] == "2026-11-22"
    after = visit(datetime(2026, 11, 22, 19, 5, tzinfo=UTC), new, late, *week)
    assert after[:2] == ["2026-11-23", "2026-11-22"]
    assert {f"{HOME}news/{n}" for n in (11, 12, 13)} == set(archive.links)


def test_an_empty_feed_is_reported_at_every_visit_as_empty_and_not_as_invalid(
    feed: DiscoveryRuns,
) -> None:
    assert [feed.run((200, _feed()))[0] for _ in range(3)] == ["empty"] * 3
    assert (
        feed.run((200, _feed("about", "news/")))[0]
        == "empty: none of 2 links is an article of this outlet"
    )
    assert feed.run((200, _feed("news/2")))[0] == "read"


def test_a_link_on_a_later_page_counts_for_the_source_of_the_first_page() -> None:
    pages = DiscoveryRuns(DiscoverySource(SourceKind.SECTION, f"{NEWS}?page={{n}}", pages=2))
    assert (
        pages.run((200, b'<a href="/news/12">x</a>'), (200, b'<a href="/news/11">y</a>'))[0]
        == "read"
    )
    assert {x.source for x in pages.frontier.links} == {f"{NEWS}?page={{n}}"}


def test_a_section_page_without_an_article_is_empty() -> None:
    section = DiscoveryRuns(DiscoverySource(SourceKind.SECTION, NEWS))
    assert section.run((200, b'<a href="/news/12">x</a>'))[0] == "read"
    assert section.run((200, b'<a href="/contacts">a heading of some length</a>'))[0].startswith(
        "empty"
    )


def test_a_list_whose_parser_was_stopped_is_requested_again_only_later(
    feed: DiscoveryRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.run((200, _feed("news/1")))
    sources = feed.frontier.sources

    def stopped(*_: object) -> None:
        raise SandboxLimitExceeded("parsing took longer than 5 s and was stopped")

    with monkeypatch.context() as patched:
        patched.setattr(feeds, "read", stopped)
        word, _ = feed.run((200, _feed("news/3")))
    assert word.startswith("unreadable: parsing took longer than 5 s")
    assert FEED in word
    assert sources[FEED].attempts == 1
    again = sources[FEED].not_before
    assert again is not None
    assert again > now() + timedelta(minutes=10)
    word, downloader = feed.run()
    assert word.startswith("unreadable: ")
    assert downloader.requests == []
    sources[FEED] = replace(sources[FEED], not_before=now())
    word, downloader = feed.run((200, _feed("news/1", "news/2")))
    assert (word, _conditional(downloader)) == ("read", False)


@pytest.mark.parametrize("wrong", [MemoryError(), RecursionError("deep"), ValueError("odd")])
def test_a_parser_that_raises_loses_only_its_own_source(
    monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    feed, other = (
        DiscoveryRuns(DiscoverySource(SourceKind.FEED, FEED)),
        DiscoverySource(SourceKind.SECTION, NEWS),
    )

    def fails(*_: object) -> None:
        raise wrong

    monkeypatch.setattr(feeds, "read", fails)
    outlet = Outlet("tau-samal", "x", HOME, "kz", ("kk",), "Asia/Almaty", (feed.source, other))
    downloader = FakeDownloader([(200, _feed("news/1")), (200, b'<a href="/news/1234">x</a>')])
    visit_context = VisitContext(feed.frontier, RobotsCache(), parser=InProcessParser())
    asyncio.run(LinkDiscovery(outlet, visit_context, downloader.download).run())
    assert str(visit_context.stats.sources[FEED]).startswith(f"unreadable: {type(wrong).__name__}")
    assert str(visit_context.stats.sources[NEWS]) == "read"
    assert not visit_context.stats.failed
