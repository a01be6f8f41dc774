"""The frontier keeps what an outlet still offers: which addresses come first, which come again, and
which are the same article, on both databases.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from baqylau.archive import open_archive
from baqylau.model.article import Article, Kind
from baqylau.model.link import FetchState, Link
from baqylau.model.page import Page
from baqylau.store import articles, frontier, outlets, page_writer, pages, tables
from baqylau.store.connect import reading, writing
from baqylau.store.page_writer import FetchedPage

OUTLET, FEED = "tau", "https://tau.test/rss"
NOON = datetime(2026, 2, 9, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def database(engine: Engine) -> Engine:
    with writing(engine) as connection:
        outlets.ensure(connection, OUTLET, "Тау")
    return engine


def _add(engine: Engine, when: datetime, *names: str, number: str | None = None) -> int:
    links = [Link(f"https://tau.test/news/{x}/", FEED, identity=number) for x in names]
    return frontier.add_links(engine, OUTLET, links, when)


def _due(engine: Engine, when: datetime) -> list[str]:
    return [x.url.split("/")[-2] for x in frontier.due(engine, OUTLET, when, 100)]


def test_what_failed_and_what_was_fetched_wait_behind_what_is_new(database: Engine) -> None:
    _add(database, NOON, "fourth", "fifth")
    _add(database, NOON + MINUTE, "failing")
    _add(database, NOON + 2 * MINUTE, "fetched")
    failing, fetched = (
        next(x for x in frontier.due(database, OUTLET, NOON + DAY, 9) if name in x.url)
        for name in ("failing", "fetched")
    )
    frontier.failed(database, failing.id, 503, NOON, NOON + 5 * MINUTE)
    frontier.fetched(database, fetched.id, FetchState(200), NOON, NOON + 15 * MINUTE)
    assert _due(database, NOON + DAY) == ["fourth", "fifth", "fetched", "failing"]


def test_an_address_that_was_given_up_comes_again_while_it_is_listed(database: Engine) -> None:
    _add(database, NOON, "down", "gone", "photo")
    ids = {x.url.split("/")[-2]: x.id for x in frontier.due(database, OUTLET, NOON, 9)}
    for _ in range(8):
        frontier.failed(database, ids["down"], None, NOON, None)
        frontier.failed(database, ids["gone"], 404, NOON, None, gone_since=NOON)
    frontier.failed(database, ids["photo"], 200, NOON, None)
    assert _due(database, NOON + DAY) == []
    _add(database, NOON + DAY - MINUTE, "down", "gone", "photo")
    assert _due(database, NOON + DAY) == []  # slowly
    assert _add(database, NOON + DAY, "down", "gone", "photo") == 0
    assert _due(database, NOON + DAY) == ["down"]
    for _ in range(8):
        frontier.failed(database, ids["down"], None, NOON + DAY, None)
    _add(database, NOON + 3 * DAY, "down")
    assert _due(database, NOON + 3 * DAY) == []  # and ever more slowly
    _add(database, NOON + 8 * DAY, "down")
    assert _due(database, NOON + 8 * DAY) == ["down"]


def test_an_article_is_known_by_its_number_when_its_slug_changes(database: Engine) -> None:
    assert _add(database, NOON, "10001-most", number="10001") == 1
    assert _add(database, NOON, "10001-most-otkryt", number="10001") == 0
    assert _add(database, NOON, "10002-a", "10002-b", number="10002") == 1
    assert _due(database, NOON) == ["10001-most", "10002-a"]
    old = frontier.due(database, OUTLET, NOON, 1)[0]
    frontier.failed(database, old.id, 404, NOON, NOON + DAY, gone_since=NOON)
    assert _add(database, NOON + MINUTE, "10001-most-otkryt", number="10001") == 0
    (moved,) = [x for x in frontier.due(database, OUTLET, NOON + MINUTE, 9) if "10001" in x.url]
    assert (moved.id, moved.url) == (old.id, "https://tau.test/news/10001-most-otkryt/")
    assert moved.gone_since is None


def _fetch(engine: Engine, archive_at: Path, url: str, body: str, read: str | None) -> int:
    """Fetches the only address; what is read of the body has the hash `read`."""
    _add(engine, NOON, "10001-most")
    with reading(engine) as connection:
        row = connection.execute(select(tables.addresses)).one()
    page = Page(url, body.encode(), NOON, "text/html", requested=row.url)
    fetched = FetchedPage(
        page, OUTLET, row.id, next_fetch=NOON, read_hash=read, known_read_hash=row.read_hash
    )
    (stored,) = page_writer.store_fetched(engine, [fetched], open_archive(f"file:{archive_at}"))
    assert stored.page_id is not None
    return stored.page_id


URL = "https://tau.test/news/10001-most/"


def test_a_page_of_which_nothing_new_is_read_is_not_kept_again(
    database: Engine, tmp_path: Path
) -> None:
    first = _fetch(database, tmp_path, URL, "<p>Мост</p> 17", "r1")
    again = _fetch(database, tmp_path, URL, "<p>Мост</p> 18", "r1")
    edited = _fetch(database, tmp_path, URL, "<p>Мосты</p> 18", "r2")
    with reading(database) as connection:
        rows = {x.id: x for x in connection.execute(select(tables.pages))}
        jobs = list(connection.execute(select(tables.jobs.c.subject)).scalars())
    assert rows[again].outcome == pages.UNCHANGED
    assert rows[again].content_hash == rows[first].content_hash != rows[edited].content_hash
    assert sorted(jobs) == sorted([first, edited])
    assert len(list(tmp_path.rglob("*.zst"))) == 2


def _clean(
    engine: Engine, page_id: int, archive_at: Path, article: Article
) -> articles.WriteResult:
    stored = pages.load(engine, page_id, open_archive(f"file:{archive_at}"))
    with writing(engine) as connection:
        written = articles.write(connection, stored, article, NOON)
        if written.other is not None:
            pages.share_body(connection, page_id, written.other)
    return written


ARTICLE = Article(URL, URL, Kind.ARTICLE, outlet=OUTLET, title="Мост открыли", text="Мост стоит.")


def test_the_same_words_in_another_body_share_the_first_one(
    database: Engine, tmp_path: Path
) -> None:
    first = _fetch(database, tmp_path, URL, "one", None)
    _clean(database, first, tmp_path, ARTICLE)
    second = _fetch(database, tmp_path, URL, "two", None)
    assert _clean(database, second, tmp_path, ARTICLE).outcome == pages.UNCHANGED
    with reading(database) as connection:
        hashes = set(connection.execute(select(tables.pages.c.content_hash)).scalars())
        doomed = set(connection.execute(select(tables.doomed_bodies.c.content_hash)).scalars())
    assert len(hashes) == len(doomed) == 1
    assert hashes.isdisjoint(doomed)


@pytest.mark.parametrize(
    ("moved", "changes", "count"),
    [
        ("https://tau.test/news/10001-most-otkryt/", {"title": "Мост открыли в Таразе"}, 1),
        ("https://tau.test/novosti/most/", {}, 1),
        ("https://tau.test/novosti/most/", {"title": "Мост: фото"}, 1),
        ("https://tau.test/", {"title": "Погода", "text": "Дождь."}, 2),
    ],
)
def test_an_address_that_redirects_later_leads_to_the_same_article(
    database: Engine, tmp_path: Path, moved: str, changes: dict[str, str], count: int
) -> None:
    _clean(database, _fetch(database, tmp_path, URL, "one", None), tmp_path, ARTICLE)
    later = _fetch(database, tmp_path, moved, "two", None)
    _clean(database, later, tmp_path, replace(ARTICLE, url=moved, canonical_url=moved, **changes))
    with reading(database) as connection:
        known = set(
            connection.execute(
                select(tables.articles.c.canonical_url).where(tables.articles.c.current)
            ).scalars()
        )
    assert len(known) == count
    assert moved in known
