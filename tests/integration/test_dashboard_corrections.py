"""The pages on which people correct facts and articles, label them and take corrections back; what
a hostile note does there; who may.
"""

import re
import shutil
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from baqylau.app import App, open_app
from baqylau.model.access import Access, Role
from baqylau.settings import load
from baqylau.store import entities, outlets
from baqylau.store import facts as fact_rows
from baqylau.store.connect import connect, writing
from baqylau.store.queries import corrections as queries
from baqylau.store.queries import entities as entity_queries
from baqylau.store.schema import migrate
from baqylau.store.tables import articles
from dashboard.correcting import back
from tests import filled
from tests.filled import EVIL
from tests.integration.signing import Got, browser, quick


@dataclass(frozen=True, slots=True)
class Filled:
    """A folder with two of the sample articles, which no test changes; their ids by slug."""

    folder: Path
    ids: dict[str, int]


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """SQLite alone: the store's own tests try both databases."""
    folder = tmp_path_factory.mktemp("filled")
    engine = connect(f"sqlite:///{folder}/baqylau.db")
    migrate(engine)
    engine.dispose()
    with open_app(load(data=folder, outlets=folder / "none")) as app:
        with writing(app.engine) as connection:
            for outlet, name in filled.OUTLETS.items():
                outlets.ensure(connection, outlet, name)
        some = [x for x in filled.samples() if x.slug in ("bridge", "dam")]
        return Filled(folder, {x.slug: filled.write(app, x) for x in some})


@pytest.fixture
def app(filled_once: Filled, tmp_path: Path) -> Iterator[App]:
    """An app over a copy of the folder."""
    folder = tmp_path / "data"
    shutil.copytree(filled_once.folder, folder)
    with open_app(load(data=folder, outlets=folder / "none")) as app:
        yield app


@pytest.fixture
def ids(filled_once: Filled) -> dict[str, int]:
    return filled_once.ids


class Site:
    """The dashboard in this process, as one browser sees it; forms carry the token of its pages."""

    def __init__(self, app: App, page: str) -> None:
        self.browser = browser(app)
        found = re.search(r'name="csrf" value="([^"]+)"', self.browser.get(page).text)
        assert found
        self.token = found[1]

    def get(self, path: str, **asked: str) -> Got:
        query = f"?{urllib.parse.urlencode(asked)}" if asked else ""
        return self.browser.get(path + query)


@pytest.fixture
def site(app: App, key: str) -> Iterator[Site]:
    with quick():
        yield Site(app, f"/fact/{key}")


@pytest.fixture
def key(app: App, ids: dict[str, int]) -> str:
    found = fact_rows.of(app.engine, ids["bridge"])[1]
    return str(next(x["key"] for x in found if x["type"] == "quote"))


def post(site: Site, path: str, **given: str) -> Got:
    """Posts a form as a browser does; the page that it leads to, whatever its status."""
    answer = site.browser.post(path, {"csrf": site.token} | given)
    return site.get(answer.to.partition("#")[0]) if answer.to else answer


def correct(site: Site, path: str, field: str, value: str, seen: str = "0") -> Got:
    return post(site, f"{path}/correct", field=field, value=value, seen=seen, because="по письму")


def test_a_fact_is_corrected_and_taken_back(app: App, site: Site, key: str) -> None:
    page = site.get(f"/fact/{key}").text
    assert "Ерлан Сатаев" in page
    assert page.count('<form method="post"') == 5  # three fields, a label, a note
    answer = correct(site, f"/fact/{key}", "speaker_name", "Асель Ким")
    assert answer.status == 200
    assert "Асель Ким" in answer.text
    assert "было прочитано" in answer.text
    for path in ("/facts?kind=quote", "/corrections"):
        shown = site.get(path).text
        assert "Асель Ким" in shown, path
        assert "на этом компьютере" in shown
        assert ">local" not in shown
    [row] = queries.listed(app.engine)
    assert (row.by, row.because, row.value) == ("local", "по письму", "Асель Ким")
    undone = post(site, f"/corrections/{row.id}/undo", back=f"/fact/{key}")
    assert undone.status == 200
    assert "отменено" in undone.text
    assert queries.listed(app.engine)[0].undone_by == "local"
    again = post(site, f"/corrections/{row.id}/undo")
    assert again.status == 409


