"""What an outlet's file repairs: each key is read, used and described."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.http import Response

from baqylau import clean, registry
from baqylau.errors import RegistryError
from baqylau.model.outlet import Outlet, Repairs
from baqylau.model.page import Page
from crawler.discovery.runner import content_type_of, identity_of
from crawler.failures import is_cut
from crawler.user_agent import as_feed_reader, user_agent

TOML = """name = "Тау"
home = "https://tau.test/"
country = "kz"
languages = ["kk"]
timezone = "Asia/Almaty"
[[discover]]
kind = "feed"
url = "https://tau.test/rss"
[repairs]
"""
URL = "https://tau.test/news/10001-most-otkryt/"


def _read(folder: Path, lines: str) -> Outlet:
    path = folder / "tau.toml"
    path.write_text(TOML + lines, encoding="utf-8")
    return registry.read(path)


def test_every_repair_is_read_and_described(tmp_path: Path) -> None:
    outlet = _read(
        tmp_path,
        'time_offset = "-5h"\ncharset = "windows-1251"\ncookies = true\nfeed_reader = true\n'
        "identity = '/news/(\\d+)-'\n",
    )
    assert outlet.repairs == Repairs(timedelta(hours=-5), "cp1251", True, True, r"/news/(\d+)-")
    assert len(outlet.repairs.described()) == 5
    assert Repairs().described() == []
    assert identity_of(URL, outlet) == "10001"
    assert identity_of("https://tau.test/about/", outlet) is None


@pytest.mark.parametrize(
    "line",
    [
        'time_offset = "20h"',
        'time_offset = "0h"',
        'charset = "windows-99"',
        "identity = '/news/'",
        "identity = '('",
        "patience = 3",
    ],
)
def test_a_repair_that_cannot_be_is_refused_with_its_key(tmp_path: Path, line: str) -> None:
    with pytest.raises(RegistryError, match=f"repairs.{line.split()[0]}"):
        _read(tmp_path, line)


def test_the_charset_of_the_file_is_used_in_place_of_the_servers() -> None:
    answer = Response(URL, headers={"Content-Type": "text/html; charset=utf-8"})
    assert content_type_of(answer, None) == "text/html; charset=utf-8"
    assert content_type_of(answer, "cp1251") == "text/html; charset=cp1251"
    assert content_type_of(Response(URL), "cp1251") == "text/html; charset=cp1251"


PAGE = """<html><head><title>Мост</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-02T09:00:00+05:00"></head><body><article>
<h1>Мост открыли</h1><p>{text}</p></article></body></html>""".format(
    text="Мост строили два года. " * 20
)


def test_printed_times_are_shifted() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    page = Page(URL, PAGE.encode(), noon, "text/html")
    known = Outlet("tau", "Тау", "https://tau.test/", "kz", ("ru",), "Asia/Almaty", ())
    shifted = Outlet(
        "tau", "Тау", "https://tau.test/", "kz", ("ru",), "Asia/Almaty", (),
        repairs=Repairs(time_offset=timedelta(hours=2)),
    )  # fmt: skip
    before, after = clean.read(page, known).published, clean.read(page, shifted).published
    assert before is not None
    assert after is not None
    assert after - before == timedelta(hours=2)


def test_a_feed_reader_still_says_who_it_is() -> None:
    agent = as_feed_reader(user_agent("press@tau.test"))
    assert "FeedReader" in agent
    assert "press@tau.test" in agent


@pytest.mark.parametrize(
    ("body", "flags", "cut"),
    [
        (b"<html><p>whole</p></html>\n", ["dataloss"], False),
        (b"<rss><channel></channel></rss>", ["dataloss"], False),
        (b'{"items": []}', ["dataloss"], False),
        (b"<html><p>half a sen", ["dataloss"], True),
        (b"<html><p>half a sen", [], False),
    ],
)
def test_a_body_shorter_than_announced_is_kept_where_it_is_whole(
    body: bytes, flags: list[str], cut: bool
) -> None:
    assert is_cut(Response(URL, body=body, flags=flags)) is cut
