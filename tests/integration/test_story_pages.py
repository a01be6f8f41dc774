"""`/today` and `/story/<id>` over a database with one covered event: what is counted, what each
article adds and leaves out, who said what, which figures differ; old ids lead on.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from baqylau.app import App
from baqylau.model.fact import Amount, Quote
from baqylau.store import outlets
from baqylau.store.connect import reading, writing
from baqylau.store.queries import by_id, counts, export, export_facts
from baqylau.store.queries.filter import Filter
from baqylau.store.tables import facts, story_articles
from baqylau.store.tables import stories as story_rows
from console.main import cli
from tests import filled
from tests.filled import SampleArticle, at, common, write
from tests.site import Read, Site, served

TEXT = (
    "Ночью в посёлке Тасбулак Жанакалинского района загорелся склад зерна. На месте работали 14"
    " расчётов, огонь потушили к шести утра. «Сгорело много пшеницы», – сказал Ермек Сарыбаев."
    " Людей в здании не было."
)
LEFT_OUT = "Людей в здании не было."
ADDED = "Редакция дозвонилась до акимата района, там ждут комиссию."
OTHER = (
    "Склад зерна горел в Тасбулаке Жанакалинского района. Огонь тушили 12 расчётов до шести утра,"
    " рассказал Ермек Сарыбаев. Пшеница сгорела, людей в здании посёлка не было."
)
HOUR = timedelta(hours=1)


def crews(text: str, number: int) -> Amount:
    words = f"{number} расчётов"
    its = common(text, words, words, "test")
    return Amount(
        **its, quantity="count", value=float(number), unit="расчёт", of=at(text, "расчётов")
    )


def said() -> Quote:
    words = "«Сгорело много пшеницы», – сказал Ермек Сарыбаев"
    its = common(TEXT, words, f"{words}.", "test")
    return Quote(
        **its, form="direct", content=(), speaker=at(TEXT, "Ермек Сарыбаев"),
        speaker_name="Ермек Сарыбаев",
    )  # fmt: skip


FIRST = SampleArticle(
    "vestnik", "fire", "Сгорел склад зерна в Тасбулаке", TEXT, "ru", 5 * HOUR,
    (crews(TEXT, 14), said()),
)  # fmt: skip
COPY = replace(
    FIRST, outlet="dala", slug="copy", before=2 * HOUR, facts=(),
    text=TEXT.replace(f" {LEFT_OUT}", f" {ADDED}"),
)  # fmt: skip
OWN = SampleArticle(
    "courier", "own", "Склад зерна в Тасбулаке тушили до утра", OTHER, "ru", HOUR,
    (crews(OTHER, 12),),
)  # fmt: skip


@pytest.fixture
def site(app: App) -> Iterator[tuple[Site, dict[str, int]]]:
    with writing(app.engine) as connection:
        for outlet, name in filled.OUTLETS.items():
            outlets.ensure(connection, outlet, name)
    ids = {x.slug: write(app, x) for x in (FIRST, COPY, OWN)}
    with reading(app.engine) as connection:
        ids["story"] = connection.execute(select(story_articles.c.story)).scalars().first() or 0
    with served(app) as address:
        yield address, ids


def test_today_counts_outlets_and_names_the_first(site: Any) -> None:
    there, ids = site
    page = Read(there.get("/today", ui="ru").text)
    assert f"/story/{ids['story']}" in page.links
    for words in ("3 издания", "3 статьи", "первым Вестник степи", "изданий за три часа: 2"):
        assert words in " ".join(page.text.split()), words
    assert there.get("/today", outlet="evil").text.count("/story/") == 0
    assert f"/story/{ids['story']}" in there.get("/today", outlet="dala", days="1").text


@pytest.mark.parametrize("asked", ["0", "31", "x", "999999999999999999999"])
def test_a_period_that_is_none_is_refused(site: Any, asked: str) -> None:
    assert site[0].get("/today", days=asked).status == 400


def test_a_story_tells_what_each_article_repeats_adds_and_leaves_out(site: Any) -> None:
    there, ids = site
    page = there.get(f"/story/{ids['story']}", ui="ru").text
    order = [int(x) for x in re.findall(r'<li class="line" id="a(\d+)">', page)]
    assert order == [ids["fire"], ids["copy"], ids["own"]]
    assert f"<ins>{ADDED}</ins>" in page
    assert f"<li>{LEFT_OUT}</li>" in page
    text = " ".join(Read(page).text.split())
    for words in ("изменено", "из источника", "свой текст", "Ермек Сарыбаев"):
        assert words in text, words
    assert "12 расчётов" in text.partition("Цифры, которые расходятся")[2]
    assert "14 расчётов" in text.partition("Цифры, которые расходятся")[2]


def test_the_article_names_its_story_its_source_and_its_reprints(site: Any) -> None:
    there, ids = site
    copy = Read(there.get(f"/article/{ids['copy']}", ui="ru").text)
    assert {f"/story/{ids['story']}", f"/article/{ids['fire']}"} <= set(copy.links)
    assert "там напечатано раньше" in copy.text
    first = Read(there.get(f"/article/{ids['fire']}", ui="ru").text)
    assert f"/article/{ids['copy']}" in first.links
    assert "изменено" in first.text


def test_an_old_id_leads_on_and_an_unknown_one_is_not_found(site: Any, app: App) -> None:
    there, ids = site
    with writing(app.engine) as connection:
        old = connection.execute(
            insert(story_rows).values(merged_into=ids["story"]).returning(story_rows.c.id)
        ).scalar_one()
    assert f'id="a{ids["own"]}"' in there.get(f"/story/{old}").text
    for unknown in ("99999", "x", "0", "99999999999"):
        assert there.get(f"/story/{unknown}").status == 404


@pytest.mark.parametrize("few", [1, 1000])
def test_lists_without_reprints_keep_one_that_says_more(
    site: Any, app: App, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Exports, counts and lists of the API, and its facts with it; whether few articles match or
    many.
    """
    monkeypatch.setattr(by_id, "_FEW", few)
    ids, once = site[1], Filter(reprints=False)
    with writing(app.engine) as connection:
        moved = update(facts).where(facts.c.article == ids["own"])
        connection.execute(moved.values(article=ids["copy"]))

    def found(query: str) -> tuple[list[int], list[int]]:
        asked = by_id.Asked(once, query)
        articles = [x["id"] for x in export.of_articles(app.engine, once, query)]
        theirs = [x["article"] for x in export_facts.of_facts(app.engine, once, query)]
        listed = by_id.of_articles(app.engine, asked, by_id.Place(), 50, False)
        of_api = by_id.of_facts(app.engine, asked, by_id.Place(), 50)
        (row,) = counts.table(app.engine, ("language",), once, query)
        assert sorted(articles) == sorted(x["id"] for x in listed)
        assert sorted(theirs) == sorted(x["article"]["id"] for x in of_api)
        for what, rows in (("articles", articles), ("facts", theirs)):
            assert export.count(app.engine, what, once, query) == len(rows)
        assert row["articles"] == len(articles)
        assert row["amount_facts"] + row["quote_facts"] == len(theirs)
        return articles, theirs

    assert found("дозвонилась") == ([ids["copy"]], [ids["copy"]])
    assert found("расчётов") == ([ids["own"], ids["fire"]], [ids["fire"]] * 2)


def test_a_pipe_gets_json_lines(site: Any, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAQYLAU_DATABASE", app.settings.database)
    monkeypatch.setenv("BAQYLAU_DATA", str(app.settings.data))

    def written(*words: str) -> list[dict[str, Any]]:
        done = CliRunner().invoke(cli, ["stories", *words])
        assert done.exit_code == 0, done.output
        return [json.loads(x) for x in done.stdout.splitlines()]

    ids = site[1]
    (story,) = written("list")
    assert (story["id"], story["articles"], story["first_outlet"]) == (ids["story"], 3, "vestnik")
    parts = written("show", str(ids["story"]))
    assert [x["id"] for x in parts] == [ids["fire"], ids["copy"], ids["own"]]
    assert [x["source"] for x in parts] == [None, ids["fire"], None]
    assert "3 outlets" in CliRunner().invoke(cli, ["stories", "list", "--table"]).stdout
