"""Cursors lose no row while articles arrive: between the pages of a walk articles are stored, newer
and older ones, edited, read again with another date, revised and deleted. Every row that existed at
the start and still matches at the end is given exactly once.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, select, update

from api.app import create
from baqylau.app import App
from baqylau.model.article import Article, Kind
from baqylau.model.fact import Amount, Extraction, Mention
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.store import articles, erasure, facts, outlets, pages
from baqylau.store.connect import reading, writing
from baqylau.store.queries import change_log
from baqylau.store.tables import article_changes, jobs
from baqylau.store.tables import articles as rows
from baqylau.store.tables import facts as fact_rows
from baqylau.store.tables import mentions as mention_rows
from baqylau.store.tables import pages as page_rows
from tests.asking_api import Asking, asking
from tests.integration import paper

OUTLETS = ("one", "two")


@dataclass
class Writer:
    """Stores, edits and deletes articles; addresses are numbered over all examples."""

    engine: Engine
    number: int = 0
    fetches: int = 0
    addresses: list[tuple[str, int]] = field(default_factory=list)

    def clear(self) -> None:
        """As at the start; the numbers of rows go on where the database lets them."""
        self.addresses.clear()
        with writing(self.engine) as connection:
            for table in (fact_rows, mention_rows, rows, jobs, page_rows, article_changes):
                connection.execute(delete(table))

    def arrive(self, days_old: int, outlet: int) -> None:
        self.number += 1
        self.addresses.append((OUTLETS[outlet], self.number))
        self._fetch(OUTLETS[outlet], self.number, days_old, "Первый текст")

    def revise(self, which: int, days_old: int) -> None:
        """Another page of the same address with another text: a new revision."""
        outlet, number = self.addresses[which % len(self.addresses)]
        self._fetch(outlet, number, days_old, "Исправленный текст")

    def move(self, which: int, days_old: int) -> None:
        """The row stays, and its place in the lists that people read does not."""
        with writing(self.engine) as connection:
            ids = list(connection.execute(select(rows.c.id).order_by(rows.c.id)).scalars())
            if ids:
                chosen = ids[which % len(ids)]
                when = paper.FIRST_DAY - timedelta(days=days_old)
                given = update(rows).where(rows.c.id == chosen)
                connection.execute(given.values(listed=when, published=when))

    def delete(self, which: int, _: int) -> None:
        with reading(self.engine) as connection:
            ids = list(connection.execute(select(rows.c.id).order_by(rows.c.id)).scalars())
        if ids:
            scope = erasure.of_articles(self.engine, [ids[which % len(ids)]])
            erasure.erase(self.engine, scope, "age", "", "", paper.FIRST_DAY)

    def _fetch(self, outlet: str, number: int, days_old: int, words: str) -> None:
        self.fetches += 1
        when = paper.FIRST_DAY - timedelta(days=days_old)
        fetched = paper.FIRST_DAY + timedelta(minutes=self.fetches)
        url = f"https://{outlet}.test/{number}"
        text = f"{words} номер {number} и {self.fetches}. На это выделено {number + 100} тенге."
        page = Page(url, text.encode(), fetched, "text/html")
        with writing(self.engine) as connection:
            kept = pages.store_row(connection, page, outlet, None, f"{self.fetches:064x}", "import")
            article = Article(url, url, Kind.ARTICLE, title=f"{words} {number} {self.fetches}",
                              text=text, published=when, language="ru", cleaner="t")  # fmt: skip
            stored = pages.StoredPage(
                kept.page_id or 0, outlet, "0" * 64, kept.trace or "", page, None, None
            )
            written = articles.write(connection, stored, article, fetched)
            if written.stored is not None:
                self._extract(connection, written.stored, text)

    def _extract(self, connection: Connection, stored: articles.StoredArticle, text: str) -> None:
        at, whole = text.index("тенге"), Span(0, len(text))
        common = {"start": at, "end": at + 5, "text": "тенге", "sentence": whole}
        money = Amount(**common, confidence=1.0, rule="t", quantity="money", value=1.0)
        name = Mention("organization", 0, 6, text[:6], text[:6])
        read = Extraction("ru", (name,), (money,))
        facts.replace(connection, stored.id, stored.listed, "t", read)


STEP = st.tuples(
    st.sampled_from(["arrive", "arrive", "revise", "move", "delete"]),
    st.integers(0, 30),
    st.integers(0, 30),
)
WALK = st.tuples(
    st.sampled_from(["articles", "facts", "mentions"]),
    st.sampled_from(["newest", "oldest"]),
    st.sampled_from(["", "&outlet=one"]),
    st.integers(1, 4),
)


@pytest.fixture
def writer(app: App) -> Writer:
    with writing(app.engine) as connection:
        for outlet in OUTLETS:
            outlets.ensure(connection, outlet, outlet)
    return Writer(app.engine)


@pytest.fixture
def ask(app: App) -> Iterator[Asking]:
    with ExitStack() as things:
        yield things.enter_context(asking(create(app)))


def matching(engine: Engine, resource: str, narrowed: str) -> dict[int, Any]:
    """The ids that a list of this resource has to give, straight from the tables."""
    table = {"articles": rows, "facts": fact_rows, "mentions": mention_rows}[resource]
    wanted = select(table.c.id).where(rows.c.current)
    if table is not rows:
        wanted = wanted.join(rows, rows.c.id == table.c.article)
    if narrowed:
        wanted = wanted.where(rows.c.outlet == "one")
    with reading(engine) as connection:
        return dict.fromkeys(connection.execute(wanted).scalars())


def apply(writer: Writer, steps: list[tuple[str, int, int]]) -> None:
    for what, which, days_old in steps:
        if what == "arrive":
            writer.arrive(days_old, which % len(OUTLETS))
        elif writer.addresses:
            getattr(writer, what)(which, days_old)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(
    before=st.lists(STEP, min_size=3, max_size=9),
    walk=WALK,
    between=st.lists(st.lists(STEP, max_size=4), max_size=8),
)
def test_every_row_that_was_there_and_still_matches_is_given_once(
    writer: Writer, ask: Asking, before: list[Any], walk: Any, between: list[Any]
) -> None:
    writer.clear()
    resource, order, narrowed, limit = walk
    apply(writer, before)
    at_first = matching(writer.engine, resource, narrowed)
    path, found, turns = f"/api/v1/{resource}?order={order}&limit={limit}{narrowed}", [], 0
    while path:
        answer = ask(path)
        assert answer.status == 200, answer.text
        found += [x["id"] for x in answer.json["items"]]
        path = answer.json["next"]
        if turns < len(between):
            apply(writer, between[turns])
        turns += 1
    assert len(found) == len(set(found))
    assert found == sorted(found, reverse=order == "newest")
    still = matching(writer.engine, resource, narrowed)
    assert {x for x in at_first if x in still} <= set(found)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(parts=st.lists(st.lists(STEP, max_size=5), min_size=1, max_size=5), limit=st.integers(2, 5))
def test_who_follows_the_changes_has_what_is_stored(
    writer: Writer, ask: Asking, parts: list[Any], limit: int
) -> None:
    """A copy that is kept by the changes alone is equal to the archive, whatever happened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_log, "SETTLED", timedelta(0))
        writer.clear()
        copy: dict[int, Any] = {}
        after = None
        for part in [[], *parts]:
            apply(writer, part)
            after = followed(ask, copy, after, limit)
    with reading(writer.engine) as connection:
        stored = connection.execute(select(rows.c.id, rows.c.title, rows.c.current)).all()
    assert {x.id: (x.title, x.current) for x in stored} == {
        x: (y["title"], y["current"]) for x, y in copy.items()
    }
    for article in copy.values():
        assert len(article["facts"]) == 1