def test_the_later_of_two_editors_is_told(site: Site, key: str) -> None:
    correct(site, f"/fact/{key}", "speaker_name", "Асель Ким")
    answer = correct(site, f"/fact/{key}", "speaker_name", "Олжас Ким")
    assert answer.status == 409
    assert "Кто-то исправил это раньше вас" in answer.text
    assert 'value="Олжас Ким"' in answer.text  # what was written is not lost
    assert "Асель Ким" in answer.text


def test_what_cannot_be_is_refused_with_what_was_written(site: Site, key: str) -> None:
    answer = correct(site, f"/fact/{key}", "value", "много")
    assert answer.status == 400
    too_long = post(site, f"/fact/{key}/note", note="я" * 4001)
    assert too_long.status == 400
    assert "я" * 4001 in too_long.text
    assert "Заметка: 4001 знак" in too_long.text
    assert correct(site, "/fact/none", "hidden", "yes").status == 404
    assert post(site, f"/fact/{key}/nonsense").status == 404
    assert post(site, "/nonsense/1/remove").status == 404


def test_a_fact_that_is_wrong_leaves_the_lists_and_comes_back(
    app: App, site: Site, key: str, ids: dict[str, int]
) -> None:
    correct(site, f"/fact/{key}", "hidden", "yes")
    assert key not in site.get("/facts").text
    assert key not in site.get(f"/article/{ids['bridge']}").text
    page = site.get(f"/fact/{key}").text
    assert "неверен, не показывается" in page
    [row] = queries.listed(app.engine)
    correct(site, f"/fact/{key}", "hidden", "no", str(row.id))
    assert key in site.get(f"/article/{ids['bridge']}").text


def test_an_article_is_corrected_and_says_so(site: Site, ids: dict[str, int]) -> None:
    path = f"/article/{ids['dam']}"
    assert correct(site, path, "title", f"Плотина {EVIL}").status == 200
    page = site.get(path).text
    assert "было прочитано: The dam is safe".casefold() in page.casefold()
    assert "Плотина &lt;script&gt;" in page
    assert correct(site, path, "published", "2026-02-01T09:00+05:00").status == 200
    assert correct(site, path, "kind", "not_article").status == 200
    assert "Плотина" not in site.get("/?outlet=courier").text
    assert site.get(path).status == 200
    assert correct(site, path, "published", "вчера", "2").status == 400


HOSTILE = [EVIL, '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "{{ 7*7 }}", "\u202eabc\x1b[0m"]


def test_hostile_labels_notes_and_reasons_are_only_text(
    site: Site, key: str, ids: dict[str, int]
) -> None:
    seen = {"speaker_name": 0, "title": 0}
    for number, words in enumerate(HOSTILE):
        for path in (f"/fact/{key}", f"/article/{ids['bridge']}"):
            assert post(site, f"{path}/note", note=words).status == 200
            assert post(site, f"{path}/label", label=words).status == 200
            field = "speaker_name" if "fact" in path else "title"
            done = post(
                site, f"{path}/correct", field=field, value=words, seen=str(seen[field]),
                because=words,
            )  # fmt: skip
            assert done.status == 200
            seen[field] = 2 * number + (1 if field == "speaker_name" else 2)
    pages = (
        f"/fact/{key}", f"/article/{ids['bridge']}", f"/article/{ids['bridge']}/corrections",
        "/facts?kind=quote", "/corrections", "/",
    )  # fmt: skip
    for path in pages:
        text = site.get(path).text
        assert "<script>window" not in text, path
        assert "<img src=x" not in text
        assert "49" not in re.findall(r">(\d+)<", text)
        assert "\u202e" not in text
        assert "\x1b" not in text


def test_labels_narrow_lists_and_are_removed(site: Site, key: str, ids: dict[str, int]) -> None:
    post(site, f"/fact/{key}/label", label="тон: резкий")
    post(site, f"/article/{ids['dam']}/label", label="вода")
    facts = site.get("/facts", label="тон: резкий")
    assert facts.text.count('<li class="statement') == 1
    assert "тон: резкий" in facts.text
    assert site.get("/", label="вода").text.count('<li class="line"') == 1
    page = site.get(f"/fact/{key}").text
    remove = re.search(r'action="(/label/\d+/remove)"', page)
    assert remove
    after = post(site, remove[1], back=f"/fact/{key}")
    assert "Меток нет" in after.text
    assert post(site, remove[1], back=f"/fact/{key}").status == 400


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        ("ru", "Время публикации: «вчера» – не время"),
        ("kk", "Жарияланған уақыты: «вчера» – уақыт емес"),
        ("en", "Time of publication: “вчера” is no time"),
    ],
)
def test_a_refusal_is_in_the_language_of_the_reader(
    site: Site, ids: dict[str, int], ui: str, words: str
) -> None:
    site.get("/", ui=ui)  # a cookie keeps it
    answer = correct(site, f"/article/{ids['dam']}", "published", "вчера")
    assert answer.status == 400
    assert words in answer.text
    one = post(site, "/entity/1/merge", other="1")
    assert one.status == 400
    assert "one entity already" not in one.text


