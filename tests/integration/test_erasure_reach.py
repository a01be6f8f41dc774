"""What is forgotten is gone from every column of every table.

Each column that can hold words says here that erasure reaches it, or why it holds no words of a
person or of an article. A new table or column fails until somebody has decided that.
"""

from typing import Any

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String, Table, insert, select, update

from baqylau import maintenance
from baqylau.analysis.citations import Citation
from baqylau.analysis.outlet_names import OutletNames
from baqylau.app import App
from baqylau.clock import now
from baqylau.model.fact import Mention, Quote
from baqylau.model.link import Link
from baqylau.model.span import Span
from baqylau.model.watch import Watch
from baqylau.store import (
    annotations,
    citations,
    corrections,
    entities,
    entity_edits,
    frontier,
    jobs,
    watches,
)
from baqylau.store.connect import reading, writing
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries.filter import EVERYTHING
from baqylau.store.tables import articles, entity_pairs, facts, metadata, pages
from tests import filled
from tests.filled import SampleArticle

NAME = "Гульмира Ветрова"
TEXT = f"«Река поднялась на метр, и мост закрыли», – сказала {NAME}."

REACHED: dict[str, set[str]] = {
    "addresses": {"url", "etag", "last_modified", "identity", "hint"},
    "annotated_articles": {"corrected"},
    "articles": {
        *("url", "canonical_url", "reason", "title", "authors", "section", "tags", "image"),
        *("editions", "readings", "text", "published_printed"),
    },
    "citations": {"target"},
    "corrections": {"read", "value", "evidence", "because"},
    "entities": {"name", "roles"},
    "entity_changes": {"because"},
    "entity_links": {"name"},
    "entity_names": {"name", "sound", "block", "wide"},
    "facts": {"text", "slots", "who", "corrected"},
    "jobs": {"reason"},
    "labels": {"name"},
    "mentions": {"text", "name", "descriptor"},
    "notes": {"text"},
    "pages": {"url", "requested", "headers", "reason"},
    "watches": {"name", "query", "appointed"},
}
"""Columns whose words go with the article, or with the person's name."""
_ID, _CODE, _HASH = "an id of the registry", "a word of our own", "a hash or a random token"
_OFFICE = "the name of an account of the office, which keeps its own log"
_OWN = "what an account of the office gave or sent itself"
_OUTLET = "about an outlet or its lists, never about one article"
FREE: dict[str, dict[str, str]] = {
    "account_links": {"token": _HASH},
    "account_secrets": {"password": _HASH, "totp": _OWN, "feed": _HASH},
    "accounts": {"login": _OFFICE, "role": _CODE},
    "addresses": {
        "outlet": _ID, "kind": _CODE, "way": _OUTLET, "url_hash": _HASH, "content_hash": _HASH,
        "read_hash": _HASH,
    },
    "annotated_articles": {"lineage": _HASH},
    "api_tokens": {
        "name": "the name of a program, given by the office", "prefix": _HASH, "hash": _HASH,
        "scopes": _CODE, "role": _CODE, "made_by": _OFFICE,
    },
    "article_changes": {"kind": _CODE},
    "articles": {
        "outlet": _ID, "kind": _CODE, "canonical_hash": _HASH, "text_hash": _HASH,
        "published_precision": _CODE, "language": _CODE, "tiebacks": "numbers", "script": _CODE,
        "paragraph_languages": _CODE, "layout": _CODE, "cleaner": _CODE,
    },
    "audit_log": {
        "who": _OFFICE, "action": _CODE, "address": "of a browser of the office",
        "about": "a login, a number, a key; of a watch or a token the name that the office gave it",
    },
    "chores": {"name": _CODE},
    "citations": {"origin": _ID, "layer": _CODE, "version": _CODE},
    "corrections": {
        "lineage": _HASH, "subject": _HASH, "kind": _CODE, "field": _CODE, "by": _OFFICE,
        "undone_by": _OFFICE,
    },
    "deliveries": {
        "event": _CODE, "channel": _CODE, "key": _HASH, "kind": _CODE, "span": "two moments",
        "state": _CODE, "lease_token": _HASH, "reason": "what a mail server or a webhook answered",
    },
    "doomed_bodies": {"content_hash": _HASH},
    "entities": {"type": _CODE},
    "entity_changes": {"kind": _CODE, "by": _OFFICE, "undone_by": _OFFICE},
    "entity_links": {"type": _CODE, "version": _CODE},
    "entity_pairs": {"answer": _CODE},
    "facts": {"version": _CODE, "type": _CODE, "rule": _CODE, "key": _HASH},
    "forgotten": {"url_hash": _HASH},
    "host_turns": {"host": _OUTLET},
    "issues": {
        "outlet": _ID, "trouble": _CODE, "subject": _OUTLET, "diagnosis": _OUTLET,
        "evidence": "numbers, and an address that was refused and never fetched",
    },
    "jobs": {
        "stage": _CODE, "version": _CODE, "state": _CODE, "lease_token": _HASH, "outcome": _CODE
    },
    "labels": {"lineage": _HASH, "subject": _HASH, "by": _OFFICE},
    "matches": {"kind": _CODE, "silent": _CODE},
    "mentions": {"version": _CODE, "type": _CODE},
    "moved_articles": {"outlet": _ID, "canonical_hash": _HASH, "lineage": _HASH},
    "notes": {"lineage": _HASH, "subject": _HASH, "by": _OFFICE},
    "outlet_sentences": {"outlet": _ID},
    "outlets": {
        "id": _ID, "name": "of the registry", "lease_token": _HASH, "last_result": _OUTLET
    },
    "pages": {
        "outlet": _ID, "url_hash": _HASH, "content_type": "a media type", "content_hash": _HASH,
        "trace": _HASH, "origin": _CODE, "outcome": _CODE,
    },
    "recovery_codes": {"code": _HASH},
    "removals": {
        "kind": _CODE, "asked_hash": _HASH, "counts": "numbers",
        "because": "the record of the request itself; the command asks not to name the person",
    },
    "reprints": {"kind": _CODE, "reason": _CODE, "evidence": "times"},
    "sessions": {"token": _HASH, "address": _OWN, "agent": _OWN},
    "story_articles": {
        "version": _CODE, "text_hash": _HASH,
        "features": "numbers made of words, gone with the article",
    },
    "visits": {
        "outlet": _ID, "responses": "numbers", "ways": _OUTLET, "looks": "numbers",
        "result": _OUTLET,
    },
    "watch_channels": {"kind": _CODE, "address": "where the office wants its messages"},
    "watches": {
        "owner": _OFFICE, "outlets": _ID, "languages": _CODE, "quiet_from": _CODE,
        "quiet_until": _CODE, "zone": _CODE, "figure": "a number", "digest": _CODE,
        "digest_at": _CODE, "language": _CODE,
    },
}  # fmt: skip
"""Columns that hold no words of a person or an article, and why."""


