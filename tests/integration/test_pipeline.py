"""Pages in, facts out: the same actors embedded and at scale, and what becomes of pages that kill
their readers.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from baqylau.assemble import House
from baqylau.messages import Stage
from baqylau.settings import Settings
from baqylau.store import jobs, pages, search
from baqylau.store.connect import reading, writing
from baqylau.store.tables import articles, facts
from tests.integration import paper
from workers.run import work_off
from workers.thinking import Thinking

PAPER = "tests.integration.paper"


@pytest.fixture
def more_settings() -> dict[str, Any]:
    return {"clean_timeout": timedelta(seconds=3), "attempts": 1}


def read_all(settings: Settings, clean: str = "read", facts: str = "extract") -> None:
    with Thinking(settings, f"{PAPER}:{clean}", f"{PAPER}:{facts}") as thinkers:
        work_off(settings, thinkers)


def keep(house: House, *numbers: int) -> None:
    for number in numbers:
        pages.keep(house.engine, paper.page(number), paper.OUTLET, None, house.archive)


def count(house: House, table: Any) -> int:
    with reading(house.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_every_page_becomes_an_article_with_facts_or_is_none(
    house: House, settings: Settings
) -> None:
    keep(house, *range(20))
    read_all(settings)
    assert pages.totals(house.engine) == {
        "article": 18,
        "unchanged": 0,
        "not_article": 2,
        "set_aside": 0,
        "waiting": 0,
    }
    assert (count(house, articles), count(house, facts)) == (18, 18)
    assert jobs.counts(house.engine)[Stage.INDEX] == {
        "pending": 0,
        "leased": 0,
        "done": 18,
        "set_aside": 0,
    }
    hits = search.find(house.engine, "утверждённого ремонт")
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
    house: House, settings: Settings, reader: str, reason: str
) -> None:
    keep(house, 1)
    read_all(settings, clean=reader)
    assert pages.totals(house.engine)["set_aside"] == 1
    with reading(house.engine) as connection:
        row = connection.execute(select(pages.pages.c.reason, pages.pages.c.content_hash)).one()
    assert reason in row.reason
    assert house.archive.get(row.content_hash) == paper.page(1).body  # kept for study


def test_a_page_read_again_keeps_its_article_and_its_facts_once(
    house: House, settings: Settings
) -> None:
    keep(house, 1, 2)
    read_all(settings)
    with writing(house.engine) as connection:
        for page_id in connection.execute(select(pages.pages.c.id)).scalars().all():
            jobs.add(connection, Stage.CLEAN, page_id, "a later version", paper.FIRST_DAY)
    read_all(settings)
    assert (count(house, articles), count(house, facts)) == (2, 2)
    assert len(search.find(house.engine, "тенге")) == 2
