"""Names of stored articles become entities: one person in several scripts is one, two workers with
one new name make one, a re-run keeps the ids, editors merge and split.
"""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from baqylau.app import App
from baqylau.store import entities as rows
from baqylau.store.connect import reading, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.tables import (
    articles,
    entities,
    entity_links,
    entity_names,
    entity_pairs,
    facts,
    mentions,
    outlets,
    pages,
)
from tests.integration.paper import FIRST_DAY

VERSION = "entities-1"


def store(engine: Engine, number: int, *named: tuple[str, ...], outlet: str = "press") -> int:
    """An article with these persons, each a name and perhaps a role, and what each says; its id."""
    day = FIRST_DAY + timedelta(days=number)
    with writing(engine) as connection:
        if not connection.execute(select(outlets.c.id).where(outlets.c.id == outlet)).first():
            connection.execute(insert(outlets).values(id=outlet, name="Вестник"))
        key, url = number.to_bytes(32, "big"), f"https://press.test/{number}"
        page = connection.execute(
            insert(pages)
            .values(outlet=outlet, url=url, url_hash=key, fetched=day, status=200, size=1,
                    content_hash=f"{number:064x}", trace="t", outcome="article")
            .returning(pages.c.id)
        ).scalar_one()  # fmt: skip
        article = connection.execute(
            insert(articles)
            .values(page=page, outlet=outlet, url=url, canonical_url=url, canonical_hash=key,
                    kind="article", text_hash=key, listed=day, published=day, cleaner="t",
                    title=f"№ {number}", language="ru", stored=day, text="Он сказал." * 9)
            .returning(articles.c.id)
        ).scalar_one()  # fmt: skip
        write_names(connection, article, named, day)
    return int(article)


def write_names(connection: Any, article: int, named: Sequence[tuple[str, ...]], day: Any) -> None:
    for place, (name, *role) in enumerate(named):
        kind = role[1] if len(role) > 1 else "person"
        common = {"article": article, "version": "facts-3", "start": place, "end": place + 1}
        connection.execute(insert(mentions).values(**common, type=kind, text=name, name=name))
        slots = {"speaker_name": name, "speaker_role": role[0] if role else None, "content": []}
        connection.execute(
            insert(facts).values(**common, type="quote", rule="r", text="сказал", sentence_start=0,
                                 sentence_end=10, confidence=1.0, slots=slots, who=name, listed=day)
        )  # fmt: skip


def decide(engine: Engine, *ids: int, version: str = VERSION) -> None:
    for article in ids:
        with writing(engine) as connection:
            listed = connection.execute(
                select(articles.c.listed).where(articles.c.id == article)
            ).scalar_one()
            rows.decide(connection, article, listed, version, db_now(engine))


def linked(engine: Engine) -> dict[tuple[int, str], int]:
    with reading(engine) as connection:
        return {
            (x.article, x.name): x.entity
            for x in connection.execute(
                select(entity_links.c.article, entity_links.c.name, rows.root.label("entity")).join(
                    entities, entities.c.id == entity_links.c.entity
                )
            )
        }


def test_one_person_in_three_scripts_is_one(app: App) -> None:
    ids = [
        store(app.engine, 1, ("Касым-Жомарт Токаев", "президент"), ("Ирина Цой",)),
        store(app.engine, 2, ("Қасым-Жомарт Тоқаев",), ("Цой Ирина",)),
        store(app.engine, 3, ("Kassym-Jomart Tokayev",), ("Irina Tsoy",)),
        store(app.engine, 4, ("Токаев",), ("Цой",)),
    ]
    decide(app.engine, *ids)
    found = linked(app.engine)
    assert len(found) == 8
    assert len(set(found.values())) == 2
