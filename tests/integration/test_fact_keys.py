"""The keys of stored facts: an archive read again by other rules keeps them, and so does an article
that was edited, that moved, or that an earlier release stored without keys.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from baqylau.app import App
from baqylau.clock import now
from baqylau.exchange import flat_rows
from baqylau.model.article import Article, Kind
from baqylau.model.fact import Amount, Extraction, as_json
from baqylau.model.fact_key import lineage_in
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.store import articles as article_rows
from baqylau.store import fact_keys, lineages, pages
from baqylau.store import facts as fact_rows
from baqylau.store.connect import connect, reading, writing
from baqylau.store.dump import dump
from baqylau.store.load import load
from baqylau.store.queries import export_facts
from baqylau.store.queries.filter import EVERYTHING
from baqylau.store.schema import migrate
from baqylau.store.tables import articles, facts, moved_articles
from tests import filled, landed, services
from tests.integration import keeping, paper

TEXT = "Совет утвердил план. На это выделено 900 тенге, а потом ещё 40 тенге."


def keys(engine: Engine) -> dict[tuple[Any, ...], str]:
    """The key of each stored fact, by article and place."""
    with reading(engine) as connection:
        rows = connection.execute(select(facts).order_by(facts.c.id))
        return {(x.article, x.type, x.start, x.rule): x.key for x in rows}


def of_article(engine: Engine, article: int) -> list[str]:
    return [x["key"] for x in fact_rows.of(engine, article)[1]]


def amounts(text: str, rule: str = "r") -> Extraction:
    """A fact for each sum of the text."""
    found = []
    for words in ("900 тенге", "40 тенге"):
        at = text.index(words)
        whole = Span(text.rfind(".", 0, at) + 1, len(text))
        found.append(
            Amount(start=at, end=at + len(words), text=words, sentence=whole, confidence=0.9,
                   rule=rule, quantity="money", value=float(words.split()[0]), currency="KZT")
        )  # fmt: skip
    return Extraction("ru", (), tuple(found))


def publish(app: App, url: str, text: str, minute: int, canonical: str | None = None) -> int:
    """One page fetched at that minute, with its article and its facts; the article's id."""
    fetched = paper.FIRST_DAY + timedelta(minutes=minute)
    kept = pages.store(
        app.engine, Page(url, f"{minute}".encode(), fetched), paper.OUTLET, None, app.archive
    )
    assert kept.page_id is not None
    return read(app, kept.page_id, text, canonical or url)


def read(app: App, page: int, text: str, canonical: str) -> int:
    stored = pages.load(app.engine, page, app.archive)
    article = Article(
        stored.page.url, canonical, Kind.ARTICLE, title="План", text=text, language="ru",
        published=paper.FIRST_DAY, cleaner="t",
    )  # fmt: skip
    with writing(app.engine) as connection:
        written = article_rows.write(connection, stored, article, now())
        assert written.stored is not None, written.reason
        fact_rows.replace(connection, written.stored.id, written.stored.listed, "t", amounts(text))
    return written.stored.id


def test_an_archive_read_again_by_other_rules_keeps_every_key(app: App) -> None:
    ids = filled.fill(app)
    before = keys(app.engine)
    assert before
    assert all(before.values())
    given = {x.slug: x for x in filled.samples()}
    for slug, article in ids.items():
        found = tuple(replace(x, rule=f"{x.rule}.again", confidence=0.3) for x in given[slug].facts)
        with writing(app.engine) as connection:
            listed = connection.execute(
                select(articles.c.listed).where(articles.c.id == article)
            ).scalar_one()
            fact_rows.replace(
                connection, article, listed, "facts-99", Extraction("ru", (), found[::-1])
            )
    assert sorted(keys(app.engine).values()) == sorted(before.values())
    assert set(keys(app.engine)) != set(before)


def test_an_edited_article_keeps_the_keys_of_what_stayed(app: App) -> None:
    url = "https://vestnik-stepi.test/plan"
    first = publish(app, url, TEXT, 1)
    second = publish(app, url, f"Обновлено: премия 900 тысяч. Новый абзац.\n{TEXT}", 2)
    assert first != second
    assert of_article(app.engine, first) == of_article(app.engine, second)
    third = publish(app, url, TEXT.replace("40 тенге", "41 и 40 тенге"), 3)
    assert not set(of_article(app.engine, third)) & set(of_article(app.engine, first))


def test_equal_texts_at_two_addresses_share_no_key(app: App) -> None:
    one, other = (publish(app, f"https://vestnik-stepi.test/{x}", TEXT, x) for x in (1, 2))
    assert not set(of_article(app.engine, one)) & set(of_article(app.engine, other))


def move(app: App, old: str, new: str, minute: int) -> None:
    """What `articles.write` does where it sees that an article moved."""
    with writing(app.engine) as connection:
        a, b = article_rows.key_of(old), article_rows.key_of(new)
        lineages.follow_move(connection, paper.OUTLET, a, b)
        connection.execute(
            update(articles)
            .where(articles.c.canonical_hash == a)
            .values(canonical_url=new, canonical_hash=b)
        )


