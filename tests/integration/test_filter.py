"""Every query that takes a filter obeys every field of it, on both databases.

What a query must find is told by a plain loop over all rows here, written without the store's own
conditions.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from baqylau.app import App
from baqylau.clock import now
from baqylau.corrections.fields import NOT_ARTICLE
from baqylau.model.fact_key import lineage_of
from baqylau.store import annotations, corrections, entities
from baqylau.store.connect import reading, writing
from baqylau.store.queries import articles, export, export_facts, facts, operations, search
from baqylau.store.queries.articles import Cursor
from baqylau.store.queries.filter import EVERYTHING, Filter
from baqylau.store.tables import articles as article_table
from baqylau.store.tables import entity_links as link_table
from baqylau.store.tables import facts as fact_table
from baqylau.store.tables import labels as label_table
from baqylau.store.tables import mentions as mention_table
from baqylau.store.tables import pages as page_table
from tests import snapshots
from tests.filled import EVIL, fill

ALL = 1000
WORD = "мост"
"""Found in several articles, some of them reprints of each other, and not in all."""
MEANT = "Сатаеву"
"""A form of a name that no fact has: it is found by the entity."""
LABEL = "проверить"
FILTERS: dict[str, tuple[Filter, ...]] = {
    "outlet": (Filter(outlet="vestnik"), Filter(outlet="nobody")),
    "language": (Filter(language="ru"), Filter(language="kk")),
    "since": (Filter(since=now() - timedelta(hours=30)),),
    "until": (Filter(until=now() - timedelta(hours=30)),),
    "kind": (Filter(kind="quote"), Filter(kind="role"), Filter(kind="quote", who="Сатаев")),
    "who": (Filter(who="сатаев"), Filter(who="никто"), Filter(who="Сат", kind="amount")),
    "reprints": (Filter(reprints=False), Filter(reprints=False, who="Сатаев")),
    "ids": (Filter(ids=()), Filter(ids=(1, 3))),
    "tag": (Filter(tag="мосты"), Filter(tag="мост"), Filter(tag=EVIL), Filter(tag='", "')),
    "named": (Filter(named="Костанай"), Filter(named="Коста"), Filter(named="никто")),
    "entity": (Filter(entity=1), Filter(entity=2, kind="quote"), Filter(entity=99)),
    "meant": (Filter(who=MEANT), Filter(who=MEANT, kind="quote")),
    "label": (Filter(label=LABEL), Filter(label=LABEL, kind="quote"), Filter(label="nobody's")),
}
CASES = [x for filters in FILTERS.values() for x in filters] + [
    EVERYTHING,
    Filter("dala", "ru", now() - timedelta(days=90), now(), "quote", "Сатаев", False),
]


def test_every_field_is_tried() -> None:
    assert FILTERS.keys() == {x.name for x in fields(Filter)}


class Rows:
    """All rows, and those that a filter must let pass."""

    def __init__(self, app: App) -> None:
        with reading(app.engine) as connection:
            self.articles = connection.execute(select(article_table)).all()
            self.facts = connection.execute(select(fact_table)).all()
            self.pages = connection.execute(select(page_table)).all()
            self.mentions = connection.execute(select(mention_table)).all()
            links = connection.execute(select(link_table)).all()
            found = connection.execute(select(label_table.c.subject)).scalars().all()
        self.labelled = set(found)
        self.linked = {(x.article, x.name, x.entity) for x in links}
        self.meant = {x.entity for x in links if "Сатаев" in x.name and x.type == "person"}

    def facts_of(self, chosen: Filter) -> list[Any]:
        listed = {
            x.id
            for x in self._articles_alone(replace(chosen, label=None))
            if chosen.reprints or x.reprint_of is None  # a statement counts once, wherever
        }
        labelled = {x.id for x in self._articles_alone(chosen)}
        return [
            x
            for x in self.facts
            if x.article in listed
            and self._passes(x, chosen)
            and (x.article in labelled or (chosen.label == LABEL and x.key in self.labelled))
        ]

    def articles_of(self, chosen: Filter) -> list[Any]:
        found = self._articles_alone(chosen)
        if chosen.kind is None and chosen.who is None:
            naming = {x for x, _, entity in self.linked if entity == chosen.entity}
            return [x for x in found if chosen.entity is None or x.id in naming]
        having = {x.article for x in self.facts if self._passes(x, chosen)}
        return [x for x in found if x.id in having]

    def pages_of(self, chosen: Filter) -> list[Any]:
        about = Filter(
            language=chosen.language,
            kind=chosen.kind,
            who=chosen.who,
            reprints=chosen.reprints,
            ids=chosen.ids,
            tag=chosen.tag,
            named=chosen.named,
            entity=chosen.entity,
            label=chosen.label,
        )
        read = {x.page for x in self.articles_of(about)}
        return [
            x
            for x in self.pages
            if (chosen.outlet is None or x.outlet == chosen.outlet)
            and (chosen.since is None or x.fetched >= chosen.since)
            and (chosen.until is None or x.fetched < chosen.until)
            and (about == EVERYTHING or x.id in read)
        ]

    def _passes(self, fact: Any, chosen: Filter) -> bool:
        ids = {x for article, name, x in self.linked if (article, name) == (fact.article, fact.who)}
        by_name = chosen.who is None or chosen.who.casefold() in (fact.who or "").casefold()
        return (
            not fact.hidden
            and (chosen.kind is None or fact.type == chosen.kind)
            and (by_name or (chosen.who == MEANT and bool(ids & self.meant)))
            and (chosen.entity is None or chosen.entity in ids)
        )

    def _articles_alone(self, chosen: Filter) -> list[Any]:
        naming = {x.article for x in self.mentions if x.name == chosen.named}
        return [
            x
            for x in self.articles
            if x.current
            and (chosen.outlet is None or x.outlet == chosen.outlet)
            and (chosen.language is None or x.language == chosen.language)
            and (chosen.since is None or x.listed >= chosen.since)
            and (chosen.until is None or x.listed < chosen.until)
            and (chosen.reprints or not self._source_passes(x, chosen))
            and (chosen.ids is None or x.id in chosen.ids)
            and (chosen.tag is None or chosen.tag in x.tags)
            and (chosen.named is None or x.id in naming)
            and x.title != "Brief number 0"
            and (
                chosen.label is None
                or (chosen.label == LABEL and self._lineage(x) in self.labelled)
            )
        ]

    def _lineage(self, article: Any) -> str:
        return lineage_of(article.outlet, article.canonical_hash)

    def _source_passes(self, article: Any, chosen: Filter) -> bool:
        """Whether the article that this one repeats is of the same outlet, language and days."""
        return any(
            x.current
            and (chosen.outlet is None or x.outlet == chosen.outlet)
            and (chosen.language is None or x.language == chosen.language)
            and (chosen.since is None or x.listed >= chosen.since)
            and (chosen.until is None or x.listed < chosen.until)
            for x in self.articles
            if x.id == article.reprint_of
        )


@pytest.fixture
def rows(app: App) -> Rows:
    snapshots.filled(app, _corrected)
    found = Rows(app)
    assert found.meant
    return found


def _corrected(app: App) -> None:
    """`fill`, with labels, corrections and the entities of its names."""
    ids = fill(app)
    annotations.add_label(app.engine, ids["bridge"], LABEL, "editor", now())
    corrections.correct_article(
        app.engine, ids["brief-0"], "kind", NOT_ARTICLE, "editor", now(), "a list of links"
    )
    for place, given in enumerate(export_facts.of_facts(app.engine, EVERYTHING)):
        if place % 3 == 0:
            annotations.add_label(app.engine, given["key"], LABEL, "editor", now())
        if place % 4 == 1:
            corrections.correct_fact(app.engine, given["key"], "hidden", "yes", "editor", now())
    with writing(app.engine) as connection:
        for row in connection.execute(select(article_table)).all():
            entities.decide(connection, row.id, row.listed, "entities-1", row.listed)


def _ids(found: Iterable[Any]) -> list[int]:
    return sorted(x["id"] if isinstance(x, dict) else x.id for x in found)


Query = Callable[[App, Filter], Iterable[int]]
ARTICLES: dict[str, Query] = {
    "latest": lambda app, x: _ids(articles.latest(app.engine, x, ALL)),
    "count_newer": lambda app, x: range(
        articles.count_newer(app.engine, x, Cursor(datetime(1970, 1, 1, tzinfo=UTC), 0))
    ),
    "export": lambda app, x: _ids(export.of_articles(app.engine, x)),
}
FOUND: dict[str, Query] = {
    "answer": lambda app, x: sorted(
        y.article_id for y in search.answer(app.engine, WORD, x, ALL, seconds=60).hits
    ),
    "export": lambda app, x: _ids(export.of_articles(app.engine, x, WORD)),
}
FACTS: dict[str, Query] = {
    "listed": lambda app, x: _ids(facts.listed(app.engine, x, ALL)),
    "kinds": lambda app, x: range(sum(facts.kinds(app.engine, x).values())),
    "export": lambda app, x: _ids(export_facts.of_facts(app.engine, x)),
}


def test_a_query_of_articles_obeys_every_field(app: App, rows: Rows) -> None:
    for chosen in CASES:
        expected = rows.articles_of(chosen)
        for name, query in ARTICLES.items():
            assert _alike(query(app, chosen), expected), (name, chosen)


def test_a_search_obeys_every_field(app: App, rows: Rows) -> None:
    for name, query in FOUND.items():
        matching = set(query(app, EVERYTHING))
        assert 1 < len(matching) < len(rows.articles_of(EVERYTHING))
        for chosen in CASES:
            expected = [x for x in _ids(rows.articles_of(chosen)) if x in matching]
            assert list(query(app, chosen)) == expected, (name, chosen)


def test_a_query_of_facts_obeys_every_field(app: App, rows: Rows) -> None:
    for chosen in CASES:
        expected = rows.facts_of(chosen)
        for name, query in FACTS.items():
            assert _alike(query(app, chosen), expected), (name, chosen)


def test_the_speakers_obey_every_field(app: App, rows: Rows) -> None:
    for chosen in CASES:
        quotes = [x for x in rows.facts_of(chosen) if x.type == "quote" and x.who is not None]
        found = facts.speakers(app.engine, chosen, ALL)
        assert sorted((x.name, x.quotes) for x in found) == sorted(
            (who, sum(x.who == who for x in quotes)) for who in {x.who for x in quotes}
        ), chosen


def test_a_list_of_pages_obeys_every_field(app: App, rows: Rows) -> None:
    for chosen in CASES:
        found = _ids(operations.page_rows(app.engine, chosen, None, ALL))
        assert found == _ids(rows.pages_of(chosen)), chosen


def test_the_filters_part_what_is_there(rows: Rows) -> None:
    """Each field has a filter that lets some articles pass and some not."""
    every = len(rows.articles_of(EVERYTHING))
    for name, filters in FILTERS.items():
        assert any(0 < len(rows.articles_of(x)) < every for x in filters), name


def _alike(found: Iterable[int], expected: list[Any]) -> bool:
    """A query that only counts gives a range."""
    if isinstance(found, range):
        return len(found) == len(expected)
    return list(found) == _ids(expected)