def test_a_form_leads_back_to_this_server_only() -> None:
    for place in ("//evil.test/", "https://evil.test/", "/\\evil.test", "x", ""):
        assert back(place).headers["location"] == "/"
    assert back("/corrections?state=lost").headers["location"] == "/corrections?state=lost"


@pytest.mark.parametrize("role", [None, Role.READER])
def test_who_may_not_edit_reads_and_changes_nothing(
    app: App, site: Site, key: str, ids: dict[str, int], role: Role | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    correct(site, f"/fact/{key}", "speaker_name", "Асель Ким")
    access = Access() if role is None else Access.of_role("reader", role)
    for module in ("dashboard.correcting", "dashboard.view"):
        monkeypatch.setattr(f"{module}.access_of", lambda _request: access)
    for path in (f"/fact/{key}", "/corrections", f"/article/{ids['dam']}/corrections", "/entity/1"):
        assert 'method="post"' not in site.get(path).text, path
    paths = (
        f"/fact/{key}/correct", f"/fact/{key}/label", f"/article/{ids['dam']}/note",
        "/corrections/1/undo", "/label/1/remove", "/note/1/remove", "/entity/1/merge",
        "/entity/1/split", "/entities/changes/1/undo",
    )  # fmt: skip
    for path in paths:
        assert post(site, path, field="hidden", value="yes").status == 403, path
    assert [x.state for x in queries.listed(app.engine)] == [queries.STANDS]


def test_entities_are_merged_split_and_taken_back(app: App, site: Site) -> None:
    with writing(app.engine) as connection:
        for row in connection.execute(select(articles)).all():
            entities.decide(connection, row.id, row.listed, "entities-1", row.listed)
    people = entity_queries.listed(app.engine, "person", None, 5)
    one, other = people[0]["id"], people[1]["id"]
    assert "Объединить" in site.get(f"/entity/{one}").text
    merged = post(site, f"/entity/{one}/merge", other=str(other), because="опечатка")
    assert merged.status == 200
    listed = site.get("/corrections").text
    assert "опечатка" in listed
    [change] = entity_queries.changes(app.engine, 5)
    assert change["by"] == "local"
    name = people[1]["name"]
    parted = post(site, f"/entity/{one}/split", name=name)
    assert parted.status == 200
    assert post(site, f"/entities/changes/{change['id']}/undo").status == 200
    assert entity_queries.changes(app.engine, 5)[-1]["undone_by"] == "local"
    assert post(site, f"/entity/{one}/merge", other=str(one)).status == 400
    assert post(site, f"/entity/{one}/merge", other="x").status == 404


def test_every_page_in_every_language(site: Site, key: str, ids: Any) -> None:
    correct(site, f"/fact/{key}", "speaker_role", "")
    for language in ("ru", "kk", "en"):
        for path in (f"/fact/{key}", f"/article/{ids['dam']}/corrections", "/corrections"):
            assert site.get(path, ui=language).status == 200
    assert site.get("/corrections?state=nonsense").status == 400
    assert site.get("/fact/" + "0" * 37).status == 404
