"""Which pages belong together: those of one address, and those of one article, which are its
revisions.

Comes in: ids of pages. Goes out: with `related_pages` the ids of all pages that belong to them,
with `page_groups` the same pages in groups that belong together. Used by erasure on request, which
deletes a whole group in one transaction; if it is killed between two groups, it finds the others
again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select

from baqylau.store.tables import articles, pages

T = TypeVar("T")
_PORTION = 500  # rows of one statement, ids in one query

_Key = tuple[str, str, bytes]


def related_pages(connection: Connection, page_ids: Iterable[int]) -> set[int]:
    """The pages, all pages of the articles read from them (earlier revisions), and all other
    fetches of the addresses of all those (unchanged copies).
    """
    found = set(page_ids)
    for read_keys, of_keys in (
        (_articles_of, _articles_by),
        (_pages_of, _pages_by),
    ):
        by_outlet: dict[str, set[bytes]] = defaultdict(set)
        for some in portions(found):
            for _, outlet, key in connection.execute(read_keys(some)):
                by_outlet[outlet].add(bytes(key))
        for outlet, keys in by_outlet.items():
            for chosen in portions(keys):
                found |= set(connection.execute(of_keys(outlet, chosen)).scalars())
    return found


def page_groups(connection: Connection, page_ids: Iterable[int]) -> Iterator[set[int]]:
    """The pages in groups: two pages of one address, or of one article, are in the same group."""
    root: dict[int, int] = {x: x for x in page_ids}

    def top(page: int) -> int:
        while root[page] != page:
            root[page] = root[root[page]]
            page = root[page]
        return page

    first: dict[_Key, int] = {}
    for name, read_keys in (("article", _articles_of), ("address", _pages_of)):
        for some in portions(list(root)):
            for page, outlet, key in connection.execute(read_keys(some)):
                other = first.setdefault((name, outlet, bytes(key)), page)
                root[top(page)] = top(other)
    groups: dict[int, set[int]] = defaultdict(set)
    for page in root:
        groups[top(page)].add(page)
    yield from groups.values()


def portions(ids: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists that are short enough for one query."""
    given = list(ids)
    return (given[start : start + _PORTION] for start in range(0, len(given), _PORTION))


def _articles_of(page_ids: list[int]) -> Select[Any]:
    return select(articles.c.page, articles.c.outlet, articles.c.canonical_hash).where(
        articles.c.page.in_(page_ids)
    )


def _pages_of(page_ids: list[int]) -> Select[Any]:
    return select(pages.c.id, pages.c.outlet, pages.c.url_hash).where(pages.c.id.in_(page_ids))


def _articles_by(outlet: str, keys: list[bytes]) -> Select[Any]:
    return select(articles.c.page).where(
        articles.c.outlet == outlet, articles.c.canonical_hash.in_(keys)
    )


def _pages_by(outlet: str, keys: list[bytes]) -> Select[Any]:
    return select(pages.c.id).where(pages.c.outlet == outlet, pages.c.url_hash.in_(keys))
