"""What a program may change: corrections, labels, notes and watches; with which scope, from where,
and what the audit log says of it.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.app import create
from baqylau.app import App, open_app
from baqylau.model.access import Scope
from baqylau.settings import load
from baqylau.store import audit, tokens
from baqylau.store.connect import connect
from baqylau.store.schema import migrate
from tests import filled
from tests.asking_api import ApiAnswer, Asking, asking, by
from tests.integration.test_api import behind_accounts
from tests.services import postgres_database

BASE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Office:
    """The API as programs with tokens of these scopes reach it; `ids` are of articles by slug."""

    app: App
    ids: dict[str, int]
    asked: Asking
    tokens: dict[str, dict[str, str]]

    def __call__(
        self, path: str, who: str = "write", method: str = "GET", body: Any = None
    ) -> ApiAnswer:
        return self.asked(f"{BASE}/{path}", self.tokens[who], method, body)

    def post(self, path: str, **body: Any) -> ApiAnswer:
        return self(path, "write", "POST", body)

    def quote(self) -> dict[str, Any]:
        """The quote of the bridge, which every test leaves as it was read."""
        [found] = self("facts?kind=quote&who=Сатаев&outlet=vestnik").json["items"]
        return dict(found)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("app")
    with ExitStack() as things:
        address = f"sqlite:///{folder}/baqylau.db"
        if request.param == "postgresql":
            address = things.enter_context(postgres_database(request.getfixturevalue("postgres")))
        engine = connect(address)
        migrate(engine)
        engine.dispose()
        given = load(
            data=folder, database=address, outlets=folder / "none", mail_folder=folder / "mail",
            api_rate="9999/second", api_rate_open="9999/second",
        )  # fmt: skip
        app = things.enter_context(open_app(given))
        ids = filled.fill(app)
        made = {
            x.value: {"Authorization": f"Bearer {tokens.add(app.engine, x.value, [x], by())[0]}"}
            for x in Scope
        }
        web = create(behind_accounts(app, open_facts=True))
        ask = things.enter_context(asking(web))
        yield Office(app, ids, ask, made | {"nobody": {}})


def test_a_fact_is_corrected_shown_so_and_taken_back(office: Office) -> None:
    key = office.quote()["key"]
    made = office.post("corrections", fact=key, field="speaker_name", value="Асель Ким", seen=0)
    assert made.status == 201, made.text
    number = made.json["id"]
    assert (made.json["read"], made.json["value"], made.json["state"]) == (
        "Ерлан Сатаев", "Асель Ким", "stands"
    )  # fmt: skip
    shown = office(f"facts/{key}").json
    assert (shown["who"], shown["slots"]["speaker_name"]) == ("Асель Ким", "Асель Ким")
    assert shown["corrected"]["speaker_name"]["by"] == "token write"
    assert "by" not in office(f"facts/{key}", "nobody").text.partition('"corrected"')[2][:60]
    assert office(f"facts/{key}", "nobody").json["corrected"]["speaker_name"]["by"] is None
    again = office.post("corrections", fact=key, field="speaker_name", value="Она", seen=0)
    assert again.status == 409
    listed = office(f"corrections?fact={key}&state=stands", "read").json["items"]
    assert [x["id"] for x in listed] == [number]
    assert office.post(f"corrections/{number}/undo").json["state"] == "undone"
    assert office.post(f"corrections/{number}/undo").status == 409
    assert office.quote()["who"] == "Ерлан Сатаев"


def test_a_hidden_fact_is_in_no_list_and_says_so_itself(office: Office) -> None:
    quote = office.quote()
    key, article = quote["key"], quote["article"]["id"]
    before = office(f"articles/{article}").json
    made = office.post("corrections", fact=key, field="hidden", value="yes")
    after = office(f"articles/{article}").json
    assert (before["quotes"], after["quotes"]) == (1, 0)
    assert key not in {x["key"] for x in after["facts"]}
    assert office(f"facts/{key}").json["hidden"] is True
    office.post(f"corrections/{made.json['id']}/undo")


def test_an_article_is_corrected(office: Office) -> None:
    number = office.ids["dam"]
    made = office.post("corrections", article=number, field="title", value="Плотина <b>стоит</b>")
    assert made.status == 201, made.text
    for path in (f"articles/{number}", "facts?q=dam&since=2020-01-01"):
        assert "Плотина <b>стоит</b>" in office(path).text
    assert office(f"articles/{number}").json["corrected"]["title"]["read"] == "The dam is safe"
    changed = [x for x in office("changes?limit=200").json["items"] if x["article"] == number]
    assert "stored" in {x["kind"] for x in changed} or not changed  # PostgreSQL waits a minute
    office.post(f"corrections/{made.json['id']}/undo")


@pytest.mark.parametrize("what", ["labels", "notes"])
def test_labels_and_notes_are_written_listed_and_taken_away(office: Office, what: str) -> None:
    key, words = office.quote()["key"], f"Проверить {what}"
    field = "name" if what == "labels" else "text"
    made = office.post(what, fact=key, **{field: words})
    assert (made.status, made.json["fact"], made.json[field]) == (201, key, words)
    of_article = office.post(what, article=office.ids["bridge"], **{field: words})
    assert (of_article.json["fact"], of_article.json["article"]) == (None, office.ids["bridge"])
    assert [x["id"] for x in office(f"{what}?fact={key}", "read").json["items"]] == [
        made.json["id"]
    ]
    whole = office(f"{what}?order=oldest", "read").json["items"]
    assert [x["id"] for x in whole] == [made.json["id"], of_article.json["id"]]
    first = office(f"{what}?order=oldest&limit=1", "read").json
    assert office(first["next"].removeprefix(f"{BASE}/"), "read").json["items"] == whole[1:]
    assert office(f"{what}?article={office.ids['bridge']}").json["items"] == whole[1:]
    for x in whole:
        assert office(f"{what}/{x['id']}", method="DELETE").status == 204
        assert office(f"{what}/{x['id']}", method="DELETE").status == 404
    assert office(what).json["items"] == []


def test_a_watch_is_made_muted_and_removed(office: Office) -> None:
    made = office.post(
        "watches", query="мост", name="Мосты", outlets=["vestnik"], languages=["ru"],
        channels=[{"kind": "mail", "address": "desk@example.org"}],
    )  # fmt: skip
    assert made.status == 201, made.text
    watch = made.json
    assert watch["owner"] == "test"  # the account that made the token
    assert watch["channels"] == [{"kind": "mail", "address": "desk@example.org"}]
    assert office("watches").json["items"] == [watch]
    assert office.post(f"watches/{watch['id']}/mute").json["muted"] is not None
    assert office.post(f"watches/{watch['id']}/unmute").json["muted"] is None
    other, _ = tokens.add(office.app.engine, "x", [Scope.WRITE], replace(by(), name="other"))
    theirs = {"Authorization": f"Bearer {other}"}
    assert office.asked(f"{BASE}/watches/{watch['id']}", theirs).status == 404
    assert office.asked(f"{BASE}/watches", theirs).json["items"] == []
    assert office(f"watches/{watch['id']}", method="DELETE").status == 204
    assert office(f"watches/{watch['id']}").status == 404


def test_what_was_changed_stands_in_the_audit_log(office: Office) -> None:
    key = office.quote()["key"]
    number = office.post("labels", fact=key, name="журнал").json["id"]
    office(f"labels/{number}", method="DELETE")
    [removed, added] = audit.listed(office.app.engine, 2)
    assert (added["action"], removed["action"]) == ("label_added", "label_removed")
    assert (added["who"], added["address"]) == ("token write", "192.0.2.7")
    assert key in added["about"]


WRITES = [
    ("POST", "corrections", {"fact": "0" * 20 + "-" + "0" * 16, "field": "hidden", "value": "yes"}),
    ("POST", "corrections/1/undo", None),
    ("POST", "labels", {"article": 1, "name": "x"}),
    ("DELETE", "labels/1", None),
    ("POST", "notes", {"article": 1, "text": "x"}),
    ("DELETE", "notes/1", None),
    ("POST", "watches", {"query": "x"}),
    ("GET", "watches", None),
    ("GET", "watches/1", None),
    ("POST", "watches/1/mute", None),
    ("POST", "watches/1/unmute", None),
    ("DELETE", "watches/1", None),
]


@pytest.mark.parametrize("who", ["nobody", "read", "text"])
@pytest.mark.parametrize(("method", "path", "body"), WRITES, ids=lambda x: str(x)[:24])
def test_the_scope_to_write_is_needed(
    office: Office, who: str, method: str, path: str, body: Any
) -> None:
    assert office(path, who, method, body).status == 403


def test_every_operation_that_writes_is_tried_above(office: Office) -> None:
    import re

    named = {
        (method.upper(), re.sub("{[a-z]+}", "1", path).removeprefix(f"{BASE}/"))
        for path, operations in office("openapi.json").json["paths"].items()
        for method in operations
        if method != "get" or "/watches" in path
    }
    assert named == {(x, y) for x, y, _ in WRITES}


@pytest.mark.parametrize("path", ["corrections", "labels", "notes", "corrections/1"])
def test_what_the_office_writes_is_not_open(office: Office, path: str) -> None:
    assert office("articles", "nobody").status == 200  # facts are
    answer = office(path, "nobody")
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("corrections", {"field": "title", "value": "x"}, "one of both"),
        ("corrections", {"article": 1, "field": "colour", "value": "x"}, "colour"),
        ("corrections", {"article": 1, "field": "title", "value": ""}, "title"),
        ("corrections", {"article": 1, "field": "title", "value": "\ud800"}, "unicode"),
        ("corrections", {"article": 1, "field": "title", "value": "a\x00"}, "body.value"),
        ("corrections", {"article": 1, "field": "title", "value": "x", "who": "y"}, "body.who"),
        ("corrections", {"article": 999999, "field": "title", "value": "x"}, "999999"),
        ("labels", {"article": 1, "name": " "}, "label"),
        ("labels", {"article": 1, "name": "x" * 61}, "61"),
        ("notes", {"article": 1, "text": "x" * 4001}, "4001"),
        ("watches", {"query": ""}, "name"),
        ("watches", {"query": "мост", "outlets": ["nowhere"]}, "nowhere"),
        ("watches", {"query": "(", "name": "x"}, "query"),
        ("watches", {"query": "мост", "channels": [{"kind": "pigeon"}]}, "kind"),
        ("watches", {"query": "мост", "channels": [{"kind": "mail", "address": "x"}]}, "x"),
    ],
)
def test_what_cannot_be_is_a_problem(office: Office, path: str, body: Any, word: str) -> None:
    answer = office.post(path, **body)
    assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json")
    assert word in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "application/json", "Origin": "https://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "application/json", "Origin": "http://localhost"}, 201),
        ({"Content-Type": "application/json; charset=utf-8"}, 201),
    ],
    ids=lambda x: str(x)[:60],
)
def test_no_other_site_writes_from_a_browser_at_this_machine(
    office: Office, headers: dict[str, str], status: int
) -> None:
    """Without accounts whoever asks from this machine may write: its browser must not do it for
    another site.
    """
    article = office.ids["bridge"]
    body = f'{{"article": {article}, "name": "чужое"}}'.encode()
    with asking(create(office.app)) as ask:
        answer = ask(f"{BASE}/labels", headers, "POST", body)
        assert answer.status == status, answer.text
        if status == 201:
            assert ask(f"{BASE}/labels/{answer.json['id']}", {}, "DELETE").status == 204
        foreign = {"Origin": "https://evil.example"}
        assert ask(f"{BASE}/corrections/1/undo", foreign, "POST").status == 403


def test_a_body_is_small(office: Office) -> None:
    answer = office.post("notes", article=office.ids["bridge"], text="я" * 40_000)
    assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")


def test_a_merged_entity_stands_in_the_changes(office: Office) -> None:
    """A copy that a program keeps would name the wrong person for ever."""
    from sqlalchemy import func, select

    from baqylau.clock import now
    from baqylau.store import entities, entity_edits
    from baqylau.store.connect import reading, writing
    from baqylau.store.dialect.db_clock import db_now
    from baqylau.store.tables import article_changes, entity_links

    engine, moment = office.app.engine, db_now(office.app.engine)
    for slug in ("bridge", "dam", "schools"):
        with writing(engine) as connection:
            entities.decide(connection, office.ids[slug], moment, "t", moment)
    with reading(engine) as connection:
        linked = {
            x.entity: x.article
            for x in connection.execute(select(entity_links).where(entity_links.c.type == "person"))
        }
        last = connection.execute(select(func.max(article_changes.c.id))).scalar_one()
    [one, other, *_] = sorted(linked)
    change = entity_edits.merge(engine, one, other, now(), None)
    assert changed_since(engine, last) == {(linked[other], "facts")}
    with reading(engine) as connection:
        last = connection.execute(select(func.max(article_changes.c.id))).scalar_one()
    entity_edits.undo(engine, change, now())
    assert changed_since(engine, last) == {(linked[other], "facts")}


def changed_since(engine: Any, number: int) -> set[tuple[int, str]]:
    from sqlalchemy import select

    from baqylau.store.connect import reading
    from baqylau.store.tables import article_changes

    with reading(engine) as connection:
        rows = connection.execute(select(article_changes).where(article_changes.c.id > number))
        return {(x.article, x.kind) for x in rows}
