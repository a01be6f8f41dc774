"""Stories of stored articles, on both databases: what repeats what, in whatever order articles
come and however many workers place them; what is left when one is edited or erased.
"""

import random
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from baqylau.store import erasure, stories
from baqylau.store.columns import key_of
from baqylau.store.connect import connect, reading, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.tables import (
    articles,
    metadata,
    outlets,
    pages,
    prints,
    reprints,
    story_articles,
    story_keys,
)
from baqylau.store.tables import stories as story_rows
from baqylau.stories import VERSION
from baqylau.stories.reprints import fingerprint
from tests.integration.paper import FIRST_DAY

FIRE = (
    "Ночью в посёлке Тасбулак Жанакалинского района загорелся склад зерна. На месте работали 14"
    " пожарных расчётов, огонь потушили к шести утра. По словам начальника отряда Ермека"
    " Сарыбаева, сгорело 320 тонн пшеницы. Пострадавших нет."
)
FIRE_OWN = (
    "Сарыбаев: склад в Тасбулаке тушили до утра. Четырнадцать расчётов боролись с пожаром в"
    " Жанакалинском районе, уничтожено 320 тонн зерна, люди не пострадали."
)
SCHOOL = (
    "В городе Караой 2 сентября открылась школа на 900 мест. Здание построили за 3,4 миллиарда"
    " тенге, сообщила директор Алия Нурбекова. В первый класс пойдут 160 детей."
)
NAMES = {"alem": "Әлем", "zarya": "Заря", "dala": "Дала", "kurier": "Курьер"}


@dataclass(frozen=True)
class Print:
    """An article as it is stored; `hours` after the first day."""

    outlet: str
    text: str
    hours: float
    title: str = "Сообщение"
    address: int | None = None


FIRST = Print("alem", FIRE, 0, "Сгорел склад зерна")
COPY = Print("zarya", FIRE + " Фото редакции.", 1, "В Тасбулаке сгорел склад")
SHORT = Print("dala", FIRE.split(" По словам")[0], 2, "Пожар в Тасбулаке")
OWN = Print("kurier", FIRE_OWN, 3, "Склад тушили до утра")
OTHER = Print("kurier", SCHOOL, 2, "Открыта школа")
ALL = (FIRST, COPY, SHORT, OWN, OTHER)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    from baqylau.store.schema import migrate

    made = connect(database)
    migrate(made)
    with writing(made) as connection:
        connection.execute(insert(outlets), [{"id": x, "name": y} for x, y in NAMES.items()])
    yield made
    made.dispose()


def store(engine: Engine, given: Print) -> int:
    """The article's row with its page; its id."""
    with writing(engine) as connection:
        number = int(connection.execute(select(func.count()).select_from(pages)).scalar_one()) + 1
        url = f"https://{given.outlet}.test/{number}"
        moment = FIRST_DAY + timedelta(hours=given.hours)
        page = connection.execute(
            insert(pages)
            .values(outlet=given.outlet, url=url, url_hash=key_of(url), fetched=moment, status=200,
                    content_hash=f"{number:064x}", size=1, headers={}, trace=f"{number:032x}",
                    outcome="article", origin="crawl")
            .returning(pages.c.id)
        ).scalar_one()  # fmt: skip
        address = given.address or number
        return int(
            connection.execute(
                insert(articles)
                .values(page=page, outlet=given.outlet, url=url, canonical_url=url,
                        canonical_hash=address.to_bytes(32, "big"), kind="article",
                        title=given.title, text=given.text, text_hash=fingerprint(given.text),
                        listed=moment, published=moment, published_precision="minute",
                        language="ru", cleaner="t", stored=moment)
                .returning(articles.c.id)
            ).scalar_one()
        )  # fmt: skip


def decide(engine: Engine, *ids: int) -> None:
    for each in ids:
        with writing(engine) as connection:
            stories.decide(connection, each, VERSION)


def told(engine: Engine) -> dict[int, tuple[int, int | None, str]]:
    """Of each article its story, what it repeats and how."""
    wanted = (
        select(story_articles.c.article, story_articles.c.story, articles.c.reprint_of,
               reprints.c.kind)
        .join(articles, articles.c.id == story_articles.c.article)
        .outerjoin(reprints, reprints.c.article == articles.c.id)
        .order_by(articles.c.id)
    )  # fmt: skip
    with reading(engine) as connection:
        return {x: (story, of, kind or "own") for x, story, of, kind in connection.execute(wanted)}


