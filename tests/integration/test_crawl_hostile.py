"""Every kind of misbehaviour of an outlet's server, each on a server of its own. All are crawled in
one process; the tests check what was stored and what was requested.

The names of the faults are known only here, not to the crawler.
"""

import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pytest

from tests.integration.crawling import CrawlSetup
from tests.integration.doorstep import HTML, Answer, Door, Script, feed, open_doors, page, plain

LONG = "Слова из ленты, которых хватает, чтобы сохранить их без страницы. " * 5
SECRET = "the inside of somebody's network"
SSRF_FORMS = (
    "http://127.0.0.1:{port}/secret",
    "http://127.1:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0x7f000001:{port}/secret",
    "http://0177.0.0.1:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://localhost:{port}/secret",
    "http://0.0.0.0:{port}/secret",
    "file:///etc/passwd",
)


@cache
def _bomb() -> bytes:
    """400 MB of zeros behind 400 KB of gzip. Packed when it is asked for, since every process that
    shares the tests imports this file.
    """
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(pack.compress(bytes(1 << 20)) for _ in range(400)) + pack.flush()


def _endless() -> Iterator[bytes]:
    while True:
        yield b"<p>and on</p>" * 5_000


def _drip() -> Iterator[bytes]:
    for _ in range(600):
        time.sleep(0.5)
        yield b"."


def _answers(**special: Callable[[Door], Answer] | Answer) -> Callable[[Door], Script]:
    """An outlet whose feed lists the special paths `/news/NAME-10001`, `_` in a name being `-`."""

    def make(door: Door) -> Script:
        paths = {
            f"/news/{name.replace('_', '-')}-10001": answer for name, answer in special.items()
        }

        def script(path: str, headers: Mapping[str, str]) -> Answer:
            if path == "/feed.xml":
                return feed(door.host, *paths, text=LONG)
            answer = paths.get(path)
            if answer is None:
                return plain(path, headers)
            return answer(door) if callable(answer) else answer

        return script

    return make


def _redirect(where: str) -> Callable[[Door], Answer]:
    return lambda door: (302, {"Location": where.replace("{host}", door.host)}, b"")


def _spelled(door: Door) -> Script:
    base = "/news/odna-10001"
    spellings = (
        base,
        f"{base}?utm_source=rss&utm_campaign=x",
        f"/amp{base}",
        f"{base}?PHPSESSID=0123456789abcdef01234567",
        f"{base};jsessionid=9F#c",
    )
    return lambda path, headers: (
        feed(door.host, *spellings) if path == "/feed.xml" else plain(path, headers)
    )


def _calendar(door: Door) -> Script:
    def script(path: str, headers: Mapping[str, str]) -> Answer:
        month = re.match(r"/calendar/(\d+)", path)
        if not month:
            return plain(path, headers)
        n = int(month[1])
        return (
            200,
            HTML,
            f'<a href="/calendar/{n + 1}">next</a><a href="/news/den-{10000 + n}">day</a>'.encode(),
        )

    return script


def _busy(door: Door) -> Script:
    def script(path: str, headers: Mapping[str, str]) -> Answer:
        if path == "/feed.xml":
            return feed(door.host, *(f"/news/a-{n}" for n in range(10001, 10031)))
        return (
            (503, {"Retry-After": "3600"}, b"")
            if path.startswith("/news/")
            else plain(path, headers)
        )

    return script


def _cookie(door: Door) -> Script:
    """Shows its article only to who brings back the cookie that its redirect to itself set."""

    def script(path: str, headers: Mapping[str, str]) -> Answer:
        if path == "/feed.xml":
            return feed(door.host, "/news/good-10001")
        if path.startswith("/news/") and "seen=1" not in (headers.get("Cookie") or ""):
            return 302, {"Location": f"http://{door.host}{path}", "Set-Cookie": "seen=1"}, b""
        return plain(path, headers)

    return script


