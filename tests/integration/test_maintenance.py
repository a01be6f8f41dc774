"""What is forgotten on request is gone everywhere and stays away; what has outlived its age goes,
and the law of outcomes holds.
"""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from baqylau import maintenance
from baqylau.app import App
from baqylau.model.link import Link
from baqylau.model.page import Page
from baqylau.store import frontier, jobs, outlets, page_writer, pages, retention
from baqylau.store.connect import reading, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import search
from baqylau.store.tables import addresses as address_rows
from baqylau.store.tables import articles as article_rows
from baqylau.store.tables import metadata, removals
from baqylau.store.tables import pages as page_rows
from tests.integration import paper
from workers.run import work_off

PERSON = "Асель Ахметова"


@pytest.fixture
def backends(migrated_database: str) -> dict[str, str]:
    return {"database": migrated_database}


def print_story(app: App, name: str, text: str, minute: int = 0) -> Page:
    """A page at an address of the paper, found the way a crawler finds it."""
    url = f"https://vestnik-stepi.test/{name}"
    page = Page(
        url,
        f"<title>{name}</title><p>{text}</p>".encode(),
        paper.FIRST_DAY + timedelta(minutes=minute),
        "text/html; charset=utf-8",
    )
    frontier.add_links(app.engine, paper.OUTLET, [Link(url, "article")], page.fetched)
    with reading(app.engine) as connection:
        address = connection.execute(
            select(address_rows.c.id).where(address_rows.c.url == url)
        ).scalar_one()
    page_writer.store_fetched(
        app.engine, [page_writer.FetchedPage(page, paper.OUTLET, address)], app.archive
    )
    return page


def read_all(app: App) -> None:
    work_off(app.settings, paper.PeopleReaders())  # type: ignore[arg-type]


