"""No reader uses a body as a name: what outlets and people send is never opened as a file nor
fetched as an address, whatever library reads it.

Python reports every file and connection that it opens to an audit hook. It does not report what a C
library opens itself; so a secret file must not appear in the answer, and a server must get no
request.
"""

import gzip
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH

import pytest

from baqylau import clean, facts, registry
from baqylau.archive import packing
from baqylau.errors import BaqylauError
from baqylau.exchange import opml
from baqylau.exchange.saved_pages import read
from baqylau.facts.analysis import Source
from baqylau.model.page import Page
from console import clean as console_clean
from crawler import robots
from crawler.discovery import feeds, sections, sitemaps, telegram
from tests.integration.crawling import ROOT
from tests.integration.doorstep import Door, Script, open_doors, plain
from tests.integration.test_import_hostile import OK, warc

WAY = "https://vestnik.test/rss"
VISIT = datetime(2026, 3, 1, 6, tzinfo=UTC)
SECRET = "the-secret-of-this-machine"
_OWN = (str(ROOT), sys.prefix, sys.base_prefix, *TZPATH)
"""Word lists, weights, modules and zones that readers load when they first need them."""

FILES: dict[str, str] = {
    "feed.xml": f'<rss version="2.0"><channel><title>{SECRET}</title><item><title>{SECRET}</title>'
    f"<link>https://vestnik.test/{SECRET}</link></item></channel></rss>",
    "sitemap.xml": f"<urlset><url><loc>https://vestnik.test/{SECRET}</loc></url></urlset>",
    "page.html": f"<html><head><title>{SECRET}</title></head><body><article><p>{SECRET} "
    f"{'слово ' * 200}</p><a href='/2026/03/{SECRET}'>{SECRET}</a></article></body></html>",
    "list.opml": f'<opml><body><outline text="{SECRET}" xmlUrl="https://x.test/{SECRET}"/></body></opml>',
}

_heard: list[str] | None = None


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if _heard is None:
        return
    if event == "open" and isinstance(given[0], (str, bytes)):
        name = given[0] if isinstance(given[0], str) else given[0].decode("utf-8", "replace")
        if not name.startswith(_OWN):
            _heard.append(f"open {name}")
    elif event in {"socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen"}:
        _heard.append(f"{event} {given}")


sys.addaudithook(_hear)


@contextmanager
def opened_names() -> Iterator[list[str]]:
    """The files outside our own and the connections that are opened inside."""
    global _heard  # an audit hook cannot be taken off
    _heard = found = []
    try:
        yield found
    finally:
        _heard = None