def followed(ask: Asking, copy: dict[int, Any], after: str | None, limit: int) -> str | None:
    """Brings the copy up to date; returns the cursor to go on from."""
    while True:
        at = f"&after={after}" if after else ""
        body = ask(f"/api/v1/changes?limit={limit}{at}").json
        after = body["after"]
        for change in body["items"]:
            answer = ask(f"/api/v1/articles/{change['article']}")
            copy.pop(change["article"], None)
            if answer.status == 200:
                copy[change["article"]] = answer.json
        if not body["items"]:
            return after


def test_with_postgresql_a_change_is_given_when_no_earlier_one_can_follow(
    writer: Writer, ask: Asking
) -> None:
    writer.arrive(1, 0)
    items = ask("/api/v1/changes").json["items"]
    if writer.engine.dialect.name == "sqlite":
        assert [x["kind"] for x in items] == ["stored", "facts"]
        return
    assert items == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_log, "SETTLED", timedelta(0))
        assert [x["kind"] for x in ask("/api/v1/changes").json["items"]] == ["stored", "facts"]


def test_the_log_keeps_one_change_of_each_kind(writer: Writer, ask: Asking) -> None:
    """Reading an article again and again does not make the log grow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_log, "SETTLED", timedelta(0))
        writer.arrive(1, 0)
        for _ in range(3):
            writer.revise(0, 1)
        kinds = [(x["article"], x["kind"]) for x in ask("/api/v1/changes").json["items"]]
    assert len(kinds) == len(set(kinds))