def everything(app: App) -> str:
    """Every row of every table, and every body, as one text."""
    with reading(app.engine) as connection:
        rows = [
            str(row)
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
        if app.engine.dialect.name == "postgresql":
            rows += [
                str(x)
                for x in connection.execute(text("SELECT lemmas::text FROM search")).scalars()
            ]
        else:
            rows += [
                str(x) for x in connection.execute(text("SELECT lemmas FROM search")).scalars()
            ]
    return "\n".join(rows + [app.archive.get(x).decode() for x in app.archive.hashes()])


def test_an_address_is_forgotten_with_every_revision_and_body(app: App) -> None:
    first = print_story(app, "sud", "Суд рассмотрит дело 100 тенге")
    print_story(app, "sud", "Суд рассмотрел дело 200 тенге", minute=5)
    other = print_story(app, "most", "Мост откроют за 300 тенге")
    read_all(app)
    found = maintenance.at_address(app, first.url)
    assert (len(found.pages), len(found.articles), found.addresses) == (2, 2, (first.url,))
    counts = maintenance.forget(app, found, "url", first.url, "letter 12")
    assert {x: counts[x] for x in ("pages", "articles", "facts", "bodies", "addresses")} == {
        "pages": 2,
        "articles": 2,
        "facts": 2,
        "bodies": 2,
        "addresses": 1,
    }
    left = everything(app)
    assert "sud" not in left
    assert "Суд" not in left
    assert other.url in left
    assert pages.totals(app.engine)["article"] == 1
    with reading(app.engine) as connection:
        record = connection.execute(select(removals)).one()
    assert (record.kind, record.because, record.counts) == ("url", "letter 12", counts)


def test_a_forgotten_address_is_not_fetched_or_kept_again(app: App) -> None:
    page = print_story(app, "sud", "Суд рассмотрит дело")
    read_all(app)
    maintenance.forget(app, maintenance.at_address(app, page.url), "url", page.url, "")
    assert (
        frontier.add_links(app.engine, paper.OUTLET, [Link(page.url, "article")], page.fetched) == 0
    )
    assert (
        pages.store(app.engine, page, paper.OUTLET, None, app.archive, origin="import")
        == pages.NOT_STORED
    )
    detour = Page(
        "https://vestnik-stepi.test/elsewhere", page.body, page.fetched, requested=page.url
    )
    way = frontier.discovery_address(app.engine, paper.OUTLET, detour.url, "article", page.fetched)
    assert page_writer.store_fetched(
        app.engine, [page_writer.FetchedPage(detour, paper.OUTLET, way.id)], app.archive
    ) == [pages.NOT_STORED]
    assert list(app.archive.hashes()) == []
    assert sum(pages.totals(app.engine).values()) == 0


def test_a_person_is_forgotten_in_every_form_of_the_name(app: App) -> None:
    print_story(app, "a", "Об этом сообщила Асель Ахметова в среду.")
    print_story(app, "b", "Письмо Асели Ахметовой опубликовали вчера.")
    print_story(app, "c", "Ахметова Асель получила награду.")
    print_story(app, "d", "Асель Нурланова и Данияр Ахметов встретились.")
    read_all(app)
    found = maintenance.naming(app, PERSON)
    assert [x.rpartition("/")[2] for x in found.addresses] == ["a", "b", "c"]
    maintenance.forget(app, found, "person", PERSON, "")
    left = everything(app)
    assert "Ахметовой" not in left
    assert "Нурланова" in left
    assert len(search.find(app.engine, "Нурланова")) == 1


def test_a_reprint_of_what_was_forgotten_stands_by_itself(app: App) -> None:
    words = " ".join(f"слово{number}" for number in range(80))
    with writing(app.engine) as connection:
        outlets.ensure(connection, "zarya", "Заря")
    source = print_story(app, "source", words)
    copy = Page(
        "https://zarya.test/copy",
        source.body.replace(b"source", b"copied"),
        source.fetched + timedelta(hours=1),
        "text/html; charset=utf-8",
    )
    pages.store(app.engine, copy, "zarya", None, app.archive)
    read_all(app)
    with reading(app.engine) as connection:
        assert (
            connection.execute(
                select(func.count()).where(article_rows.c.reprint_of.is_not(None))
            ).scalar_one()
            == 1
        )
    maintenance.forget(app, maintenance.at_address(app, source.url), "url", source.url, "")
    with reading(app.engine) as connection:
        assert connection.execute(select(article_rows.c.url, article_rows.c.reprint_of)).all() == [
            (copy.url, None)
        ]


def test_old_bodies_leave_and_their_articles_stay(app: App) -> None:
    old = print_story(app, "old", "Старое")
    print_story(app, "again", "Общее")
    read_all(app)
    moment = db_now(app.engine)
    with writing(app.engine) as connection:
        connection.execute(
            page_rows.update()
            .where(page_rows.c.url == old.url)
            .values(fetched=moment - timedelta(days=400))
        )
    aged = App(
        app.settings.model_copy(update={"keep_bodies": timedelta(days=365)}),
        app.engine,
        app.archive,
        app.broker,
        app.outlets,
    )
    with writing(app.engine) as connection:
        connection.execute(
            page_rows.update().where(page_rows.c.url != old.url).values(fetched=moment)
        )
    counts = maintenance.apply_retention(aged)
    assert (counts["old_bodies"], counts["bodies"]) == (1, 1)
    assert len(list(app.archive.hashes())) == 1
    assert pages.totals(app.engine)["article"] == 2
    assert (
        jobs.sweep(app.engine, "clean", "clean-999", moment) == 1
    )  # the page without a body is not read anew
    assert maintenance.apply_retention(aged)["old_bodies"] == 0


def test_nothing_leaves_unless_an_age_is_set(app: App) -> None:
    print_story(app, "old", "Старое")
    read_all(app)
    assert not any(maintenance.apply_retention(app).values())
    assert len(list(app.archive.hashes())) == 1


def test_superseded_jobs_go_and_the_latest_stays(app: App) -> None:
    print_story(app, "a", "Текст")
    read_all(app)
    moment = db_now(app.engine)
    jobs.sweep(app.engine, "facts", "facts-999", moment)
    assert retention.expire_jobs(app.engine, moment) == 0
    assert retention.expire_jobs(app.engine, moment + timedelta(seconds=1)) == 1
    assert jobs.counts(app.engine)["facts"] == {
        "pending": 1,
        "leased": 0,
        "done": 0,
        "set_aside": 0,
    }


def test_the_record_does_not_say_what_was_forgotten(app: App) -> None:
    page = print_story(app, "sud", "Суд")
    maintenance.forget(app, maintenance.at_address(app, page.url), "url", page.url, "")
    with reading(app.engine) as connection:
        assert page.url not in json.dumps(
            [list(map(str, x)) for x in connection.execute(select(removals))]
        )
