"""What is forgotten on request is gone everywhere and stays away; what has outlived its age goes,
and the law of outcomes holds.
"""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from baqylau import upkeep
from baqylau.assemble import House
from baqylau.messages import Stage
from baqylau.model.link import Link
from baqylau.model.page import Page
from baqylau.store import addresses, ages, arrivals, jobs, outlets, pages, search
from baqylau.store.connect import reading, writing
from baqylau.store.present import present
from baqylau.store.tables import addresses as address_rows
from baqylau.store.tables import articles as article_rows
from baqylau.store.tables import metadata, removals
from baqylau.store.tables import pages as page_rows
from tests.integration import paper
from workers.run import work_off
from workers.thinking import Thinking

PERSON = "Асель Ахметова"
WORDS = "tests.integration.paper"


@pytest.fixture
def backends(migrated_database: str) -> dict[str, str]:
    return {"database": migrated_database}


def print_story(house: House, name: str, text: str, minute: int = 0) -> Page:
    """A page at an address of the paper, found the way a crawler finds it."""
    url = f"https://vestnik-stepi.test/{name}"
    page = Page(
        url,
        f"<title>{name}</title><p>{text}</p>".encode(),
        paper.FIRST_DAY + timedelta(minutes=minute),
        "text/html; charset=utf-8",
    )
    addresses.remember(house.engine, paper.OUTLET, [Link(url, "article")], page.fetched)
    with reading(house.engine) as connection:
        address = connection.execute(
            select(address_rows.c.id).where(address_rows.c.url == url)
        ).scalar_one()
    arrivals.keep_all(house.engine, [arrivals.Arrival(page, paper.OUTLET, address)], house.archive)
    return page


def read_all(house: House) -> None:
    with Thinking(house.settings, f"{WORDS}:read", f"{WORDS}:extract_people") as thinkers:
        work_off(house.settings, thinkers)