def partition(engine: Engine) -> set[frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for article, (story, _, _) in told(engine).items():
        groups.setdefault(story, set()).add(article)
    return {frozenset(x) for x in groups.values()}


def contents(engine: Engine) -> dict[str, list[Any]]:
    """Every row of the tables that placing writes."""
    names = ("stories", "story_articles", "reprints", "prints", "story_keys", "articles")
    with reading(engine) as connection:
        return {
            x: connection.execute(
                select(metadata.tables[x]).order_by(*metadata.tables[x].primary_key)
            ).all()
            for x in names
        }


def stored(engine: Engine, given: Sequence[Print] = ALL) -> list[int]:
    return [store(engine, x) for x in given]


def test_copies_have_their_kind_and_share_a_story_with_reports_of_their_own(
    engine: Engine,
) -> None:
    first, copy, short, own, other = ids = stored(engine)
    decide(engine, *ids)
    found = told(engine)
    assert [found[x][1:] for x in ids] == [
        (None, "own"),
        (first, "copy"),
        (first, "shortened"),
        (None, "own"),
        (None, "own"),
    ]
    assert partition(engine) == {frozenset({first, copy, short, own}), frozenset({other})}
    with reading(engine) as connection:
        row = connection.execute(select(reprints).where(reprints.c.article == short)).one()
    assert (row.source, row.kept, row.reason) == (first, 1.0, "time")
    assert row.evidence["source"]["precision"] == "minute"
    assert row.evidence["source"]["time"] < row.evidence["article"]["time"]


def test_a_second_run_changes_no_row(engine: Engine) -> None:
    ids = stored(engine)
    decide(engine, *ids)
    before = contents(engine)
    decide(engine, *reversed(ids))
    assert contents(engine) == before


@pytest.mark.parametrize("seed", range(6))
def test_the_first_print_is_the_source_in_whatever_order_articles_come(
    engine: Engine, seed: int
) -> None:
    ids = stored(engine)
    order = random.Random(seed).sample(ids, len(ids))
    decide(engine, *order)
    first, copy, short, own, _ = ids
    found = told(engine)
    assert [found[x][1] for x in ids] == [None, first, first, None, None]
    assert (found[copy][2], found[short][2]) == ("copy", "shortened")
    assert len({found[x][0] for x in (first, copy, short, own)}) == 1


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_with_the_same_copies_miss_none(engine: Engine, workers: int) -> None:
    """Every worker begins at the same moment, each with copies of one text."""
    given = [Print(outlet, FIRE, hour) for hour, outlet in enumerate([*NAMES] * 3)]
    ids = stored(engine, given)
    random.Random(workers).shuffle(ids)
    begin, wrong = threading.Barrier(workers), []

    def work(mine: Sequence[int]) -> None:
        try:
            begin.wait(30)
            decide(engine, *mine)
        except Exception as fault:  # noqa: BLE001
            wrong.append(fault)

    threads = [threading.Thread(target=work, args=(ids[n::workers],)) for n in range(workers)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert wrong == []
    found = told(engine)
    assert [x for x, (_, of, _) in found.items() if of is None] == [min(ids)]
    assert len(partition(engine)) == 1


@pytest.mark.parametrize("first", ["names", "named"])
def test_a_source_that_is_named_is_the_source_whichever_came_first(
    engine: Engine, first: str
) -> None:
    """The original carries a later time than the article that names it."""
    names, named = stored(
        engine,
        (
            replace(FIRST, outlet="zarya", text=f"{FIRE} Об этом сообщает «Курьер».", hours=1),
            replace(FIRST, outlet="kurier", hours=2),
        ),
    )
    order = (names, named) if first == "names" else (named, names)
    decide(engine, *order)
    found = told(engine)
    assert (found[names][1:], found[named][1]) == ((named, "copy"), None)
    with reading(engine) as connection:
        assert connection.execute(select(reprints.c.reason)).scalar_one() == "named"


def test_an_edited_article_keeps_its_place_and_its_reprints(engine: Engine) -> None:
    first, copy, *_ = ids = stored(engine)
    decide(engine, *ids)
    story = told(engine)[first][0]
    edited = store(engine, replace(FIRST, text=FIRE.replace("320", "340"), hours=5, address=first))
    with writing(engine) as connection:
        connection.execute(update(articles).where(articles.c.id == first).values(current=False))
    decide(engine, edited)
    found = told(engine)
    assert first not in found
    assert found[edited][:2] == (story, None)
    assert found[copy][:2] == (story, edited)


def test_what_is_erased_leaves_nothing_and_the_next_print_is_the_source(engine: Engine) -> None:
    first, copy, short, *_ = ids = stored(engine)
    decide(engine, *ids)
    story = told(engine)[first][0]
    url = "https://alem.test/1"
    found = erasure.at_address(engine, url)
    erasure.erase(engine, found, "url", url, "", db_now(engine))
    left = told(engine)
    assert [left[x][:2] for x in (copy, short)] == [(story, None), (story, copy)]
    with reading(engine) as connection:
        for table in (story_articles, prints, story_keys, reprints):
            theirs = select(func.count()).select_from(table).where(table.c.article == first)
            assert connection.execute(theirs).scalar_one() == 0, table.name


def test_a_story_without_articles_is_gone(engine: Engine) -> None:
    ids = stored(engine, (OTHER,))
    decide(engine, *ids)
    url = "https://kurier.test/1"
    erasure.erase(engine, erasure.at_address(engine, url), "url", url, "", db_now(engine))
    with reading(engine) as connection:
        assert connection.execute(select(story_rows)).all() == []


def test_a_usual_phrase_keeps_a_bounded_number_of_rows(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baqylau.store.stories.CAP", 6)
    given = [Print("alem", FIRE + f" Выпуск {n}.", n) for n in range(14)]
    ids = stored(engine, given)
    decide(engine, *ids)
    with reading(engine) as connection:
        most = select(func.count()).select_from(prints).group_by(prints.c.print)
        assert max(connection.execute(most).scalars()) == 6
        kept = set(connection.execute(select(prints.c.article)).scalars())
    assert {ids[0], ids[-1]} <= kept
    assert {told(engine)[x][1] for x in ids[1:]} == {ids[0]}