def test_the_guard_notices_files_and_connections(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with opened_names() as found:
        (tmp_path / "x").read_bytes()
        with pytest.raises(OSError, match="refused"):
            __import__("urllib.request").request.urlopen("http://127.0.0.1:9/x")
    assert found[0].startswith("open ")
    assert any(x.startswith("socket.connect") for x in found)


def _page(body: bytes, url: str = "https://vestnik.test/2026/03/01/x") -> Any:
    return clean.read(Page(url, body, VISIT, "text/html; charset=utf-8"))


def _named(body: bytes) -> list[Any]:
    """The body in every place of a page that a library might take for more than text."""
    text = body.decode("utf-8", "replace")
    inside = f"<p>{text}</p><time datetime='{text}'>{text}</time><base href='{text}'>"
    head = f"<title>{text}</title><meta property='article:published_time' content='{text}'>"
    head += f"<link rel=canonical href='{text}'><script type='application/ld+json'>{text}</script>"
    whole = f"<html><head>{head}</head><body><article>{inside * 9}</article></body></html>"
    return [
        _page(whole.encode()),
        _page(whole.encode(), text),
        _page(FILES["list.opml"].encode(), text),
    ]


def _imported(folder: Path, name: str, body: bytes) -> list[Any]:
    """What an import makes of it. The file it is given is opened, of course."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(body)
    return list(read(folder))


def _toml(folder: Path, body: bytes) -> Any:
    (folder / "odd.toml").write_bytes(body)
    return registry.read(folder / "odd.toml")


READERS: dict[str, Callable[[bytes, Path], Any]] = {
    "feed": lambda body, _: feeds.read(body, WAY),
    "feed said to be HTML": lambda body, _: feeds.read(body, WAY, "text/html; charset=koi8-r"),
    "sitemap": lambda body, _: sitemaps.read(body, WAY),
    "packed sitemap": lambda body, _: sitemaps.read(gzip.compress(body), WAY),
    "section": lambda body, _: sections.read(body, WAY),
    "section with a selector": lambda body, _: sections.read(body, WAY, links="a"),
    "telegram": lambda body, _: telegram.read(body, WAY, lambda _: True),
    "robots": lambda body, _: vars_of(robots.judge(200, body, VISIT)),
    "page": lambda body, _: _page(body),
    "parts of a page": lambda body, _: _named(body),
    "page of an unknown charset": lambda body, _: clean.read(
        Page(WAY, body, VISIT, "text/html; charset=x")
    ),
    "text of facts": lambda body, _: facts.extract(Source(body.decode("utf-8", "replace"), "ru")),
    "line of clean": lambda body, _: console_clean.answer(
        {"id": "1", "url": WAY, "html": body.decode("utf-8", "replace")}
    ),
    "OPML": lambda body, _: opml.read(body),
    "archived body": lambda body, _: packing.unpack(body, "0" * 64, "a test"),
    "outlet": lambda body, folder: _toml(folder, body),
    "WARC": lambda body, folder: _imported(folder, "x.warc", body),
    "packed WARC": lambda body, folder: _imported(folder, "x.warc.gz", gzip.compress(body)),
    "page in a WARC": lambda body, folder: _imported(folder, "x.warc", warc(OK + b"\r\n" + body)),
    "address in a WARC": lambda body, folder: _imported(folder, "x.warc", warc(url=body)),
    "manifest": lambda body, folder: _imported(folder, "manifest.jsonl", body),
}


def vars_of(rules: robots.RobotsRules) -> Any:
    return [rules.allows(WAY), rules.delay, rules.closed]


def _entities(target: str) -> bytes:
    """One document that asks for it in every way XML has."""
    return (
        f'<?xml version="1.0"?><?xml-stylesheet href="{target}"?><!DOCTYPE rss SYSTEM "{target}" ['
        f'<!ENTITY x SYSTEM "{target}"><!ENTITY % y SYSTEM "{target}">%y;]><rss version="2.0"'
        f' xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{target}" parse="text"/>'
        f"<channel><title>&x;</title><item><title>&x;</title><link>https://vestnik.test/&x;</link>"
        f'</item></channel><body><outline text="&x;" xmlUrl="https://x.test/rss"/></body>'
        f"<url><loc>https://vestnik.test/&x;</loc></url></rss>"
    ).encode()


def _bodies(files: Path, host: str) -> dict[str, bytes]:
    named = {f"path of {x}": str(files / x).encode() for x in FILES}
    linked = {f"address of {x}": f"file://{files / x}".encode() for x in FILES}
    return (
        named
        | linked
        | {
            "/dev/zero": b"/dev/zero",
            "/dev/stdin": b"/dev/stdin",
            "/etc/passwd": b"/etc/passwd",
            "-": b"-",
            "a dot": b".",
            "NUL": b"\x00",
            "a path and NUL": str(files / "feed.xml").encode() + b"\x00",
            "a web address": f"http://{host}/x".encode(),
            "a web address on a line": f"http://{host}/x\n".encode(),
            "feed:": f"feed:http://{host}/x".encode(),
            "an FTP address": f"ftp://{host}/x".encode(),
            "entities of a file": _entities(f"file://{files / 'page.html'}"),
            "entities of a path": _entities(str(files / "page.html")),
            "entities of a server": _entities(f"http://{host}/x"),
            "nothing": b"",
        }
    )


BODIES = tuple(_bodies(Path("/"), ""))


@pytest.fixture(scope="module")
def server() -> Iterator[Door]:
    def script(_: Door) -> Script:
        return plain

    with open_doors({"door": script}) as doors:
        yield doors["door"]


@pytest.fixture(scope="module", autouse=True)
def _models_are_loaded() -> None:
    """The model of languages unpacks itself into a temporary file, once; only a text whose words
    are of no language of the region, here a German one, reaches it.
    """
    _page(
        b"<html><body><p>"
        + b"Der Regen hat heute viele Wege in den Bergen unter Wasser gesetzt. " * 20
        + b"</p></body></html>"
    )


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("reader", READERS)
def test_no_body_is_used_as_a_name(tmp_path: Path, server: Door, reader: str, kind: str) -> None:
    files, folder = tmp_path / "files", tmp_path / "given"
    files.mkdir()
    folder.mkdir()
    for name, content in FILES.items():
        (files / name).write_text(content, encoding="utf-8")
    body, answer = _bodies(files, server.host)[kind], ""
    with opened_names() as found, suppress(BaqylauError, ValueError):
        answer = repr(READERS[reader](body, folder))
    assert SECRET not in answer
    assert [x for x in found if not x.startswith(f"open {folder}/")] == []
    assert server.asked == []
