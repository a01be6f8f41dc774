"""Pages in, facts out: the same actors embedded and at scale, and what becomes of pages that kill
their readers.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from baqylau.app import App
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import Settings
from baqylau.store import jobs, pages
from baqylau.store.connect import reading, writing
from baqylau.store.queries import search
from baqylau.store.tables import articles, facts
from tests.integration import paper
from workers.run import work_off

PAPER = "tests.integration.paper"


@pytest.fixture
def more_settings() -> dict[str, Any]:
    return {"clean_timeout": timedelta(seconds=3), "attempts": 1}


def read_all(settings: Settings, clean: str = "read", facts: str = "extract") -> None:
    with SandboxPool(settings, clean=f"{PAPER}:{clean}", facts=f"{PAPER}:{facts}") as readers:
        work_off(settings, readers)


def keep(app: App, *numbers: int) -> None:
    for number in numbers:
        pages.store(app.engine, paper.page(number), paper.OUTLET, None, app.archive)


def count(app: App, table: Any) -> int:
    with reading(app.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_every_page_becomes_an_article_with_facts_or_is_none(app: App, settings: Settings) -> None:
    keep(app, *range(20))
    read_all(settings)
    assert pages.totals(app.engine) == {
        "article": 18,
        "unchanged": 0,
        "not_article": 2,
        "set_aside": 0,
        "waiting": 0,
    }
    assert (count(app, articles), count(app, facts)) == (18, 18)
    assert jobs.counts(app.engine)["index"] == {
        "pending": 0,
        "leased": 0,
        "done": 18,
        "set_aside": 0,
    }
    hits = search.find(app.engine, "утверждённого ремонт")
    assert hits
    assert all("ремонта" in x.snippet or "утвердил" in x.snippet for x in hits)


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        ("read_for_ever", "longer than 3 s"),
        ("read_holding_everything", "longer than 3 s"),
        ("read_greedily", "MiB"),
        ("read_to_death", "killed its process"),
        ("read_wrongly", "ValueError: a fault of ours"),
    ],
)
def test_a_page_that_stops_its_reader_is_set_aside(
    app: App, settings: Settings, reader: str, reason: str
) -> None:
    keep(app, 1)
    read_all(settings, clean=reader)
    assert pages.totals(app.engine)["set_aside"] == 1
    with reading(app.engine) as connection:
        row = connection.execute(select(pages.pages.c.reason, pages.pages.c.content_hash)).one()
    assert reason in row.reason
    assert app.archive.get(row.content_hash) == paper.page(1).body  # kept for study


def test_a_page_read_again_keeps_its_article_and_its_facts_once(
    app: App, settings: Settings
) -> None:
    keep(app, 1, 2)
    read_all(settings)
    with writing(app.engine) as connection:
        for page_id in connection.execute(select(pages.pages.c.id)).scalars().all():
            jobs.add(connection, "clean", page_id, "a later version", paper.FIRST_DAY)
    read_all(settings)
    assert (count(app, articles), count(app, facts)) == (2, 2)
    assert len(search.find(app.engine, "тенге")) == 2