def _robots(text: bytes, status: int = 200) -> Callable[[Door], Script]:
    def make(door: Door) -> Script:
        def script(path: str, headers: Mapping[str, str]) -> Answer:
            if path == "/robots.txt":
                return status, {"Content-Type": "text/plain"}, text
            return (
                feed(door.host, "/private/a-10001", "/news/b-10002", "/news/c-10003")
                if path == "/feed.xml"
                else plain(path, headers)
            )

        return script

    return make


def _endless_rules() -> Iterator[bytes]:
    yield b"\xef\xbb\xbfUser-agent: Baqylau/0.1\nDisallow: /private/\n"
    while True:
        yield b"# and on\n" * 5_000


def _robots_answer(answer: Callable[[str], Answer]) -> Callable[[Door], Script]:
    """An outlet whose robots.txt, and /rules.txt beside it, give this answer to their path."""

    def make(door: Door) -> Script:
        usual = _robots(b"")(door)
        special = ("/robots.txt", "/rules.txt")
        return lambda path, headers: answer(path) if path in special else usual(path, headers)

    return make


def _moved_rules(path: str) -> Answer:
    if path == "/robots.txt":
        return 301, {"Location": "/rules.txt"}, b""
    return 200, {"Content-Type": "text/plain"}, _endless_rules()


def _feed_of(answer: Answer) -> Callable[[Door], Script]:
    return lambda door: (
        lambda path, headers: answer if path == "/feed.xml" else plain(path, headers)
    )


def _ssrf(door: Door) -> Script:
    def script(path: str, headers: Mapping[str, str]) -> Answer:
        forms = [x.replace("{port}", str(INSIDE["inside"].port)) for x in SSRF_FORMS]
        if path == "/feed.xml":
            return feed(
                door.host,
                *(
                    f"/{how}/{n}-10001"
                    for how in ("redirect", "refresh")
                    for n in range(len(forms))
                ),
            )
        trick = re.match(r"/(redirect|refresh)/(\d+)-", path)
        if not trick:
            return plain(path, headers)
        where = forms[int(trick[2])]
        if trick[1] == "redirect":
            return 302, {"Location": where}, b""
        return (
            200,
            HTML,
            '<html><head><meta http-equiv="refresh" content="0;'
            f' url={where}"></head><body>x</body></html>'.encode(),
        )

    return script


INSIDE: dict[str, Door] = {}
NO_FEED: Answer = (200, HTML, b"<html><body>Not found</body></html>")
EMPTY_FEED: Answer = (
    200,
    {"Content-Type": "application/rss+xml"},
    b'<rss version="2.0"><channel><title>x</title></channel></rss>',
)
SCRIPTS: dict[str, Callable[[Door], Script]] = {
    "loop": _answers(
        loop=lambda door: (302, {"Location": f"http://{door.host}/news/loop-10001"}, b""),
        good=page(),
    ),
    "bomb": _answers(
        bomb=lambda _: (200, {**HTML, "Content-Encoding": "gzip"}, _bomb()), good=page()
    ),
    "endless": _answers(endless=lambda _: (200, HTML, _endless()), good=page()),
    "drip": _answers(drip=lambda _: (200, HTML, _drip()), good=page()),
    "wall": _answers(wall=(403, HTML, b"forbidden")),
    "softgone": _answers(moved=_redirect("http://{host}/"), good=page()),
    "gone": _answers(gone=(404, HTML, b"no"), good=page()),
    "pdf": _answers(pdf=(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), good=page()),
    "away": _answers(away=_redirect("https://example.com/news/"), good=page()),
    "zeros": _answers(zeros=(200, HTML, b""), nul=(200, HTML, b"<p>a\x00b</p>")),
    "spelled": _spelled,
    "calendar": _calendar,
    "busy": _busy,
    "forbidding": _robots(b"User-agent: *\nDisallow: /private/\nCrawl-delay: 1\n"),
    "cookie": _cookie,
    "longer": _answers(
        whole=lambda _: (200, HTML | {"Content-Length": "90000"}, iter([b"<html><p>a</p></html>"])),
        half=lambda _: (200, HTML | {"Content-Length": "90000"}, iter([b"<html><p>half a sen"])),
    ),
    "closed": _robots(b"", 500),
    "robotsloop": _robots_answer(lambda path: (302, {"Location": path}, b"")),
    "robotslong": _robots_answer(_moved_rules),
    "robotshangs": _robots_answer(lambda _: (200, HTML, _drip())),
    "notafeed": _feed_of(NO_FEED),
    "emptyfeed": _feed_of(EMPTY_FEED),
    "deadfeed": _feed_of((500, HTML, b"")),
    "ssrf": _ssrf,
}


