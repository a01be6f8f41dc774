"""What outlets and people should never send: each comes to a clear outcome, in bounded time and
memory, and nobody behind it waits.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from baqylau.app import App, open_app
from baqylau.model.page import Page
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import Settings, load
from baqylau.store import jobs, outlets, pages
from baqylau.store.connect import reading, writing
from baqylau.store.queries import search
from baqylau.store.tables import articles
from workers.run import work_off

VISIT = datetime(2026, 3, 1, 6, tzinfo=UTC)
STORY = (
    "Аким района Берик Сапаров сообщил, что новый мост через реку откроют к концу лета. На работы"
    " потратили 40 млн тенге. "
)


def story(inside: str = "", head: str = "") -> str:
    text = "".join(f"<p>Абзац {n}. {STORY}</p>" for n in range(6))
    top = (
        "<!doctype html><html lang=ru><head><meta charset=utf-8><title>Мост откроют"
        f" летом</title>{head}</head>"
    )
    return f"{top}<body><article><h1>Мост откроют летом</h1>{inside}{text}</article></body></html>"


YEAR_9999 = '<meta property="article:published_time" content="9999-12-31T23:59:59+05:00">'
HOSTILE: dict[str, tuple[bytes, str]] = {
    "an empty body": (b"", "not_article"),
    "10 MiB of zeros": (bytes(10 * 2**20), "not_article"),
    "a PDF under text/html": (b"%PDF-1.7\n" + bytes(range(256)) * 500, "not_article"),
    "broken UTF-8": (story().encode().replace("мост".encode(), b"\xd0\xff\xfe"), "article"),
    "HTML nested 50,000 deep": (
        (story("<div>" * 50_000)).encode(),
        "not_article",
    ),  # past the depth a parser follows
    "a page of 5 MB": (story("<p>" + "слово " * 450_000 + "</p>").encode(), "article"),
    "a NUL byte": (story().replace("новый мост", "новый\x00 мост").encode(), "article"),
    "the year 9999": (story(head=YEAR_9999).encode(), "article"),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(
        data=tmp_path, outlets=tmp_path / "none", relay_every=timedelta(seconds=0.1), attempts=1
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[App]:
    with open_app(settings) as app:
        with writing(app.engine) as connection:
            outlets.ensure(connection, "vestnik", "Вестник степи")
        yield app


def keep(app: App, body: bytes, url: str) -> int:
    return pages.store(
        app.engine,
        Page(url, body, VISIT, "text/html; charset=utf-8"),
        "vestnik",
        None,
        app.archive,
    ).page_id


def outcomes(app: App) -> dict[int, tuple[str, str | None]]:
    with reading(app.engine) as connection:
        return {x.id: (x.outcome, x.reason) for x in connection.execute(select(pages.pages))}


@pytest.mark.size
def test_hostile_pages_come_to_one_outcome_and_those_behind_are_read(
    app: App, settings: Settings
) -> None:
    ids = {
        name: keep(app, body, f"https://vestnik.test/{number}")
        for number, (name, (body, _)) in enumerate(HOSTILE.items())
    }
    long = keep(app, story().encode(), "https://vestnik.test/" + "а" * 10_000)
    behind = keep(
        app,
        story("<p>Последняя страница в очереди ждёт своей очереди.</p>").encode(),
        "https://vestnik.test/last",
    )
    with SandboxPool(settings) as readers:
        work_off(settings, readers)
    found = outcomes(app)
    assert {name: found[page][0] for name, page in ids.items()} == {
        name: expected for name, (_, expected) in HOSTILE.items()
    }
    assert found[long][0] == found[behind][0] == "article"
    assert all(reason for outcome, reason in found.values() if outcome == "not_article")
    assert sum(pages.totals(app.engine).values()) == len(HOSTILE) + 2
    assert not jobs.unfinished(app.engine)
    assert len(search.find(app.engine, "новый мост", limit=20)) == sum(
        outcome == "article" for outcome, _ in found.values()
    )
    _texts_are_clean(app)


def _texts_are_clean(app: App) -> None:
    with reading(app.engine) as connection:
        for row in connection.execute(select(articles)):
            assert "\x00" not in json.dumps([row.title, row.text])
            assert "<div" not in row.text
            assert row.published is None or row.published.year < 2027
