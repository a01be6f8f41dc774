"""The sweep through a newer cleaner: which pages, what changed, and that facts of an unchanged text
are not read anew.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from baqylau.assemble import House, open_house
from baqylau.clean import VERSION
from baqylau.clock import now
from baqylau.messages import Stage
from baqylau.model.article import Article
from baqylau.model.page import Page
from baqylau.settings import Settings
from baqylau.store import pages, reclean
from baqylau.store.connect import reading
from baqylau.store.tables import articles
from baqylau.store.tables import jobs as job_rows
from tests.integration import paper
from workers.run import work_off


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with open_house(settings) as house:
        for number in range(8):
            pages.keep(house.engine, paper.page(number), paper.OUTLET, None, house.archive)
        work_off(settings, paper.Readers())  # type: ignore[arg-type]
        yield house


class Newer(paper.Readers):
    """Reads page 1 with another text, page 2 with other marks, page 3 as no article; the rest as
    before.
    """

    def clean(self, page: Page, outlet: object) -> Article:
        read = paper.read(page, outlet)
        match page.url.rpartition("/")[2]:
            case "1":
                return replace(read, text="Совсем другие слова, 500 тенге.")
            case "2":
                return replace(read, text=read.text.replace(".", " !"))
            case "3":
                return replace(read, kind=paper.Kind.EMPTY, text="", reason="no text")
            case _:
                return read


def sweep(house: House, settings: Settings) -> list[reclean.Change]:
    ids = reclean.chosen(house.engine, VERSION, None, None, again=True)
    before = reclean.snapshot(house.engine, ids)
    list(reclean.put(house.engine, ids, VERSION, now()))
    work_off(settings, Newer())  # type: ignore[arg-type]
    return reclean.changes(before, reclean.snapshot(house.engine, ids))


def test_a_sweep_says_what_changed_and_trivial_changes_are_none(
    house: House, settings: Settings
) -> None:
    changed = {x.url.rpartition("/")[2]: x.what for x in sweep(house, settings)}
    assert changed == {"1": ("text",), "3": ("is no article any more",)}
    with reading(house.engine) as connection:
        assert connection.execute(select(func.max(articles.c.revision))).scalar_one() == 1


def test_a_sweep_that_was_done_has_nothing_left(house: House, settings: Settings) -> None:
    sweep(house, settings)
    assert reclean.chosen(house.engine, VERSION, None, None) == []
    assert len(reclean.chosen(house.engine, VERSION, None, None, again=True)) == 8


def test_facts_of_an_unchanged_text_are_not_read_anew(house: House, settings: Settings) -> None:
    before = facts_read(house)
    sweep(house, settings)
    after = facts_read(house)
    assert (
        sum(after[x] == before[x] for x in before) == len(before) - 2
    )  # pages 1 and 2 were read anew, page 3 has no article to read
    assert set(after) == set(before)


def facts_read(house: House) -> dict[int, datetime]:
    """When the facts of each article were read."""
    wanted = select(job_rows.c.subject, job_rows.c.finished).where(job_rows.c.stage == Stage.FACTS)
    with reading(house.engine) as connection:
        return {row.subject: row.finished for row in connection.execute(wanted)}


def test_a_day_and_an_outlet_narrow_the_sweep(house: House) -> None:
    later = paper.FIRST_DAY + timedelta(minutes=5)
    assert len(reclean.chosen(house.engine, "newer", later, None)) == 3
    assert reclean.chosen(house.engine, "newer", None, "another") == []
    assert reclean.has_pages(house.engine, paper.OUTLET)
    assert not reclean.has_pages(house.engine, "another")


def test_an_address_leads_to_its_last_fetch(house: House) -> None:
    assert pages.latest(house.engine, "https://vestnik-stepi.test/1") is not None
    assert pages.latest(house.engine, "https://vestnik-stepi.test/none") is None
