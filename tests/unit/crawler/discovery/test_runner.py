"""The walk along an outlet's ways: what is asked with conditions and what without, and the word
each answer gets.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse, Response

from baqylau.clock import now
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler.discovery import feeds
from crawler.discovery.runner import LinkDiscovery
from crawler.robots import RobotsCache
from crawler.visit import VisitContext
from tests.unit.crawler.memory_desk import MemoryDesk

HOME = "https://tau-samal.test/"
FEED, NEWS = f"{HOME}rss", f"{HOME}news/"
ETAG = {"ETag": '"7"'}


def _feed(*paths: str) -> bytes:
    items = "".join(f"<item><title>x</title><link>{HOME}{x}</link></item>" for x in paths)
    return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


@dataclass
class Outside:
    """Answers one after the other, and remembers what was asked."""

    answers: list[tuple[int, bytes] | Exception]
    asked: list[Request] = field(default_factory=list)

    async def download(self, request: Request) -> Response:
        self.asked.append(request)
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
class Walker:
    """One outlet's ways walked again and again over one memory."""

    way: DiscoverySource
    frontier: MemoryDesk = field(default_factory=MemoryDesk)

    def walk(self, *answers: tuple[int, bytes] | Exception) -> tuple[str, Outside]:
        outlet = Outlet(
            "tau-samal",
            "Тау самалы",
            HOME,
            "kz",
            ("kk",),
            "Asia/Almaty",
            (self.way,),
            articles=rf"^{HOME}news/\d+",
        )
        outside, visit_context = Outside(list(answers)), VisitContext(self.frontier, RobotsCache())
        asyncio.run(LinkDiscovery(outlet, visit_context, outside.download).walk())
        return str(visit_context.stats.ways[self.way.url]), outside

    @property
    def links(self) -> list[str]:
        return [x.url for x in self.frontier.addresses.values() if x.kind == "article"]


@pytest.fixture
def feed() -> Walker:
    return Walker(DiscoverySource(SourceKind.FEED, FEED))


def _conditional(outside: Outside) -> bool:
    return "If-None-Match" in outside.asked[0].headers


def test_a_way_that_was_read_is_asked_for_what_changed(feed: Walker) -> None:
    assert feed.walk((200, _feed("news/1", "about")))[0] == "read"
    assert feed.links == [f"{HOME}news/1"]
    word, outside = feed.walk((304, b""))
    assert (word, _conditional(outside)) == ("unchanged", True)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ((503, b""), "failed: answers 503"),
        (DownloadTimeoutError(), "failed: timed out"),
        ((200, b"<html>Just a moment</html>"), "invalid: not a feed"),
    ],
)
def test_after_a_failure_nothing_less_than_a_whole_answer_will_do(
    feed: Walker, answer: tuple[int, bytes] | Exception, word: str
) -> None:
    feed.walk((200, _feed("news/1")))
    told, _ = feed.walk(answer)
    assert told.startswith(word)
    again, outside = feed.walk((200, _feed("news/1")))
    assert (again, _conditional(outside)) == (
        "unchanged",
        False,
    )  # the same body, and this time it proves something
    assert _conditional(feed.walk((304, b""))[1])


def test_an_empty_feed_is_told_at_every_visit_and_is_not_an_invalid_one(feed: Walker) -> None:
    assert [feed.walk((200, _feed()))[0] for _ in range(3)] == ["empty"] * 3
    assert (
        feed.walk((200, _feed("about", "news/")))[0]
        == "empty: none of 2 links is an article of this outlet"
    )
    assert feed.walk((200, _feed("news/2")))[0] == "read"


def test_a_link_on_a_later_page_was_brought_by_its_way() -> None:
    pages = Walker(DiscoverySource(SourceKind.SECTION, f"{NEWS}?page={{n}}", pages=2))
    assert (
        pages.walk((200, b'<a href="/news/12">x</a>'), (200, b'<a href="/news/11">y</a>'))[0]
        == "read"
    )
    assert {x.way for x in pages.frontier.addresses.values() if x.kind == "article"} == {
        f"{NEWS}?page={{n}}"
    }


def test_a_list_without_an_article_is_empty() -> None:
    section = Walker(DiscoverySource(SourceKind.SECTION, NEWS))
    assert section.walk((200, b'<a href="/news/12">x</a>'))[0] == "read"
    assert section.walk((200, b'<a href="/contacts">a heading of some length</a>'))[0].startswith(
        "empty"
    )


def test_a_list_whose_reader_never_ended_rests_and_is_asked_for_again_later(feed: Walker) -> None:
    feed.walk((200, _feed("news/1")))
    [key] = [x for x, y in feed.frontier.addresses.items() if y.kind == "feed"]
    died = replace(feed.frontier.addresses[key], reading=now())
    feed.frontier.addresses[key] = died
    word, outside = feed.walk()
    assert word.startswith("unreadable: ")
    assert FEED in word
    assert feed.frontier.addresses[key].attempts == died.attempts + 1
    again = feed.frontier.addresses[key].not_before
    assert again is not None
    assert again > now() + timedelta(minutes=10)
    word, outside = feed.walk()
    assert word.startswith("unreadable: ")
    assert outside.asked == []
    feed.frontier.addresses[key] = replace(feed.frontier.addresses[key], not_before=now())
    word, outside = feed.walk((200, _feed("news/1", "news/2")))
    assert (word, _conditional(outside)) == ("read", False)
    assert feed.frontier.addresses[key].reading is None


@pytest.mark.parametrize("wrong", [MemoryError(), RecursionError("deep"), ValueError("odd")])
def test_a_reader_that_raises_loses_its_own_way_alone(
    monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    feed, other = (
        Walker(DiscoverySource(SourceKind.FEED, FEED)),
        DiscoverySource(SourceKind.SECTION, NEWS),
    )

    def fails(*_: object) -> None:
        raise wrong

    monkeypatch.setattr(feeds, "read", fails)
    outlet = Outlet("tau-samal", "x", HOME, "kz", ("kk",), "Asia/Almaty", (feed.way, other))
    outside = Outside([(200, _feed("news/1")), (200, b'<a href="/news/1234">x</a>')])
    visit_context = VisitContext(feed.frontier, RobotsCache())
    asyncio.run(LinkDiscovery(outlet, visit_context, outside.download).walk())
    assert str(visit_context.stats.ways[FEED]).startswith(f"unreadable: {type(wrong).__name__}")
    assert str(visit_context.stats.ways[NEWS]) == "read"
    assert not visit_context.stats.failed
    assert feed.frontier.addresses["tau-samal", FEED].reading is None
