"""The sitemaps in ultimate-sitemap-parser's tests: its folder comes in; for each test that asks for
the pages of a site or of one sitemap, the pages that this parser finds and those of them that we
find go out.

The parser itself runs, from its folder, over what a test registers; nothing is fetched. Libraries
that the tests ask for and that are not here are replaced by stand-ins.
"""

import importlib
import importlib.metadata
import importlib.util
import inspect
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock, patch
from urllib.parse import urljoin

from crawler import robots_txt
from crawler.discovery import sitemaps
from crawler.discovery.canonical import canonical

USUAL = ("/sitemap.xml", "/sitemap.xml.gz", "/sitemap_index.xml", "/sitemap-index.xml")
MOST = 10_000  # sitemaps of one tree
Pages = set[str | None]


class _Site:
    """What a test registered: address → body, and the type it was declared with."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.types: dict[str, str] = {}

    def get(self, url: str, **given: Any) -> None:
        content = given.get("content", given.get("text", ""))
        if given.get("status_code", 200) == 200:
            self.bodies[url] = content.encode() if isinstance(content, str) else content
            self.types[url] = (given.get("headers") or {}).get("Content-Type", "")

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class _Done(Exception):
    """Ends a test when it has asked for its pages."""


def trees(folder: Path) -> Iterator[tuple[str, int, int]]:
    """(test, pages that the peer finds, those of them that we find) of each test that asks for
    pages.
    """
    for path in sorted(folder.rglob("tests/tree/test_*.py")):
        with _imported(path) as (tests, peer):
            for suite in vars(tests).values():
                if isinstance(suite, type) and suite.__module__ == tests.__name__:
                    for name in [x for x in vars(suite) if x.startswith("test_")]:
                        yield from _compared(f"{path.stem}.{name}", suite(), name, peer)


def _compared(
    title: str, suite: Any, name: str, peer: ModuleType
) -> Iterator[tuple[str, int, int]]:
    site = _Site()
    asked: list[tuple[Pages, Pages]] = []

    def tree_of_home(homepage_url: str, **_: Any) -> Any:
        theirs = peer.sitemap_tree_for_homepage(homepage_url, web_client=_client(site))
        asked.append((_addresses(theirs), _ours(site, homepage_url)))
        raise _Done

    def tree_of_text(content: str) -> Any:
        result = sitemaps.read(content.encode(), "http://site.example/sitemap.xml", MOST)
        ours = {canonical(x.url) for x in result.links}
        asked.append((_addresses(peer.sitemap_from_str(content)), ours))
        raise _Done

    module = sys.modules[type(suite).__module__]
    for function, stand_in in (
        ("sitemap_tree_for_homepage", tree_of_home),
        ("sitemap_from_str", tree_of_text),
    ):
        if hasattr(module, function):
            setattr(module, function, stand_in)
    try:
        _call(suite, name, site, tree_of_home)
    except _Done:
        theirs, ours = asked[0]
        yield title, len(theirs), len(theirs & ours)
    except Exception as wrong:  # noqa: BLE001  (a test that asks for other things is named)
        print(f"  left out: {title}: {type(wrong).__name__}: {wrong}"[:160])


def _call(suite: Any, name: str, site: _Site, tree_of_home: Callable[[str], Any]) -> None:
    """Calls the test with the site in place of the library of requests; its fixture `tree` is the
    basic site of the suite, and what else it asks for is a stand-in.
    """
    test = getattr(suite, name)
    wanted = list(inspect.signature(test).parameters)
    if "tree" in wanted:
        suite.init_basic_sitemap(site)
        tree_of_home(suite.TEST_BASE_URL)
    test(**{x: site if x == "requests_mock" else MagicMock() for x in wanted})


def _addresses(tree: Any) -> Pages:
    return {canonical(x.url) for x in tree.all_pages()}


def _ours(site: _Site, home: str) -> Pages:
    robots = site.bodies.get(urljoin(home, "/robots.txt"), b"")
    waiting = [canonical(x, home) for x in (*robots_txt.sitemaps(robots), *USUAL)]
    bodies = {canonical(url): body for url, body in site.bodies.items()}
    known: Pages = set()
    pages: Pages = set()
    while waiting and len(known) < MOST:
        url = waiting.pop(0)
        if url is None or url in known or url not in bodies:
            continue
        known.add(url)
        result = sitemaps.read(bodies[url], url, MOST)
        pages |= {canonical(x.url) for x in result.links}
        waiting += result.onward
    return pages


def _client(site: _Site) -> Any:
    """A client of the peer that answers with what the site registered, and 404 elsewhere."""
    client = importlib.import_module("usp.web_client.abstract_client")

    class Answer(client.AbstractWebClientSuccessResponse):
        def __init__(self, url: str) -> None:
            self._url = url

        def status_code(self) -> int:
            return 200

        def status_message(self) -> str:
            return "OK"

        def header(self, case_insensitive_name: str) -> str | None:
            wanted = case_insensitive_name.lower() == "content-type"
            return site.types[self._url] if wanted else None

        def raw_data(self) -> bytes:
            return site.bodies[self._url]

        def url(self) -> str:
            return self._url

    class Client(client.AbstractWebClient):
        def set_max_response_data_length(self, max_response_data_length: int | None) -> None:
            pass

        def get(self, url: str) -> Any:
            found = next((x for x in (url, url.rstrip("/")) if x in site.bodies), None)
            if found is None:
                return client.WebClientErrorResponse("404 Not Found", retryable=False)
            return Answer(found)

    return Client()


@contextmanager
def _imported(path: Path) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The file of tests and the peer's module of trees, imported from the peer's own folder; all of
    their modules are forgotten afterwards.
    """
    root = path.parents[2]
    before, searched = dict(sys.modules), list(sys.path)
    for name in list(sys.modules):
        if name.split(".")[0] in ("tests", "usp"):
            del sys.modules[name]
    sys.path.insert(0, str(root))
    sys.modules["requests_mock"] = MagicMock()
    logging.disable(logging.CRITICAL)
    try:
        with patch.object(importlib.metadata, "version", lambda _: "0"):
            peer = importlib.import_module("usp.tree")
            yield importlib.import_module(f"tests.tree.{path.stem}"), peer
    finally:
        logging.disable(logging.NOTSET)
        sys.path[:] = searched
        sys.modules.clear()
        sys.modules.update(before)
