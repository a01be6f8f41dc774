"""The dashboard over both databases: every page, every filter, hostile texts, invalid requests, the
RSS feed, the other languages.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.settings import load
from baqylau.store import pages
from baqylau.store.connect import connect
from baqylau.store.queries import article_detail
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries.articles import Cursor
from baqylau.store.queries.filter import Filter
from baqylau.store.schema import migrate
from dashboard import i18n, times
from dashboard.article import READ
from tests import filled
from tests.services import postgres_database
from tests.site import Read, Site, served


@contextmanager
def opened(address: str, folder: Path) -> Iterator[App]:
    engine = connect(address)
    migrate(engine)
    engine.dispose()
    with open_app(
        load(data=folder, database=address, outlets=folder / "none", dashboard_port=0)
    ) as app:
        yield app


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[App, dict[str, int]]]:
    """A filled app and its article ids by slug. No test writes to it, so all tests share one."""
    folder = tmp_path_factory.mktemp("app")
    with ExitStack() as things:
        address = f"sqlite:///{folder}/baqylau.db"
        if request.param == "postgresql":
            address = things.enter_context(postgres_database(request.getfixturevalue("postgres")))
        app = things.enter_context(opened(address, folder))
        yield app, filled.fill(app)


@pytest.fixture(scope="module")
def app(both: tuple[App, dict[str, int]]) -> App:
    return both[0]


@pytest.fixture(scope="module")
def ids(both: tuple[App, dict[str, int]]) -> dict[str, int]:
    return both[1]


@pytest.fixture(scope="module")
def site(app: App) -> Iterator[Site]:
    with served(app) as site:
        yield site


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, int]]]:
    """A filled app on SQLite, for tests that do not depend on the database."""
    folder = tmp_path_factory.mktemp("quick")
    with opened(f"sqlite:///{folder}/baqylau.db", folder) as app, served(app) as site:
        yield site, filled.fill(app)


def test_a_foreign_host_name_is_refused(quick: tuple[Site, dict[str, int]]) -> None:
    site = quick[0]
    assert [
        site.get("/", host=name).status
        for name in ("127.0.0.1:8000", "localhost", "rebound.example")
    ] == [200, 200, 400]


def titles(page: str) -> list[str]:
    headings = re.findall('<h[23]>(<a href="/article/.*?)</h[23]>', page)
    return [re.sub("<[^>]+>", "", x) for x in headings]


def test_the_latest_list_shows_current_articles_newest_first_on_several_pages(
    site: Site, ids: dict[str, int]
) -> None:
    first = site.get("/", reprints="all")
    assert first.status == 200
    assert titles(first.text)[:3] == [
        "Мост: новые сроки",
        "&lt;script&gt;window.stolen=1&lt;/script&gt; &amp; заголовок",
        "Мост откроют в марте",
    ]
    assert "Мост откроют в январе" not in first.text  # the earlier revision is not listed
    assert len(titles(first.text)) == 40
    following = next(x for x in Read(first.text).links if "after=" in x)
    second = site.get(following)
    assert len(titles(second.text)) == 13
    assert not set(titles(first.text)) & set(titles(second.text))
    assert "rel=next" not in second.text
    assert "Без заголовка" in first.text + second.text


def test_a_list_shows_a_text_once_and_says_how_many_repeat_it(
    site: Site, ids: dict[str, int]
) -> None:
    once, every = site.get("/").text, site.get("/", reprints="all").text
    assert "Мост: новые сроки" not in once
    assert "Мост: новые сроки" in every
    assert "и ещё 1" in once
    assert f"/article/{ids['bridge']}#reprints" in Read(once).links
    assert "Мост: новые сроки" in site.get("/", outlet="dala").text  # its source is elsewhere
    reprint = f"/article/{ids['reprint']}"
    found = site.get("/search", q="сроков OR выделено").text
    assert "и ещё 1" in found
    assert reprint not in Read(found).links
    both = site.get("/search", q="сроков OR выделено", reprints="all").text
    assert reprint in Read(both).links


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            {"outlet": "dala"},
            ["Мост: новые сроки", "12 мектеп салынады", "Без заголовка", "Снятая новость"],
        ),
        ({"language": "kk"}, ["12 мектеп салынады"]),
        ({"outlet": "dala", "language": "ru"}, ["Мост: новые сроки", "Снятая новость"]),
        ({"outlet": "nobody"}, []),
    ],
)
def test_the_latest_list_is_filtered(
    site: Site, ids: dict[str, int], asked: dict[str, str], found: list[str]
) -> None:
    page = site.get("/", **asked).text
    assert titles(page) == found
    assert found or "По этим условиям ничего не найдено" in page


def test_days_are_days_in_almaty_and_inclusive(site: Site, ids: dict[str, int]) -> None:
    printed = times.local(now() - timedelta(hours=26)).date()
    one_day = site.get(
        "/", since=printed.isoformat(), until=printed.isoformat(), language="kk"
    ).text
    assert titles(one_day) == ["12 мектеп салынады"]
    before = site.get("/", until=(printed - timedelta(days=1)).isoformat(), language="kk").text
    assert titles(before) == []


def test_how_many_articles_are_newer_than_the_list(site: Site, ids: dict[str, int]) -> None:
    for asked in (
        {"kind": "quote"},
        {"who": "Сатаев"},
        {"reprints": "no", "outlet": "dala"},
        {"tag": "мосты"},
        {"named": "Ерлан Сатаев"},
        {"language": "kk", "since": "2020-01-01", "until": "2100-01-01"},
    ):
        page = site.get("/", **asked)
        query = re.search(r'data-ask="/fresher\?([^"]+)"', page.text)
        assert query
        since_ever = re.sub("after=[^&]+", "after=0.0.0", query[1].replace("&amp;", "&"))
        count = site.get(f"/fresher?{since_ever}").text
        assert count == f'{{"count":{len(titles(page.text))}}}', asked
    ask = re.search(r'data-ask="([^"]+)"', site.get("/", outlet="vestnik").text)
    assert ask
    assert site.get(ask[1].replace("&amp;", "&")).text == '{"count":0}'
    long_ago = "/fresher?after=0.0.0"
    assert site.get(f"{long_ago}&reprints=all").text == '{"count":53}'
    assert site.get(long_ago).text == '{"count":52}'  # a text counts once
    assert site.get(f"{long_ago}&outlet=vestnik").text == '{"count":2}'


def test_an_article_with_its_facts_its_reprint_and_its_revisions(
    site: Site, ids: dict[str, int]
) -> None:
    page = Read(site.get(f"/article/{ids['bridge']}").text)
    for words in (
        filled.QUOTE,
        "Ерлан Сатаев",
        "аким Костаная",
        "ru.marks",
        "уверенность 0.97",
        "2 400 000 000 KZT",
        "Мария Ли",
        "Город",
        "Тау жаршысы газета",
    ):
        assert words in page.text
    assert f"/article/{ids['reprint']}" in page.links
    assert f"/article/{ids['bridge-before']}" in page.links
    assert "https://vestnik.test/bridge" in page.links
    marked = {n for x in page.all("span") for n in (x.get("data-facts") or "").split()}
    assert marked == set("012345")
    anchors = {x.get("id") for x in page.all("a")}
    assert {x for x in page.links if x.startswith("#f")} == {f"#f{n}" for n in range(6)}
    assert {f"f{n}" for n in range(6)} <= anchors
    assert len([x for x in page.all("li") if str(x.get("id")).startswith("note")]) == 6


def test_an_article_names_its_editions_in_other_scripts(site: Site, ids: dict[str, int]) -> None:
    page = Read(site.get(f"/article/{ids['schools']}").text)
    assert "https://dala.test/qaz/schools" in page.links
    assert "латиница" in page.text


def test_a_reprint_names_its_source(site: Site, ids: dict[str, int]) -> None:
    page = Read(site.get(f"/article/{ids['reprint']}").text)
    assert "Самая ранняя известная публикация: Вестник степи" in page.text
    assert f"/article/{ids['bridge']}" in page.links


def test_an_earlier_revision_and_a_removed_article_say_so(site: Site, ids: dict[str, int]) -> None:
    assert "прежняя версия" in site.get(f"/article/{ids['bridge-before']}").text
    assert "Издание удалило эту страницу" in site.get(f"/article/{ids['removed']}").text


def test_what_an_edit_changed(site: Site, ids: dict[str, int]) -> None:
    before, after = ids["bridge-before"], ids["bridge"]
    for shown in (before, after):
        assert f"/changes/{before}/{after}" in Read(site.get(f"/article/{shown}").text).links
    page = site.get(f"/changes/{before}/{after}").text
    assert "<del>январе</del><ins>марте</ins>" in page
    assert (
        site.get(f"/changes/{before}/{ids['dam']}").status == 404
    )  # two articles are no two revisions
    assert site.get(f"/changes/{before}/x").status == 404


def test_two_revisions_have_their_own_times(site: Site, ids: dict[str, int]) -> None:
    page = site.get(f"/changes/{ids['bridge-before']}/{ids['bridge']}").text
    found = re.findall(r'<time datetime="([^"]+)"', page)
    assert len(found) == 2
    first, second = (datetime.fromisoformat(x) for x in found)
    assert second - first == timedelta(hours=2)
    assert first.utcoffset() == timedelta(hours=5)


def test_edits_and_removals_newest_first_and_by_outlet(site: Site, ids: dict[str, int]) -> None:
    page = site.get("/changes").text
    assert titles(page) == ["Снятая новость", "Мост откроют в марте"]
    assert "Мост откроют в январе" in page
    assert f"/changes/{ids['bridge-before']}/{ids['bridge']}" in Read(page).links
    assert "Дата</span>" in page
    assert "марте</ins>" in page
    assert titles(site.get("/changes", outlet="dala").text) == ["Снятая новость"]
    assert titles(site.get("/changes", change="edited").text) == ["Мост откроют в марте"]
    assert "ничего не найдено" in site.get("/changes", outlet="courier").text
    assert site.get("/changes", change="lost").status == 400
    assert "/changes" in Read(site.get("/").text).links


def test_the_pages_of_changes_join_without_gap_or_repetition(app: App, ids: dict[str, int]) -> None:
    from baqylau.store.queries import changes

    whole = changes.listed(app.engine, None, None, 10)
    assert [x.kind for x in whole] == ["removed", "edited"]
    first = changes.listed(app.engine, None, None, 1)
    assert first + changes.listed(app.engine, None, None, 9, first[0].key) == whole
    assert changes.listed(app.engine, None, None, 9, whole[-1].key) == []


def test_tags_and_names_lead_to_their_articles(site: Site, ids: dict[str, int]) -> None:
    page = Read(site.get(f"/article/{ids['bridge']}").text)
    asked = [x for x in page.links if x.startswith(("/?tag=", "/?named="))]
    assert len(asked) == 5
    for address in asked:
        assert "Мост откроют в марте" in titles(site.get(address).text), address
    hostile = Read(site.get(f"/article/{ids['hostile']}").text)
    tags = [x for x in hostile.links if x.startswith("/?tag=")]
    assert len(tags) == 2
    for address in tags:
        assert len(titles(site.get(address).text)) == 1
    old = Read(site.get(f"/article/{ids['bridge-before']}").text)
    assert not [x for x in old.links if x.startswith(("/?tag=", "/?named="))]
    assert titles(site.get("/", tag="мост").text) == []  # a tag is found whole
    assert "/facts?who=" in "".join(Read(site.get("/", named="Ерлан Сатаев").text).links)


def test_a_time_of_day_carries_its_offset(site: Site, ids: dict[str, int]) -> None:
    for path in ("/", f"/article/{ids['bridge']}", "/facts", "/pages", "/outlets", "/changes"):
        found = re.findall(r'<time datetime="([^"]+)"', site.get(path).text)
        assert found, path
        days = [x for x in found if len(x) == len("2026-11-24")]
        assert all(x.endswith("+05:00") for x in found if x not in days), path
    assert "(UTC+5)" in site.get("/").text


def test_a_day_without_a_time_is_not_midnight(site: Site, ids: dict[str, int]) -> None:
    page = Read(site.get(f"/article/{ids['day']}").text)
    assert "00:00" not in page.text
    assert times.display(now() - timedelta(hours=70), now(), _russian, "day") in page.text


def _russian(key: str) -> object:
    from dashboard import i18n

    return i18n.table("ru")[key]


def test_facts_by_kind_speaker_outlet_and_day(site: Site, ids: dict[str, int]) -> None:
    def found(**asked: str) -> list[str]:
        return re.findall(r'<li class="statement fact-(\w+)">', site.get("/facts", **asked).text)

    assert sorted(found()) == sorted(
        ["quote"] * 4 + ["amount"] * 2 + ["role", "attribution", "date"]
    )
    assert found(kind="amount") == ["amount", "amount"]
    assert found(who="сатаев") == ["quote", "role"]
    assert found(who="САТАЕВ", kind="role") == ["role"]
    assert found(who="Сатаев", reprints="yes") == ["quote", "role"] * 2
    assert found(outlet="dala") == ["quote"]
    assert found(language="en") == ["quote"]
    assert found(who="никто") == []
    assert found(until=times.local(now() - timedelta(days=400)).date().isoformat()) == []
    page = site.get("/facts", kind="quote")
    assert "Айгүл Серікова" in page.text
    assert f"/article/{ids['schools']}#t0" in Read(page.text).links


def test_the_pages_of_the_facts_join_without_gap_or_repetition(
    app: App, ids: dict[str, int]
) -> None:
    from baqylau.store.queries import facts as fact_queries

    for asked in (
        Filter(),
        Filter(kind="quote"),
        Filter(who="Сатаев"),
        Filter(who=""),
    ):
        whole = [x.id for x in fact_queries.listed(app.engine, asked, 100)]
        walked, after = [], None
        while page := fact_queries.listed(app.engine, asked, 2, after):
            walked += [x.id for x in page]
            after = page[-1].key
        assert walked == whole


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("мостом", "bridge"),
        ("сроков", "reprint"),
        ("мектептердің", "schools"),
        ("engineers", "dam"),
        ('"dam is safe"', "dam"),
        ("мост", "bridge"),
    ],
)
def test_search_finds_every_form_in_three_languages(
    site: Site, ids: dict[str, int], question: str, slug: str
) -> None:
    page = site.get("/search", q=question)
    assert f"/article/{ids[slug]}" in Read(page.text).links
    assert page.text.count("<mark>")


def test_a_search_has_several_pages(site: Site, ids: dict[str, int]) -> None:
    first = site.get("/search", q="harvest")
    following = next(x for x in Read(first.text).links if "page=2" in x)
    second = site.get(following)
    assert (len(titles(first.text)), len(titles(second.text))) == (30, 15)
    assert not set(titles(first.text)) & set(titles(second.text))
    assert "page=3" not in second.text


def test_a_search_that_finds_nothing_and_a_search_without_words(
    site: Site, ids: dict[str, int]
) -> None:
    assert "Ничего не найдено" in site.get("/search", q="абракадабра").text
    assert "О чём искать" in site.get("/search").text
    assert "Ничего не найдено" in site.get("/search", q='"мост сроки"').text  # not side by side


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("мост водо*провод", "водо*провод"),
        ("мост NEAR <b>", "NEAR"),
        ("<b>x</b> title:", "title:"),
        ("foo:<script>", "foo:&lt;script&gt;"),
    ],
)
def test_a_query_not_understood_is_shown_with_its_part_marked(
    site: Site, ids: dict[str, int], question: str, marked: str
) -> None:
    page = site.get("/search", q=question)
    assert page.status == 400
    assert f"<mark>{marked}</mark>" in page.text
    assert "<b>" not in page.text
    assert "/help/search" in Read(page.text).links


def test_a_query_is_shown_as_it_was_understood(site: Site, ids: dict[str, int]) -> None:
    page = site.get("/search", q="мост сроки ИЛИ harvest")
    assert "<code>(мост сроки) OR harvest</code>" in page.text
    assert "<code>" not in site.get("/search", q="мост").text


@pytest.mark.parametrize("ui", ["ru", "kk", "en"])
def test_the_help_of_the_search(site: Site, ids: dict[str, int], ui: str) -> None:
    links = [x for x in Read(site.get("/help/search", ui=ui).text).links if "?q=" in x]
    assert len(links) > 10
    assert {site.get(x).status for x in links if "country" not in x} == {200}


@pytest.mark.parametrize("ui", i18n.LANGUAGES)
def test_a_search_is_counted_narrowed_down_and_drawn(site: Site, ui: str) -> None:
    page = site.get("/search", q="мост OR harvest", plot="1", order="best", ui=ui).text
    assert "47" in page
    assert page.count("<svg ") == 3  # of each outlet
    assert "<title>" in page[page.index("<svg ") :]
    assert '<th scope="row">' in page  # the same numbers as a table
    narrowed = [x for x in Read(page).links if "outlet%3Acourier" in x]
    assert len(narrowed) == 1
    found = site.get(narrowed[0]).text
    assert "45" in found
    assert "vestnik" not in found.partition('class="lines')[2].partition("</ol>")[0]


def test_the_page_before_and_the_page_after(site: Site) -> None:
    second = Read(site.get("/search", q="harvest", page="2").text).links
    assert "/search?q=harvest&page=1" in second
    assert not [x for x in second if x.endswith("page=3")]


def test_a_refused_search_keeps_its_filter(quick: tuple[Site, dict[str, int]]) -> None:
    asked = {"q": "мост NEAR река", "outlet": "dala", "since": "2026-01-02"}
    refused = quick[0].get("/search", ui="kk", **asked)
    assert refused.status == 400
    kept = {x["name"]: x["value"] for x in Read(refused.text).all("input") if x.get("name")}
    assert kept == asked


def test_a_search_as_a_feed(site: Site, ids: dict[str, int]) -> None:
    feed = next(
        x["href"]
        for x in Read(site.get("/search", q="мост", outlet="dala").text).all("link")
        if x.get("rel") == "alternate"
    )
    answer = site.get(feed or "")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    items = ElementTree.fromstring(answer.text.encode()).findall("channel/item")
    assert [x.findtext("title") for x in items] == ["Мост: новые сроки"]
    assert items[0].findtext("link") == "https://dala.test/reprint"
    hostile = ElementTree.fromstring(site.get("/search.rss", q="заголовок").text.encode()).findall(
        "channel/item"
    )
    assert hostile[0].findtext("title") == f"{filled.EVIL} & заголовок"
    assert (hostile[0].findtext("link") or "").startswith(site.address)  # javascript: is no link
    assert "<script" not in (hostile[0].findtext("description") or "")


def test_outlets_with_outcomes_that_add_up(site: Site, app: App, ids: dict[str, int]) -> None:
    page = site.get("/outlets").text
    rows = re.findall(r"<tr.*?</tr>", page, re.S)
    numbers = [
        [int(re.sub("<[^>]+>", "", x)) for x in re.findall(r'<td class="n.*?</td>', row, re.S)]
        for row in rows
        if 'scope="row"' in row
    ]
    assert all(sum(x[:-1]) == x[-1] for x in numbers)
    assert [sum(x) for x in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert numbers[-1] == [*pages.totals(app.engine).values(), 58]
    assert "3 неудачные попытки подряд" in page
    assert (
        page.index("Дала") < page.index("Злой") < page.index("Вестник степи")
    )  # outlets with issues or failed visits stand first
    assert "no time is read any more &lt;script&gt;" in page
    assert "Тихая газета" in page.partition("Ещё не обходили")[2]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("set_aside", "clean took longer than 20 s"),
        ("not_article", "empty: "),
        ("unchanged", "Те же байты, что у страницы"),
        ("waiting", "В работе"),
    ],
)
def test_a_page_shows_its_outcome_and_the_reason(
    site: Site, ids: dict[str, int], outcome: str, words: str
) -> None:
    page = Read(site.get("/pages", outcome=outcome, outlet="vestnik").text)
    assert words in page.text
    evidence = [x for x in page.links if x.startswith("/fetch/")]
    assert len(evidence) == 1
    assert words in Read(site.get(evidence[0]).text).text


def test_the_list_of_pages_has_several_pages_and_links_to_articles(
    site: Site, ids: dict[str, int]
) -> None:
    first = Read(site.get("/pages").text)
    following = next(x for x in first.links if "before=" in x)
    second = Read(site.get(following).text)
    seen = [[x for x in page.links if x.startswith("/fetch/")] for page in (first, second)]
    assert (len(seen[0]), len(seen[1])) == (50, 8)
    assert not set(seen[0]) & set(seen[1])
    assert f"/article/{ids['bridge']}" in second.links


def test_the_evidence_of_an_article(site: Site, app: App, ids: dict[str, int]) -> None:
    article = Read(site.get(f"/article/{ids['hostile']}").text)
    evidence = next(x for x in article.links if x.startswith("/fetch/"))
    page = site.get(evidence)
    detail = article_detail.detail(app.engine, ids["hostile"])
    assert detail
    assert detail.content_hash in page.text
    assert "ETag" in page.text
    assert Read(page.text).links.count(f"{evidence}/source") == 1
    source = site.get(f"{evidence}/source")
    assert source.headers["content-type"].startswith("text/plain")
    assert source.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in source.headers["content-security-policy"]
    assert filled.EVIL in source.text  # the bytes as they came


# What does not depend on the database
# ----------------------------------------------------------------------------------

PATHS = (
    "/",
    "/facts",
    "/search?q=мост",
    "/search",
    "/outlets",
    "/pages",
    "/article/{bridge}",
    "/article/{hostile}",
    "/changes/{bridge-before}/{bridge}",
    "/fetch/1",
)
OURS = {"link": "/static/baqylau.css", "script": "/static/baqylau.js"}


def test_no_text_becomes_markup_and_nothing_is_loaded_from_other_servers(
    quick: tuple[Site, dict[str, int]],
) -> None:
    site, ids = quick
    asked = (
        *PATHS,
        "/search?q=" + "%3Cscript%3E",
        "/facts?who=%22%3E%3Cscript%3E",
        "/?outlet=%3Cscript%3E",
        "/article/%3Cscript%3E",
    )
    for path in asked:
        answer = site.get(_encoded(path.format(**ids)))
        page = Read(answer.text)
        assert [x.get("src") for x in page.all("script")] == ["/static/baqylau.js"], path
        assert not page.all("style"), path
        assert not [
            x for _, given in page.tags for x in given if x.startswith("on") or x == "style"
        ], path
        assert {x.get("src") for x in page.all("img")} == {"/static/mark.svg"}, path
        assert all(
            (x["href"] or "").startswith(("/static/", "/search.rss")) for x in page.all("link")
        ), path
        assert not [x for x in page.links if x.startswith("javascript")], path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def _encoded(path: str) -> str:
    return re.sub(r"[^\x00-\x7f]+", lambda x: "".join(f"%{b:02X}" for b in x[0].encode()), path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/article/999999", 404),
        ("/article/abc", 404),
        ("/article/-1", 404),
        ("/article/99999999999999999999", 404),
        ("/article/%D9%A3", 404),
        ("/fetch/999999", 404),
        ("/nowhere", 404),
        ("/?since=yesterday", 400),
        ("/?since=9999-12-31", 400),
        ("/?until=0001-01-01", 400),
        ("/?after=nonsense", 400),
        ("/?after=99999999999999999999999.1.1", 400),
        ("/facts?kind=poem", 400),
        ("/pages?outcome=lost", 400),
        ("/pages?before=x", 404),
        ("/?outlet=%00", 200),
        ("/search?q=%22", 400),
        ("/search?q=*%20OR%20(", 400),
        ("/search.rss?q=a%20%7C", 400),
        ("/search?q=x&page=99999999999", 200),
        ("/facts?who=%25", 200),
        ("/search?q=" + "a" * 5000, 400),
        ("/search.rss?q=" + "a" * 401, 400),
        ("/facts?who=" + "a" * 401, 400),
    ],
)
def test_an_invalid_request_gets_an_error_page(
    quick: tuple[Site, dict[str, int]], path: str, status: int
) -> None:
    answer = quick[0].get(path)
    assert answer.status == status
    assert "Baqylau" in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_internal_error_gets_a_page_without_internal_details(
    quick: tuple[Site, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(article_queries, "latest", broken)
    answer = quick[0].get("/")
    assert answer.status == 500
    assert "В Baqylau произошла ошибка" in answer.text
    assert "swordfish" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_database_out_of_reach_gets_a_page_that_says_so(
    quick: tuple[Site, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def locked(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, RuntimeError("database is locked"))

    monkeypatch.setattr(article_queries, "latest", locked)
    answer = quick[0].get("/")
    assert answer.status == 503
    assert "занята" in answer.text
    assert "SELECT" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((x, 200) for x in (*PATHS, "/changes", "/health", "/fresher", "/search.rss?q=x")),
        ("/fetch/1/source", 200),
        ("/static/baqylau.css", 200),
        ("/nowhere", 404),
        ("/?since=x", 400),
    ],
)
def test_head_answers_as_get_without_a_body(
    quick: tuple[Site, dict[str, int]], path: str, status: int
) -> None:
    site, ids = quick
    address = _encoded(path.format(**ids))
    head, get = site.ask("HEAD", address), site.ask("GET", address)
    assert (head.status, get.status, head.text) == (status, status, "")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-security-policy"] == get.headers["content-security-policy"]


def test_a_page_whose_bytes_have_left_the_archive(
    quick: tuple[Site, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from baqylau.store.queries import operations

    real = operations.page_detail

    def without_body(*given: Any) -> Any:
        page = real(*given)
        return page and replace(page, body_removed=now())

    monkeypatch.setattr(operations, "page_detail", without_body)
    page = quick[0].get("/fetch/1")
    assert page.status == 200
    assert "/fetch/1/source" not in Read(page.text).links
    assert "срок их хранения истёк" in page.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "В этом материале факты не найдены"),
        ("done", "В этом материале факты не найдены"),
        ("pending", "Факты ещё извлекаются"),
        ("leased", "Факты ещё извлекаются"),
        ("set_aside", "не удалось извлечь"),
    ],
)
def test_an_article_without_facts_says_why(
    quick: tuple[Site, dict[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    state: str | None,
    words: str,
) -> None:
    from baqylau.store.queries import operations

    monkeypatch.setattr(operations, "job_state", lambda *_: state)
    site, ids = quick
    assert words in site.get(f"/article/{ids['day']}").text
    unread = site.get(f"/article/{ids['brief-1']}").text
    assert ("На этом языке факты пока не извлекаются" in unread) == ("en" not in READ)


def test_other_methods_than_get_are_refused(quick: tuple[Site, dict[str, int]]) -> None:
    import urllib.request

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(
            urllib.request.Request(quick[0].address + "/", method="POST", data=b"x")
        )
    with refused.value as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET"
        assert "Не удалось понять запрос" in answer.read().decode()


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "Лента"), ("kk", "Жаңалықтар"), ("en", "Latest")]
)
def test_three_languages_of_the_pages(
    quick: tuple[Site, dict[str, int]], language: str, word: str
) -> None:
    site, ids = quick
    for path in PATHS:
        page = Read(
            site.get(
                _encoded(path.format(**ids)) + ("&" if "?" in path else "?") + f"ui={language}"
            ).text
        )
        assert page.all("html") == [{"lang": language}], path
        assert word in page.text, path


def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/baqylau.db", tmp_path) as app, served(app) as site:
        for path in ("/", "/facts", "/outlets"):
            assert "baqylau run" in site.get(path).text, path
        for path in ("/pages", "/search?q=bridge", "/search.rss?q=bridge", "/health", "/fresher"):
            assert site.get(path).status == 200, path


def test_health_says_ok(quick: tuple[Site, dict[str, int]]) -> None:
    assert '"status":"ok"' in quick[0].get("/health").text


# Speed: not how long a query takes, but which plan it follows
# -----------------------------------------------------------------------------------


def test_lists_follow_indexes(app: App, ids: dict[str, int]) -> None:
    """No list reads the whole table of articles or facts. On so few rows PostgreSQL would, so
    sequential scans are switched off where another plan exists.
    """
    from sqlalchemy import event

    from baqylau.store.queries import changes as change_queries
    from baqylau.store.queries import facts as fact_queries
    from baqylau.store.queries import operations

    asked: list[tuple[str, object]] = []
    event.listen(
        app.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, values, *_: asked.append((statement, values)),
    )
    after = Cursor(now(), 10**6)
    for chosen in (
        Filter(),
        Filter(outlet="dala"),
        Filter(language="ru"),
        Filter(since=now() - timedelta(days=3)),
    ):
        article_queries.latest(app.engine, chosen, 41, after)
        article_queries.count_newer(app.engine, chosen, after)
    for chosen in (
        Filter(),
        Filter(kind="quote"),
        Filter(who="Сатаев"),
        Filter(kind="role", outlet="dala"),
    ):
        fact_queries.listed(app.engine, chosen, 41, after)
    article_queries.latest(app.engine, Filter(named="Костанай"), 41, after)
    change_queries.listed(app.engine, None, None, 41, after)
    change_queries.listed(app.engine, "dala", None, 41, after)
    article_queries.read_outlets(app.engine)
    article_detail.detail(app.engine, ids["bridge"])
    operations.page_rows(app.engine, Filter(outlet="dala"), None, 51)
    explained = [(s, _plan(app, s, v)) for s, v in asked if s.startswith("SELECT")]
    assert len(explained) > 15
    whole = [
        (s, p)
        for s, p in explained
        if re.search(r"SCAN (articles|facts)\b(?! USING)|Seq Scan on (articles|facts)\b", p)
    ]
    assert whole == []


def _plan(app: App, statement: str, values: object) -> str:
    sqlite = app.engine.dialect.name == "sqlite"
    with app.engine.connect() as connection:
        if not sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(
            f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", values
        ).all()
    return "\n".join(str(x[-1]) for x in rows)