def with_words(table: Table) -> set[str]:
    kinds = (String, JSON, LargeBinary)
    return {x.name for x in table.columns if isinstance(x.type, kinds)}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda x: x.name)
def test_every_column_that_can_hold_words_is_decided(table: Table) -> None:
    reached, free = REACHED.get(table.name, set()), FREE.get(table.name, {}).keys()
    assert not reached & free
    assert with_words(table) == reached | free, (
        f"{table.name}: say in this file for each column whether `forget` reaches it"
        " (baqylau/store/erasure.py, written_erasure.py), or why it holds no words of a person"
    )


def test_no_table_is_named_that_is_gone() -> None:
    assert (REACHED.keys() | FREE.keys()) <= metadata.tables.keys()


def _store(app: App) -> tuple[int, str]:
    """An article that names the person, with a row in every table that erasure reaches."""
    at = TEXT.index(NAME)
    said = Quote(
        start=0, end=len(TEXT), text=TEXT, sentence=Span(0, len(TEXT)), confidence=0.9, rule="r",
        form="direct", content=(Span(1, 39),), speaker_name=NAME,
    )  # fmt: skip
    mentioned = Mention("person", at, at + len(NAME), NAME, NAME)
    article = filled.write(
        app,
        SampleArticle("vestnik", "river", "Река", TEXT, "ru", None, (said,), (mentioned,)),
    )
    with writing(app.engine) as connection:
        row = connection.execute(select(articles).where(articles.c.id == article)).one()
        entities.decide(connection, article, row.listed, "entities-1", now())
        jobs.add(connection, "index", article, "1", now())
        named = Citation("self", NAME, "social", at, at + len(NAME))
        citations.replace(connection, article, "vestnik", OutletNames({}), "1", [named])
        frontier_row = connection.execute(select(pages.c.url).where(pages.c.id == row.page))
        url = frontier_row.scalar_one()
    frontier.add_links(app.engine, "vestnik", [Link(url, "article")], now())
    with writing(app.engine) as connection:
        key = connection.execute(select(facts.c.key).where(facts.c.article == article)).scalar_one()
    corrections.correct_fact(app.engine, key, "speaker_role", "аким", "editor", now())
    corrections.correct_article(app.engine, article, "title", "Другой", "editor", now())
    for target in (article, str(key)):
        annotations.add_label(app.engine, target, "тон", "editor", now())
        annotations.add_note(app.engine, target, "проверить", "editor", now())
    watch = Watch(name="Река", owner="editor", query="река", appointed="Водоканал")
    watches.add(app.engine, watch, [], now())
    return article, str(key)


