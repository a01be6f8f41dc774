"""Releases and how the press printed them, and two editions side by side: on both databases, as
pages, as a table and as a workbook.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from baqylau.app import App, open_app
from baqylau.settings import Settings
from baqylau.store import outlets
from baqylau.store.connect import reading, writing
from baqylau.store.tables import citations, reprints, story_articles
from dashboard import i18n
from tests import filled
from tests.filled import SampleArticle
from tests.site import Site, served

HOUR = timedelta(hours=1)
RELEASE = (
    "В селе Кызылтобе Мартукского района 12 ноября открыли врачебную амбулаторию на 40 посещений"
    " в день. Здание построили за 310 млн тенге, сообщает управление здравоохранения области."
    " Раньше жители ездили за 25 километров в районный центр. Главный врач Сауле Ербатырова"
    " рассказала, что приём ведут 3 врача и 6 медсестёр. Дорогу к селу обещают"
    " засыпать щебнем в 2027 году."
)
SHORT = RELEASE[: RELEASE.index(" Раньше")]
KAZAKH = (
    "Мәртөк ауданының Қызылтөбе ауылында 12 қарашада күніне 40 адам қабылдайтын амбулатория"
    " ашылды. Ғимарат 310 млн теңгеге салынды. Бас дәрігер Сәуле Ербатырова 3 дәрігер мен 6"
    " медбике қабылдайтынын айтты."
)
ENGLISH = (
    "A clinic for 40 patients a day opened in Kyzyltobe on November 12. It cost 310 million tenge."
    " Villagers had to travel 25 kilometers before."
)
DIGEST = f"Коротко о главных событиях дня. {SHORT} Подробнее читайте завтра."
FORMULA = "=1+1 амбулатория"
GIVEN = (
    SampleArticle("office", "release", "Открыта амбулатория", RELEASE, "ru", 9 * HOUR),
    SampleArticle("office-kk", "own", "Амбулатория ашылды", KAZAKH, "kk", 8 * HOUR),
    SampleArticle("vestnik", "short", FORMULA, SHORT, "ru", 7 * HOUR),
    SampleArticle("dala", "kazakh", "Ауылда амбулатория ашылды", KAZAKH, "kk", 6 * HOUR),
    SampleArticle("courier", "digest", "Главное к вечеру", DIGEST, "ru", 5 * HOUR),
    SampleArticle("courier", "english", "Clinic opens in Kyzyltobe", ENGLISH, "en", 4 * HOUR),
    SampleArticle("evil", "early", "<b>Амбулатория</b>", RELEASE, "ru", 10 * HOUR),
)


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[App]:
    folder = tmp_path / "none"
    folder.mkdir()
    for outlet, language in (("office", "ru"), ("office-kk", "kk")):
        (folder / f"{outlet}.toml").write_text(
            f'name = "Ведомство"\nhome = "https://{outlet}.test/"\ncountry = "kz"\n'
            f'languages = ["{language}"]\ntimezone = "Asia/Almaty"\nofficial = true\n'
            'enabled = false\nmissing = "a test"\n',
            encoding="utf-8",
        )
    with open_app(settings) as app:
        yield app


@pytest.fixture
def ids(app: App) -> dict[str, int]:
    """The articles, all of one story."""
    with writing(app.engine) as connection:
        for outlet in {x.outlet for x in GIVEN}:
            outlets.ensure(connection, outlet, filled.OUTLETS.get(outlet, "Ведомство"))
    found = {x.slug: filled.write(app, x) for x in GIVEN}
    with writing(app.engine) as connection:
        story = connection.execute(
            select(story_articles.c.story).where(story_articles.c.article == found["release"])
        ).scalar_one()
        connection.execute(update(story_articles).values(story=story))
        edition = {"article": found["own"], "kind": "translated", "source": found["release"]}
        measured = {"kept": 0.2, "of_source": 0.1, "evidence": []}
        connection.execute(insert(reprints).values(**edition, **measured))
    return found


@pytest.fixture
def site(app: App, ids: dict[str, int]) -> Iterator[Site]:
    with served(app) as address:
        yield address


def test_a_release_lists_how_each_printed_it(site: Site, ids: dict[str, int]) -> None:
    answer = site.get(f"/coverage/{ids['release']}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert [(x["outlet"], x["kind"], x["delay_minutes"]) for x in rows] == [
        ("office", "release", ""),
        ("evil", "verbatim", "-60"),  # printed before the release
        ("vestnik", "shortened", "120"),
        ("dala", "translated", "180"),  # it copies the office's own translation
        ("courier", "other_language", "300"),  # its story calls it a text of its own
    ]  # neither the review of the day nor the office's own edition
    assert [x["kept"] for x in rows[1:]][::2] == ["1", ""]
    assert rows[2]["title"] == f"'{FORMULA}"
    page = site.get(f"/coverage/{ids['release']}", ui="en").text
    assert "−1:00" in page
    assert "&lt;b&gt;Амбулатория&lt;/b&gt;" in page
    assert f'href="/article/{ids["digest"]}"' not in page


@pytest.mark.parametrize("ui", ["ru", "kk", "en"])
def test_the_pages_of_a_release_and_of_its_story_agree_on_translations(
    site: Site, ids: dict[str, int], ui: str
) -> None:
    """The story calls only the office's own edition a translation, and dala's text its copy."""
    word = i18n.of(ui)
    story = story_articles_of(site, ids, ui)
    assert [x for x, kind in story.items() if kind == word("repeat.translated")] == [ids["own"]]
    assert story[ids["english"]] == word("repeat.own")
    page = site.get(f"/coverage/{ids['release']}", ui=ui).text
    rows = dict(re.findall(r'href="/article/(\d+)".*?</td>\s*<td[^>]*>([^<]+)</td>', page, re.S))
    assert rows[str(ids["english"])] == word("print.other_language")
    assert rows[str(ids["kazakh"])] == word("print.translated")


def story_articles_of(site: Site, ids: dict[str, int], ui: str) -> dict[int, str]:
    """How each article repeats another, as the page of the story says it."""
    page = site.get(f"/coverage/{ids['release']}", ui=ui).text
    found = re.search(r'href="(/story/\d+)"', page)
    assert found
    lines = site.get(found[1], ui=ui).text
    pattern = r'id="a(\d+)".*?class="repeat[^>]*>([^<]+)<'
    return {int(x): kind for x, kind in re.findall(pattern, lines, re.S)}


def test_the_workbook_holds_words_not_formulas_and_no_text(
    app: App, ids: dict[str, int], site: Site
) -> None:
    from baqylau.exchange.workbook import workbook
    from baqylau.store.queries import coverage

    assert site.get(f"/coverage/{ids['release']}.xlsx").status == 200
    found = coverage.of_release(app.engine, ids["release"], app.outlets)
    assert found is not None
    book = workbook(coverage.as_rows(found), coverage.COLUMNS, "coverage")
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        words = file.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert FORMULA in words
    assert "Раньше жители" not in words


def test_releases_are_listed_by_source(app: App, site: Site, ids: dict[str, int]) -> None:
    def listed(**asked: str) -> set[int]:
        page = site.get("/coverage", **asked)
        assert page.status == 200
        return {int(x) for x in re.findall(r'<h2><a href="/coverage/(\d+)"', page.text)}

    assert listed() == {ids["release"], ids["own"]}
    assert listed(outlet="dala") == {ids["kazakh"]}
    name = "управление здравоохранения"
    assert listed(named=name) == set()
    with writing(app.engine) as connection:
        row = {"start": 1, "end": 2, "origin": "x", "target": name, "is_outlet": False}
        rows = [
            row | {"article": ids[x], "layer": "official", "version": "1"}
            for x in ("release", "short")
        ]
        connection.execute(insert(citations), rows)
    assert listed(named=name) == {ids["release"]}
    assert listed(named=name.split()[0].lower()) == {ids["release"]}


def test_two_editions_stand_side_by_side(site: Site, ids: dict[str, int]) -> None:
    path = f"/pair/{ids['release']}/{ids['own']}"
    assert f'href="{path}"' in site.get(f"/article/{ids['release']}").text
    story = site.get(f"/article/{ids['release']}").text
    number = re.search(r'href="(/story/\d+)"', story)
    assert number is not None
    assert "/pair/" in site.get(number[1]).text
    page = site.get(path, ui="en").text
    rows = re.findall(r"<tr( class=\"absent\")?><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", page)
    absent = [one for mark, one, other in rows if mark]
    assert len(absent) == 2
    assert "Раньше жители" in absent[0]
    assert "Дорогу" in absent[1]
    assert page.count("absent here") == 2
    assert "bias" not in page
    back = site.get(f"/pair/{ids['own']}/{ids['release']}", ui="en").text
    assert back.count("absent here") == 2


@pytest.mark.parametrize("path", ["/coverage/0", "/coverage/x", "/coverage/9999.xlsx",
                                  "/pair/1/9999", "/pair/x/1"])  # fmt: skip
def test_what_is_not_there_is_said(site: Site, path: str) -> None:
    assert site.get(path).status == 404


def test_articles_of_one_language_make_no_pair(site: Site, ids: dict[str, int]) -> None:
    assert site.get(f"/pair/{ids['release']}/{ids['short']}").status == 404


def test_a_release_nobody_printed(app: App, site: Site) -> None:
    alone = replace(GIVEN[0], slug="alone", text="Сход жителей пройдёт в клубе.", before=HOUR)
    number = filled.write(app, alone)
    with reading(app.engine) as connection:
        assert connection.execute(select(story_articles)).first() is not None
    assert "No other outlet" in site.get(f"/coverage/{number}", ui="en").text