def everything(house: House) -> str:
    """Every row of every table, and every body, as one text."""
    with reading(house.engine) as connection:
        rows = [
            str(row)
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
        if house.engine.dialect.name == "postgresql":
            rows += [
                str(x)
                for x in connection.execute(text("SELECT lemmas::text FROM search")).scalars()
            ]
        else:
            rows += [
                str(x) for x in connection.execute(text("SELECT lemmas FROM search")).scalars()
            ]
    return "\n".join(rows + [house.archive.get(x).decode() for x in house.archive.hashes()])


def test_an_address_is_forgotten_with_every_revision_and_body(house: House) -> None:
    first = print_story(house, "sud", "Суд рассмотрит дело 100 тенге")
    print_story(house, "sud", "Суд рассмотрел дело 200 тенге", minute=5)
    other = print_story(house, "most", "Мост откроют за 300 тенге")
    read_all(house)
    found = upkeep.at_address(house, first.url)
    assert (len(found.pages), len(found.articles), found.addresses) == (2, 2, (first.url,))
    counts = upkeep.forget(house, found, "url", first.url, "letter 12")
    assert {x: counts[x] for x in ("pages", "articles", "facts", "bodies", "addresses")} == {
        "pages": 2,
        "articles": 2,
        "facts": 2,
        "bodies": 2,
        "addresses": 1,
    }
    left = everything(house)
    assert "sud" not in left
    assert "Суд" not in left
    assert other.url in left
    assert pages.totals(house.engine)["article"] == 1
    with reading(house.engine) as connection:
        record = connection.execute(select(removals)).one()
    assert (record.kind, record.because, record.counts) == ("url", "letter 12", counts)


def test_a_forgotten_address_is_not_fetched_or_kept_again(house: House) -> None:
    page = print_story(house, "sud", "Суд рассмотрит дело")
    read_all(house)
    upkeep.forget(house, upkeep.at_address(house, page.url), "url", page.url, "")
    assert (
        addresses.remember(house.engine, paper.OUTLET, [Link(page.url, "article")], page.fetched)
        == 0
    )
    assert (
        pages.keep(house.engine, page, paper.OUTLET, None, house.archive, origin="import")
        == pages.NOT_KEPT
    )
    detour = Page(
        "https://vestnik-stepi.test/elsewhere", page.body, page.fetched, requested=page.url
    )
    way = addresses.way(house.engine, paper.OUTLET, detour.url, "article", page.fetched)
    assert arrivals.keep_all(
        house.engine, [arrivals.Arrival(detour, paper.OUTLET, way.id)], house.archive
    ) == [pages.NOT_KEPT]
    assert list(house.archive.hashes()) == []
    assert sum(pages.totals(house.engine).values()) == 0


def test_a_person_is_forgotten_in_every_form_of_the_name(house: House) -> None:
    print_story(house, "a", "Об этом сообщила Асель Ахметова в среду.")
    print_story(house, "b", "Письмо Асели Ахметовой опубликовали вчера.")
    print_story(house, "c", "Ахметова Асель получила награду.")
    print_story(house, "d", "Асель Нурланова и Данияр Ахметов встретились.")
    read_all(house)
    found = upkeep.naming(house, PERSON)
    assert [x.rpartition("/")[2] for x in found.addresses] == ["a", "b", "c"]
    upkeep.forget(house, found, "person", PERSON, "")
    left = everything(house)
    assert "Ахметовой" not in left
    assert "Нурланова" in left
    assert len(search.find(house.engine, "Нурланова")) == 1


def test_a_reprint_of_what_was_forgotten_stands_by_itself(house: House) -> None:
    words = " ".join(f"слово{number}" for number in range(80))
    with writing(house.engine) as connection:
        outlets.ensure(connection, "zarya", "Заря")
    source = print_story(house, "source", words)
    copy = Page(
        "https://zarya.test/copy",
        source.body.replace(b"source", b"copied"),
        source.fetched + timedelta(hours=1),
        "text/html; charset=utf-8",
    )
    pages.keep(house.engine, copy, "zarya", None, house.archive)
    read_all(house)
    with reading(house.engine) as connection:
        assert (
            connection.execute(
                select(func.count()).where(article_rows.c.reprint_of.is_not(None))
            ).scalar_one()
            == 1
        )
    upkeep.forget(house, upkeep.at_address(house, source.url), "url", source.url, "")
    with reading(house.engine) as connection:
        assert connection.execute(select(article_rows.c.url, article_rows.c.reprint_of)).all() == [
            (copy.url, None)
        ]


def test_old_bodies_leave_and_their_articles_stay(house: House) -> None:
    old = print_story(house, "old", "Старое")
    print_story(house, "again", "Общее")
    read_all(house)
    moment = present(house.engine)
    with writing(house.engine) as connection:
        connection.execute(
            page_rows.update()
            .where(page_rows.c.url == old.url)
            .values(fetched=moment - timedelta(days=400))
        )
    aged = House(
        house.settings.model_copy(update={"keep_bodies": timedelta(days=365)}),
        house.engine,
        house.archive,
        house.broker,
        house.outlets,
    )
    with writing(house.engine) as connection:
        connection.execute(
            page_rows.update().where(page_rows.c.url != old.url).values(fetched=moment)
        )
    counts = upkeep.tidy(aged)
    assert (counts["old_bodies"], counts["bodies"]) == (1, 1)
    assert len(list(house.archive.hashes())) == 1
    assert pages.totals(house.engine)["article"] == 2
    assert (
        jobs.sweep(house.engine, Stage.CLEAN, "clean-999", moment) == 1
    )  # the page without a body is not read anew
    assert upkeep.tidy(aged)["old_bodies"] == 0


def test_nothing_leaves_unless_an_age_is_set(house: House) -> None:
    print_story(house, "old", "Старое")
    read_all(house)
    assert not any(upkeep.tidy(house).values())
    assert len(list(house.archive.hashes())) == 1


def test_superseded_jobs_go_and_the_latest_stays(house: House) -> None:
    print_story(house, "a", "Текст")
    read_all(house)
    moment = present(house.engine)
    jobs.sweep(house.engine, Stage.FACTS, "facts-999", moment)
    assert ages.age_jobs(house.engine, moment) == 0
    assert ages.age_jobs(house.engine, moment + timedelta(seconds=1)) == 1
    assert jobs.counts(house.engine)[Stage.FACTS] == {
        "pending": 1,
        "leased": 0,
        "done": 0,
        "set_aside": 0,
    }


def test_the_record_does_not_say_what_was_forgotten(house: House) -> None:
    page = print_story(house, "sud", "Суд")
    upkeep.forget(house, upkeep.at_address(house, page.url), "url", page.url, "")
    with reading(house.engine) as connection:
        assert page.url not in json.dumps(
            [list(map(str, x)) for x in connection.execute(select(removals))]
        )