def _fill(app: App, column: Column[Any]) -> None:
    """The name stands in every row of a column."""
    value = [NAME, "2026-01-01"] if isinstance(column.type, JSON) else NAME
    with writing(app.engine) as connection:
        connection.execute(update(column.table).values({column.name: value}))


def everything(app: App) -> dict[str, str]:
    with reading(app.engine) as connection:
        return {
            f"{table.name}.{column}": str(connection.execute(select(table.c[column])).all())
            for table in metadata.sorted_tables
            for column in sorted(with_words(table))
        }


def left(app: App) -> list[str]:
    return [x for x, text in everything(app).items() if "Ветров" in text]


def forget(app: App) -> dict[str, int]:
    return maintenance.forget(app, maintenance.naming(app, NAME), "person", NAME, "letter 7")


@pytest.fixture
def stored(app: App) -> int:
    filled_outlets = [*filled.OUTLETS]
    from baqylau.store import outlets

    with writing(app.engine) as connection:
        for x in filled_outlets:
            outlets.ensure(connection, x, x)
    return _store(app)[0]


def test_a_row_of_every_reached_table_goes_with_its_article(app: App, stored: int) -> None:
    with reading(app.engine) as connection:
        empty = [
            x
            for x in REACHED
            if x != "entity_changes"  # the next test
            and connection.execute(select(metadata.tables[x])).first() is None
        ]
    assert empty == []
    skipped = {"url", "canonical_url", "name"}  # found by them, or a part of a key
    for table, columns in REACHED.items():
        for x in sorted(columns - skipped - {"sound", "block", "wide"}):
            if x in metadata.tables[table].columns and table not in ("corrections", "labels"):
                _fill(app, metadata.tables[table].c[x])
    assert len(left(app)) > 20
    counts = forget(app)
    assert left(app) == []
    assert (counts["corrections"], counts["labels"], counts["notes"]) == (2, 2, 2)


def test_words_about_the_person_at_other_articles_go_and_the_articles_stay(app: App) -> None:
    ids = filled.fill(app)
    given = fact_queries.listed(app.engine, EVERYTHING, 50)
    quotes = [x for x in given if x.fact["type"] == "quote"]
    form = "Гульмиры Ветровой"
    moment = now()
    corrections.correct_fact(app.engine, quotes[0].fact["key"], "speaker_name", NAME, "e", moment)
    corrections.correct_fact(
        app.engine, given[-1].fact["key"], "hidden", "yes", "e", moment, f"по письму {form}"
    )
    corrections.correct_article(app.engine, ids["dam"], "title", f"Дамба, {NAME}", "e", moment)
    annotations.add_label(app.engine, ids["dam"], f"о {form}", "e", moment)
    annotations.add_note(
        app.engine, quotes[0].fact["key"], "Ветрова Гульмира\nзвонила", "e", moment
    )
    annotations.add_note(app.engine, ids["dam"], "Ветер был сильный", "e", moment)
    people = _two_people(app)
    entity_edits.merge(app.engine, *people, moment, f"{NAME} – одна", "e")
    assert len(left(app)) >= 7
    assert maintenance.written_naming(app, NAME) == 5
    counts = forget(app)
    assert left(app) == []
    assert (counts["articles"], counts["corrections"]) == (0, 3)
    shown = fact_queries.listed(app.engine, EVERYTHING, 50)
    assert [(x.fact, x.who) for x in shown] == [(x.fact, x.who) for x in given]
    with reading(app.engine) as connection:
        kept = annotations.of_articles(connection, [ids["dam"]])[ids["dam"]]
    assert kept.texts == ["Ветер был сильный"]


def _two_people(app: App) -> tuple[int, int]:
    from baqylau.store.tables import entities as entity_rows

    with writing(app.engine) as connection:
        added = [
            connection.execute(
                insert(entity_rows).values(type="person", name=x).returning(entity_rows.c.id)
            ).scalar_one()
            for x in ("Ким А.", "Ким Асель")
        ]
        assert connection.execute(select(entity_pairs)).all() == []
    return added[0], added[1]
