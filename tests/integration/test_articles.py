"""An article that was written into its row is equal to the one read from the row, whatever it
contains, on both databases.
"""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.dialects import sqlite

from baqylau.archive import open_archive
from baqylau.clock import now
from baqylau.model.article import Article, Kind, Precision
from baqylau.model.span import Span
from baqylau.store import articles, outlets, pages, tables
from baqylau.store.connect import writing
from baqylau.store.queries import article_detail
from tests.integration import paper

ALMATY = timezone(timedelta(hours=5))
TEXT = "Мост открыли.\nКөпір ашылды.\nНапомним, его строили год."


def full() -> Article:
    page = paper.page(1)
    return Article(
        url=page.url,
        canonical_url=f"{page.url}?whole",
        kind=Kind.ARTICLE,
        outlet=paper.OUTLET,
        title="Мост открыли",
        text=TEXT,
        authors=("Дмитрий Попов", "Айгүл Серік"),
        published=datetime(2026, 2, 27, 14, 5, tzinfo=ALMATY),
        published_precision=Precision.MINUTE,
        modified=datetime(2026, 2, 27, 15, tzinfo=ALMATY),
        section="Общество",
        tags=("мост", "көпір"),
        language="ru",
        image="https://vestnik-stepi.test/1.jpg",
        tiebacks=(Span(28, len(TEXT)),),
        paragraph_languages=("ru", "kk", "ru"),
        readings=(("json-ld", "2026-02-27T14:05:00+05:00"), ("visible date", "2026-02-28")),
        script="Cyrl",
        editions=(("Latn", "https://vestnik-stepi.test/qaz/1"),),
        cleaner="t",
        layout="2025-03-01",
    )


def test_nothing_of_an_article_is_lost_in_its_row(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    archive = open_archive(f"file:{tmp_path / 'archive'}")
    stored_page = pages.store(engine, paper.page(1), paper.OUTLET, None, archive)
    with writing(engine) as connection:
        written = articles.write(
            connection, pages.load(engine, stored_page.page_id, archive), full(), now()
        )
    assert written.stored is not None
    assert articles.load(engine, written.stored.id) == written.stored
    assert written.stored.article == full()


def test_editions_of_one_text_are_found_from_either_side(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    archive = open_archive(f"file:{tmp_path / 'archive'}")
    named = {
        "Cyrl": (),
        "Latn": (
            ("Cyrl", "https://vestnik-stepi.test/0"),
            ("Arab", "https://vestnik-stepi.test/2"),
        ),
        "Arab": (),
    }
    ids = {}
    for number, (script, given) in enumerate(named.items()):
        page = paper.page(number)
        article = Article(
            page.url,
            page.url,
            Kind.ARTICLE,
            title=f"Көпір {script}",
            text=f"Көпір ашылды: {script}.",
            language="kk",
            script=script,
        )
        stored_page = pages.store(engine, page, paper.OUTLET, None, archive)
        with writing(engine) as connection:
            stored = articles.write(
                connection,
                pages.load(engine, stored_page.page_id, archive),
                replace(article, editions=given),
                now(),
            ).stored
        assert stored is not None
        ids[script] = stored.id
    seen = {script: article_detail.detail(engine, number) for script, number in ids.items()}
    linked = {
        script: [(x.script, x.article) for x in detail.editions]
        for script, detail in seen.items()
        if detail
    }
    assert linked == {
        own: [(other, ids[other]) for other in sorted(ids) if other != own] for own in ids
    }


def test_one_canonical_address_for_many_articles_folds_none(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    archive = open_archive(f"file:{tmp_path / 'archive'}")
    texts = ("Мост через реку открыли утром.", "Школу сдадут весной.", "Рынок переедет на склад.")

    def write(number: int, text: str) -> str:
        stored = pages.store(engine, paper.page(number), paper.OUTLET, None, archive)
        page = pages.load(engine, stored.page_id, archive)
        article = replace(
            full(),
            url=page.page.url,
            canonical_url="https://vestnik-stepi.test/whole/1001",
            title=text,
            text=text,
        )
        with writing(engine) as connection:
            return articles.write(connection, page, article, now()).outcome

    assert [write(number, text) for number, text in enumerate(texts, 1)] == [pages.ARTICLE] * 3
    assert write(4, texts[0] + " Движение пустили.") == pages.ARTICLE  # an edit of the first one
    wanted = select(tables.articles.c.title, tables.articles.c.revision, tables.articles.c.current)
    with engine.connect() as connection:
        found = connection.execute(wanted.order_by(tables.articles.c.id)).all()
    assert [(x.revision, x.current) for x in found] == [(1, False), (1, True), (1, True), (2, True)]


def test_related_articles_are_found_by_indexes_alone(migrated_file: Path) -> None:
    """By the index of current articles SQLite would read all of them to store one."""
    written = str(articles._RELATED.compile(dialect=sqlite.dialect()))
    with sqlite3.connect(migrated_file) as database:
        steps = database.execute(
            f"EXPLAIN QUERY PLAN {written}", [b""] * written.count("?")
        ).fetchall()
    plan = "\n".join(x[3] for x in steps)
    assert "pages_address (address=?)" in plan.replace("ix_", "")
    assert "current" not in plan
    assert "SCAN" not in plan