@dataclass(frozen=True)
class HostileCrawl:
    """The folders after the crawl, and the servers with the requests they got."""

    setup: CrawlSetup
    doors: dict[str, Door]
    output: str

    def pages(self, outlet: str) -> list[str]:
        found = self.setup.rows(
            "SELECT url FROM pages WHERE outlet = ? AND origin = 'crawl' ORDER BY url", outlet
        )
        return [re.sub(r"^http://[^/]*", "", url) for (url,) in found]

    def result(self, outlet: str) -> str:
        return str(self.setup.rows("SELECT last_result FROM outlets WHERE id = ?", outlet)[0][0])

    def is_due_later(self, outlet: str, path: str) -> bool:
        """Whether the address is to be fetched again."""
        found = self.setup.rows(
            "SELECT next_fetch FROM addresses WHERE outlet = ? AND url LIKE ?", outlet, f"%{path}"
        )
        return len(found) == 1 and found[0][0] is not None


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileCrawl]:
    _bomb()  # packed before a request waits for it
    with (
        open_doors({"inside": lambda _: lambda *_: page(SECRET)}) as inside,
        open_doors(SCRIPTS) as doors,
    ):
        INSIDE.update(inside)
        setup = CrawlSetup(
            tmp_path_factory.mktemp("hostile"),
            [x.host for x in doors.values()],
            (("BAQYLAU_FETCH_TIMEOUT", "PT3S"),),
        )
        for door in doors.values():
            calendar = (
                f'[[discover]]\nkind = "section"\nurl = "http://{door.host}/calendar/{{n}}"\npages'
                " = 3\n"
            )
            door.write(setup.outlets, calendar if door.id == "calendar" else "")
        yield HostileCrawl(setup, doors, setup.crawl())


GOOD = ["/news/good-10001"]


def test_a_site_that_sets_a_cookie_and_redirects_to_itself_is_read(hostile: HostileCrawl) -> None:
    assert hostile.pages("cookie") == GOOD


def test_a_wrong_content_length_loses_no_whole_page(hostile: HostileCrawl) -> None:
    assert hostile.pages("longer") == ["/news/whole-10001"]
    assert hostile.is_due_later("longer", "/news/half-10001")


@pytest.mark.parametrize(
    "fault", ["loop", "bomb", "endless", "drip", "softgone", "gone", "pdf", "away"]
)
def test_one_bad_address_costs_only_itself(hostile: HostileCrawl, fault: str) -> None:
    assert hostile.pages(fault) == GOOD
    assert hostile.result(fault) == "ok"


@pytest.mark.parametrize(
    ("fault", "path"),
    [
        ("loop", "loop-10001"),
        ("bomb", "bomb-10001"),
        ("drip", "drip-10001"),
        ("gone", "gone-10001"),
        ("softgone", "moved-10001"),
    ],
)
def test_a_bad_address_is_tried_again_later(hostile: HostileCrawl, fault: str, path: str) -> None:
    assert hostile.is_due_later(fault, path)


def test_a_document_that_is_no_page_is_not_fetched_again(hostile: HostileCrawl) -> None:
    assert not hostile.is_due_later("pdf", "pdf-10001")


def test_bombs_and_endless_bodies_fit_into_200_mb(hostile: HostileCrawl) -> None:
    peak = int(re.search(r"peak (\d+)", hostile.output)[1])  # type: ignore[index]
    assert peak < 200 * 1024  # kilobytes


