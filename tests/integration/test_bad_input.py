"""What outlets and people should never send: each comes to a clear outcome, in bounded time and
memory, and nobody behind it waits.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from baqylau.assemble import House, open_house
from baqylau.model.page import Page
from baqylau.settings import Settings, load
from baqylau.store import jobs, outlets, pages, search
from baqylau.store.connect import reading, writing
from baqylau.store.tables import articles
from workers.run import work_off
from workers.thinking import Thinking

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
def house(settings: Settings) -> Iterator[House]:
    with open_house(settings) as house:
        with writing(house.engine) as connection:
            outlets.ensure(connection, "vestnik", "Вестник степи")
        yield house


def keep(house: House, body: bytes, url: str) -> int:
    return pages.keep(
        house.engine,
        Page(url, body, VISIT, "text/html; charset=utf-8"),
        "vestnik",
        None,
        house.archive,
    ).page_id


def outcomes(house: House) -> dict[int, tuple[str, str | None]]:
    with reading(house.engine) as connection:
        return {x.id: (x.outcome, x.reason) for x in connection.execute(select(pages.pages))}


@pytest.mark.size
def test_hostile_pages_come_to_one_outcome_and_those_behind_are_read(
    house: House, settings: Settings
) -> None:
    ids = {
        name: keep(house, body, f"https://vestnik.test/{number}")
        for number, (name, (body, _)) in enumerate(HOSTILE.items())
    }
    long = keep(house, story().encode(), "https://vestnik.test/" + "а" * 10_000)
    behind = keep(
        house,
        story("<p>Последняя страница в очереди ждёт своей очереди.</p>").encode(),
        "https://vestnik.test/last",
    )
    with Thinking(settings) as thinkers:
        work_off(settings, thinkers)
    found = outcomes(house)
    assert {name: found[page][0] for name, page in ids.items()} == {
        name: expected for name, (_, expected) in HOSTILE.items()
    }
    assert found[long][0] == found[behind][0] == "article"
    assert all(reason for outcome, reason in found.values() if outcome == "not_article")
    assert sum(pages.totals(house.engine).values()) == len(HOSTILE) + 2
    assert not jobs.unfinished(house.engine)
    assert len(search.find(house.engine, "новый мост", limit=20)) == sum(
        outcome == "article" for outcome, _ in found.values()
    )
    _texts_are_clean(house)


def _texts_are_clean(house: House) -> None:
    with reading(house.engine) as connection:
        for row in connection.execute(select(articles)):
            assert "\x00" not in json.dumps([row.title, row.text])
            assert "<div" not in row.text
            assert row.published is None or row.published.year < 2027