def test_an_article_that_moves_keeps_its_keys_and_its_old_address_is_free(app: App) -> None:
    old, new = "https://vestnik-stepi.test/plan-1", "https://vestnik-stepi.test/plan-2"
    first = publish(app, old, TEXT, 1)
    before = of_article(app.engine, first)
    move(app, old, new, 2)
    edited = publish(app, new, f"Новое. Ещё раз.\n{TEXT}", 3)
    assert of_article(app.engine, edited) == before
    stranger = publish(app, old, f"Совсем другой текст о дождях и хлебе. {TEXT}", 4)
    assert not set(of_article(app.engine, stranger)) & set(before)
    move(app, new, "https://vestnik-stepi.test/plan-3", 5)
    again = publish(app, "https://vestnik-stepi.test/plan-3", f"Третье.\n{TEXT}", 6)
    assert of_article(app.engine, again) == before


def test_an_article_that_moves_to_one_that_is_there_takes_its_lineage(app: App) -> None:
    old, new = "https://vestnik-stepi.test/plan-1", "https://vestnik-stepi.test/plan-2"
    first, second = publish(app, old, TEXT, 1), publish(app, new, f"Ещё.\n{TEXT}", 2)
    move(app, old, new, 3)
    assert of_article(app.engine, first) == of_article(app.engine, second)


def test_a_page_whose_canonical_address_is_read_otherwise_keeps_its_keys(app: App) -> None:
    url = "https://vestnik-stepi.test/plan?utm=1"
    article = publish(app, url, TEXT, 1)
    before = of_article(app.engine, article)
    with reading(app.engine) as connection:
        page = connection.execute(select(articles.c.page)).scalar_one()
    read(app, page, f"{TEXT} Конец.", "https://vestnik-stepi.test/plan")
    with reading(app.engine) as connection:
        lineage = lineages.of(
            connection, paper.OUTLET, article_rows.key_of("https://vestnik-stepi.test/plan")
        )
    assert lineage == lineage_in(before[0])


def test_facts_of_an_earlier_release_get_their_keys_in_portions(database: str) -> None:
    engine = connect(database)
    migrate(engine, "0001")
    landed.fill(engine, landed.rows_of("0001"))
    migrate(engine)
    assert not any(keys(engine).values())
    assert fact_keys.fill(engine, 1) == 1
    assert fact_keys.fill(engine) > 0
    found = keys(engine)
    assert all(found.values())
    assert fact_keys.fill(engine) == 0
    with writing(engine) as connection:
        connection.execute(update(facts).values(key=None))
    fact_keys.fill(engine)
    assert keys(engine) == found
    engine.dispose()


@pytest.fixture
def restored(postgres: str, tmp_path: Path) -> Iterator[dict[str, Engine]]:
    """An empty database of each kind."""
    with services.postgres_database(postgres) as address:
        places = {"sqlite": f"sqlite:///{tmp_path}/restored.db", "postgresql": address}
        engines = {name: connect(x) for name, x in places.items()}
        for engine in engines.values():
            migrate(engine)
        yield engines
        for engine in engines.values():
            engine.dispose()


def test_keys_and_moves_are_in_a_backup_of_either_database(
    app: App, restored: dict[str, Engine], tmp_path: Path
) -> None:
    keeping.fill_at_once(app, range(3))
    publish(app, "https://vestnik-stepi.test/plan-1", TEXT, 900)
    move(app, "https://vestnik-stepi.test/plan-1", "https://vestnik-stepi.test/plan-2", 901)
    folder = tmp_path / "dumped"
    folder.mkdir()
    dumped = dump(app.engine, folder)
    assert dumped.rows[moved_articles.name] == 2
    for engine in restored.values():
        load(engine, folder, dumped, (), now())
        assert keys(engine) == keys(app.engine)
        assert moves(engine) == moves(app.engine)


def moves(engine: Engine) -> set[Any]:
    with reading(engine) as connection:
        return {tuple(x) for x in connection.execute(select(moved_articles))}


def test_exports_have_the_key_of_each_fact(app: App) -> None:
    article = publish(app, "https://vestnik-stepi.test/plan", TEXT, 1)
    records = list(export_facts.of_facts(app.engine, EVERYTHING))
    assert [x["key"] for x in records] == of_article(app.engine, article)
    assert [
        dict(zip(flat_rows.FACTS.names, flat_rows.FACTS.values(x), strict=True))["key"]
        for x in records
    ] == of_article(app.engine, article)


def test_the_key_is_not_part_of_what_one_article_answers() -> None:
    """`baqylau facts` reads texts that are stored nowhere."""
    assert "key" not in as_json(amounts(TEXT).facts[0])
