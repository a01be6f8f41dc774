"""A database of a landed release is upgraded in place: no row is lost or changed, and this version
works on it. So it is after a downgrade and another upgrade.

The next migration needs no change here, unless it changes what a row of an earlier revision holds:
then name it in `CHANGED`.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from baqylau.app import App, open_app
from baqylau.settings import load
from baqylau.store import jobs, pages
from baqylau.store.connect import connect, reading
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import operations, search
from baqylau.store.queries.filter import EVERYTHING
from baqylau.store.schema import differences, migrate
from baqylau.store.tables import articles as article_rows
from baqylau.store.tables import jobs as job_rows
from baqylau.store.versions import version_of
from tests import landed
from tests.integration import paper
from workers.run import work_off

CHANGED: dict[str, tuple[str, ...]] = {}
"""Table -> columns of 0001 that a later migration changes on purpose."""
WITHIN = 60  # seconds for 20,000 articles: it takes about one here, and machines differ
MANY = 20_000


@pytest.fixture
def old(database: str) -> Iterator[Engine]:
    """A database at revision 0001 with the data of the landed release."""
    engine = connect(database)
    migrate(engine, "0001")
    landed.fill(engine, landed.rows_of("0001"))
    yield engine
    engine.dispose()


def as_before(now: landed.Rows, before: landed.Rows) -> landed.Rows:
    """The rows as they are now, with only the tables and columns that there were before."""
    return {
        name: [{x: row[x] for x in rows[0]} for row in now[name]] if rows else now[name]
        for name, rows in before.items()
    }


def without_changed(rows: landed.Rows) -> landed.Rows:
    return {
        name: [{x: y for x, y in row.items() if x not in CHANGED.get(name, ())} for row in some]
        for name, some in rows.items()
    }


def test_the_fixture_has_rows_of_every_table(old: Engine) -> None:
    before = landed.contents(old)
    assert all(before.values()), [x for x, y in before.items() if not y]
    wanted = landed.rows_of("0001")
    for name, rows in before.items():
        by_key = sorted(wanted[name], key=repr)
        assert len(rows) == len(by_key)


def test_every_row_is_there_after_the_upgrade_and_after_down_and_up_again(old: Engine) -> None:
    before = landed.contents(old)

    def upgrade() -> None:
        migrate(old)
        assert differences(old) == []
        after = landed.contents(old)
        assert without_changed(as_before(after, before)) == without_changed(before)

    upgrade()
    migrate(old, "0001")
    assert without_changed(landed.contents(old)) == without_changed(before)
    upgrade()


def test_this_version_works_on_an_upgraded_database(
    old: Engine, database: str, tmp_path: Path
) -> None:
    """Status, lists, search, and a clean job from its page to the index."""
    rows = landed.rows_of("0001")
    migrate(old)
    settings = load(
        data=tmp_path,
        database=database,
        outlets=tmp_path / "none",
        relay_every=timedelta(seconds=0.1),
    )
    with open_app(settings) as app:
        bodies = [app.archive.put(x) for x in landed.bodies_of(rows)]
        assert sum(pages.totals(app.engine).values()) == len(rows["pages"])
        assert jobs.counts(app.engine)["clean"]["done"] == sum(
            x["stage"] == "clean" for x in rows["jobs"]
        )
        assert operations.failing(app.engine) is not None
        assert article_queries.latest(app.engine, EVERYTHING, 10)
        word = rows["articles"][0]["title"].split()[0]
        assert search.find(app.engine, word)
        _read_again(app, [x["id"] for x in rows["pages"] if x["content_hash"] in bodies])


def _read_again(app: App, page_ids: list[int]) -> None:
    """Clean jobs for pages whose bodies are there; their articles are read anew."""
    assert page_ids
    version = version_of("clean")
    with app.engine.begin() as connection:
        for page_id in page_ids:
            jobs.add(connection, "clean", page_id, version, db_now(app.engine))
    work_off(app.settings, paper.CleaningReaders())  # type: ignore[arg-type]
    with reading(app.engine) as connection:
        outcome = select(job_rows.c.state).where(
            job_rows.c.stage == "clean",
            job_rows.c.version == version,
            job_rows.c.subject.in_(page_ids),
        )
        assert set(connection.execute(outcome).scalars()) == {"done"}
        found = select(article_rows.c.page).where(article_rows.c.page.in_(page_ids))
        assert sorted(connection.execute(found).scalars()) == sorted(page_ids)


@pytest.mark.size
def test_twenty_thousand_articles_are_upgraded_soon(database: str) -> None:
    engine = connect(database)
    migrate(engine, "0001")
    _fill_many(engine, MANY)
    began = time.monotonic()
    migrate(engine)
    assert time.monotonic() - began < WITHIN
    with reading(engine) as connection:
        assert len(connection.execute(select(article_rows.c.id)).all()) == MANY
    assert differences(engine) == []
    engine.dispose()


def _fill_many(engine: Engine, count: int) -> None:
    """So many copies of one article of the landed release, with its page, address and jobs."""
    rows, tables = landed.rows_of("0001"), landed.tables_of(engine)
    outlet = rows["outlets"][0]
    with engine.begin() as connection:
        connection.execute(insert(tables["outlets"]), [landed.stored(tables["outlets"], outlet)])
        for name, changed in _COPIED.items():
            table = tables[name]
            model = landed.stored(table, rows[name][0])
            copies = [
                model | {"id": x, "outlet": outlet["id"]} | changed(x) for x in range(1, count + 1)
            ]
            columns = {x.name for x in table.columns}
            connection.execute(
                insert(table), [{x: y for x, y in row.items() if x in columns} for row in copies]
            )


def _hash(number: int) -> bytes:
    return number.to_bytes(32, "big")


_COPIED: dict[str, Any] = {
    "addresses": lambda x: {"url_hash": _hash(x)},
    "pages": lambda x: {"address": x, "url_hash": _hash(x), "content_hash": f"{x:064x}"},
    "articles": lambda x: {"page": x, "canonical_hash": _hash(x), "reprint_of": None},
    "jobs": lambda x: {"stage": "clean", "subject": x},
}
