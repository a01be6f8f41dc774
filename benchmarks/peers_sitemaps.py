"""Runs the trees of ultimate-sitemap-parser's tests: its folder comes in; for each test that counts
its pages, the number it wants and the number we find go out.

The tests ask for pages through two libraries, in place of which stand-ins of this file answer. Only
what a test registers is read; nothing is fetched.
"""

import importlib.util
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock
from urllib.parse import urljoin

from crawler import robots_txt
from crawler.discovery import sitemaps
from crawler.discovery.canonical import canonical

USUAL = ("/sitemap.xml", "/sitemap.xml.gz", "/sitemap_index.xml", "/sitemap-index.xml")
MOST = 10_000  # sitemaps of one tree
_COUNTED = re.compile(r"len\(list\(\w+\.all_pages\(\)\)\) == (\w+)|len\(pages\) == (\w+)")


class _Site:
    """What a test registered: address → body."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    def get(self, url: str, **given: Any) -> None:
        content = given.get("content", given.get("text", ""))
        if given.get("status_code", 200) == 200:
            self.bodies[url] = content.encode() if isinstance(content, str) else content

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class _Done(Exception):
    pass


def _pages(site: _Site, home: str) -> list[str]:
    robots = site.bodies.get(urljoin(home, "/robots.txt"), b"")
    waiting = [canonical(x, home) for x in (*robots_txt.sitemaps(robots), *USUAL)]
    bodies = {canonical(url): body for url, body in site.bodies.items()}
    known: set[str | None] = set()
    pages: list[str] = []
    while waiting and len(known) < MOST:
        url = waiting.pop(0)
        if url in known or url not in bodies or url is None:
            continue
        known.add(url)
        result = sitemaps.read(bodies[url], url, MOST)
        pages += [x.url for x in result.links]
        waiting += result.onward
    return pages


def trees(folder: Path) -> Iterator[tuple[str, int, int]]:
    """(test, pages wanted, pages found) of each test that states a number of pages or builds the
    pages it wants.
    """
    for path in sorted(folder.rglob("tests/tree/test_*.py")):
        source = path.read_text(encoding="utf-8")
        for name, wanted in _wanted(source):
            found = _run(path, name)
            if found is not None and (wanted or found):
                yield f"{path.stem}.{name}", wanted, found


def _wanted(source: str) -> Iterator[tuple[str, int]]:
    for part in re.split(r"\n    def (?=test_)", source)[1:]:
        counted = _COUNTED.search(part)
        number = (counted[1] or counted[2]) if counted else str(part.count("SitemapPage("))
        if not number.isdigit():
            given = re.search(rf"\b{number} = (\d+)", part)
            if not given:
                continue
            number = given[1]
        yield part.partition("(")[0], int(number)


def _run(path: Path, name: str) -> int | None:
    site, found = _Site(), []

    def tree_for(homepage_url: str, **_: Any) -> Any:
        found.append(len(_pages(site, homepage_url)))
        raise _Done

    before = dict(sys.modules)
    try:
        _stand_in(path.parents[2], tree_for)
        spec = importlib.util.spec_from_file_location("peer", path)
        if spec is None or spec.loader is None:
            return None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for kind in vars(module).values():
            if isinstance(kind, type) and hasattr(kind, name):
                getattr(kind(), name)(site)
    except _Done:
        return found[0]
    except Exception as wrong:  # noqa: BLE001  (a test that asks for more than trees is left out)
        print(f"  left out: {path.stem}.{name}: {type(wrong).__name__}: {wrong}"[:160])
    finally:
        sys.modules.clear()
        sys.modules.update(before)
    return None


def _stand_in(root: Path, tree_for: Any) -> None:
    """Puts stand-ins in the place of the modules that the tests import."""
    for name in list(sys.modules):
        if name.split(".")[0] in ("tests", "usp"):
            del sys.modules[name]
    for name in ("requests_mock", "dateutil", "dateutil.tz", "usp", "usp.objects", "pytest"):
        sys.modules[name] = MagicMock()
    for name in ("usp.objects.page", "usp.objects.sitemap", "usp.tree", "usp.exceptions"):
        sys.modules[name] = MagicMock()
    for name in ("usp.web_client", "usp.web_client.abstract_client", "usp.helpers"):
        sys.modules[name] = MagicMock()
    sys.modules["usp.tree"].sitemap_tree_for_homepage = tree_for  # type: ignore[attr-defined]
    zone = types.ModuleType("dateutil.tz")
    zone.tzoffset = _offset  # type: ignore[attr-defined]
    sys.modules["dateutil.tz"] = zone
    for name, folder in (("tests", root / "tests"), ("tests.tree", root / "tests" / "tree")):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def _offset(_: object, seconds: int) -> Any:
    from datetime import timedelta, timezone

    return timezone(timedelta(seconds=seconds))
