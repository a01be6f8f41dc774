"""Hostile pages: each is cleaned in a child process with limits of memory and time."""

import multiprocessing
import resource
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from baqylau.clean import read
from baqylau.model.article import Article, Kind
from baqylau.model.page import Page

VISIT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROSE = "Первый снег лёг в горах раньше обычного, и перевал закрыли. "
_SECONDS = 60  # far above what any takes on a busy machine; a page that hangs takes for ever
_MEMORY = 3 * 2**30  # bytes of address space

PAGES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "nested 50,000 deep": lambda: ("", b"<div>" * 50_000 + PROSE.encode() + b"</div>" * 50_000),
    "inline tags 50,000 deep": lambda: ("", b"<p>" + b"<b>" * 50_000 + PROSE.encode()),
    "five megabytes of prose": lambda: (
        "",
        ("<html><body><h1>Снег</h1>" + f"<p>{PROSE}</p>" * 50_000).encode()[: 5 * 2**20],
    ),
    "one headline 15,000 times": lambda: (
        "",
        "<html><title>Первый снег лёг в горах</title><body>".encode()
        + f"<h2>Первый снег лёг в горах</h2><p>{PROSE}</p>".encode() * 15_000,
    ),
    "ten mebibytes of zeros": lambda: ("", b"\0" * 10 * 2**20),
    "a PDF": lambda: ("", b"%PDF-1.7\n" + bytes(range(256)) * 400),
    "a PNG": lambda: ("", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400),
    "NUL bytes between letters": lambda: (
        "",
        "\0".join(f"<html><body><h1>Снег</h1><p>{PROSE * 9}</p></body></html>").encode(),
    ),
    "the year 9999": lambda: (
        "",
        "<html><meta property='article:published_time'"
        f" content='9999-12-31T23:59:59-12:00'><p>{PROSE * 5}</p>".encode(),
    ),
    "an address of 10,000 characters": lambda: (
        "https://example.kz/" + "я-" * 5000,
        f"<html><body><h1>Снег</h1><p>{PROSE * 5}</p></body></html>".encode(),
    ),
    "100,000 attributes": lambda: (
        "",
        b"<html><body><div "
        + b" ".join(b"a%d=1" % n for n in range(100_000))
        + f"><p>{PROSE * 5}</p>".encode(),
    ),
    "an attribute of a megabyte": lambda: (
        "",
        b'<html><body><div class="' + b"related " * 130_000 + f'"><p>{PROSE * 5}</p>'.encode(),
    ),
    "JSON-LD 20,000 deep": lambda: (
        "",
        b"<script type='application/ld+json'>"
        + b'{"a":' * 20_000
        + f"</script><p>{PROSE * 5}</p>".encode(),
    ),
    "200,000 links": lambda: ("", b"<html><body>" + b"<a href=/x>link of a menu</a>" * 200_000),
    "an unclosed script": lambda: ("", b"<html><body><script>" + PROSE.encode() * 5000),
    "a million entities": lambda: ("", b"<p>" + b"&amp;" * 1_000_000),
    "lines without an end": lambda: ("", ("<p>" + "читайте также " * 100_000).encode()),
}


def _limited(name: str, pipe: object) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    url, body = PAGES[name]()
    page = Page(url or "https://example.kz/n/1", body, VISIT)
    pipe.send(read(page))  # type: ignore[attr-defined]


@pytest.mark.size
@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_cleaned(name: str) -> None:
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_limited, args=(name, theirs))
    child.start()
    try:
        assert ours.poll(_SECONDS), f"{name}: no answer (exit status {child.exitcode})"
        article = ours.recv()
    finally:
        child.kill()
        child.join()
    assert isinstance(article, Article)
    assert not any(x in article.text for x in ("\0", "\x01"))
    assert article.published is None or article.published <= VISIT


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "an empty body"),
        (b"%PDF-1.4", "a PDF served as a page"),
        (b'{"a": 1}', "no HTML in the body"),
    ],
)
def test_what_is_no_page_has_a_reason(body: bytes, reason: str) -> None:
    article = read(Page("https://example.kz/n/1", body, VISIT, "text/html"))
    assert (article.kind, article.reason) == (Kind.NOT_ARTICLE, reason)