def test_where_pages_are_forbidden_the_text_of_the_feed_is_stored(hostile: HostileCrawl) -> None:
    assert hostile.setup.rows("SELECT origin FROM pages WHERE outlet = 'wall'") == [("feed",)]
    assert hostile.is_due_later("wall", "wall-10001")


def test_an_empty_body_and_a_nul_byte_are_pages_like_any_other(hostile: HostileCrawl) -> None:
    assert hostile.pages("zeros") == ["/news/nul-10001", "/news/zeros-10001"]


def test_five_spellings_are_one_article(hostile: HostileCrawl) -> None:
    assert hostile.pages("spelled") == ["/news/odna-10001"]


def test_of_an_endless_calendar_only_the_configured_pages_are_read(hostile: HostileCrawl) -> None:
    assert [x for x in hostile.doors["calendar"].paths if x.startswith("/calendar/")] == [
        "/calendar/1",
        "/calendar/2",
        "/calendar/3",
    ]
    assert len(hostile.pages("calendar")) <= 6


def test_retry_after_ends_the_visit_and_is_stored(hostile: HostileCrawl) -> None:
    asked = [x for x in hostile.doors["busy"].paths if x.startswith("/news/")]
    assert 1 <= len(asked) <= 2  # those sent before the first answer
    assert "stay away" in hostile.result("busy")
    (wait,) = hostile.setup.rows(
        "SELECT (julianday(not_before) - julianday(last_visit)) * 86400 FROM outlets WHERE id ="
        " 'busy'"
    )
    assert 3_500 < wait[0] < 3_700


def test_robots_txt_and_its_crawl_delay_are_obeyed(hostile: HostileCrawl) -> None:
    assert hostile.pages("forbidding") == ["/news/b-10002", "/news/c-10003"]
    asked = [when for path, when in hostile.doors["forbidding"].asked if path.startswith("/news/")]
    assert asked[1] - asked[0] > 0.45  # a delay of one second, which the downloader varies by half


def test_a_robots_txt_that_answers_500_forbids_the_whole_host(hostile: HostileCrawl) -> None:
    assert set(hostile.doors["closed"].paths) == {"/robots.txt"}
    assert "robots.txt answers 500" in hostile.result("closed")


def test_of_an_endless_robots_txt_at_another_address_the_start_counts(
    hostile: HostileCrawl,
) -> None:
    assert hostile.pages("robotslong") == ["/news/b-10002", "/news/c-10003"]


def test_a_robots_txt_that_redirects_for_ever_counts_as_missing(hostile: HostileCrawl) -> None:
    assert len(hostile.pages("robotsloop")) == 3
    assert hostile.doors["robotsloop"].paths.count("/robots.txt") == 6


def test_a_robots_txt_that_hangs_is_asked_for_once(hostile: HostileCrawl) -> None:
    assert hostile.doors["robotshangs"].paths == ["/robots.txt"]
    assert "timed out" in hostile.result("robotshangs")


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("notafeed", "invalid: not a feed"),
        ("emptyfeed", "empty"),
        ("deadfeed", "not reached: answers 500"),
    ],
)
def test_an_invalid_an_empty_and_a_dead_feed_have_different_results(
    hostile: HostileCrawl, fault: str, word: str
) -> None:
    assert word in hostile.result(fault)


def test_ten_of_ten_forms_of_a_private_address_are_blocked(hostile: HostileCrawl) -> None:
    assert len(SSRF_FORMS) == 10
    assert (
        len([x for x in hostile.doors["ssrf"].paths if x.startswith(("/redirect/", "/refresh/"))])
        == 20
    )
    assert hostile.doors["ssrf"].paths
    assert INSIDE["inside"].paths == []
    assert hostile.setup.rows(
        "SELECT count(*) FROM pages WHERE outlet = 'ssrf' AND url LIKE '%secret%'"
    ) == [(0,)]
