"""The API over both databases: every resource, its filters and errors, conditional requests, the
limits, and the tokens.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.app import RESOURCES, create
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.errors import InputError
from baqylau.model.access import Role, Scope
from baqylau.model.fact import TYPES
from baqylau.settings import load
from baqylau.store import accounts, tokens
from baqylau.store.connect import connect
from baqylau.store.queries import by_id, change_log
from baqylau.store.schema import migrate
from tests import filled
from tests.asking_api import Asking, asking, by
from tests.services import postgres_database

BASE = "/api/v1"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[App, dict[str, int]]]:
    """A filled app and its article ids by slug. No test writes articles, so all tests share it."""
    folder = tmp_path_factory.mktemp("app")
    with ExitStack() as things:
        address = f"sqlite:///{folder}/baqylau.db"
        if request.param == "postgresql":
            address = things.enter_context(postgres_database(request.getfixturevalue("postgres")))
        engine = connect(address)
        migrate(engine)
        engine.dispose()
        given = load(data=folder, database=address, outlets=folder / "none", dashboard_port=0)
        app = things.enter_context(open_app(given))
        yield app, filled.fill(app)


@pytest.fixture(scope="module")
def app(both: tuple[App, dict[str, int]]) -> App:
    return both[0]


@pytest.fixture(scope="module")
def ids(both: tuple[App, dict[str, int]]) -> dict[str, int]:
    return both[1]


@pytest.fixture(scope="module")
def ask(app: App) -> Iterator[Asking]:
    with asking(create(app)) as ask:
        yield ask


def behind_accounts(app: App, **settings: Any) -> App:
    """The same app as others reach it: they need a token."""
    changed = {"dashboard_host": "0.0.0.0", "dashboard_names": ("localhost",)} | settings
    return replace(app, settings=app.settings.model_copy(update=changed))


# Lists
# --------------------------------------------------------------------------------------------------


def test_articles_are_listed_by_id_with_a_lead_and_no_text(
    ask: Asking, ids: dict[str, int]
) -> None:
    body = ask(f"{BASE}/articles?limit=200").json
    found = [x["id"] for x in body["items"]]
    assert found == sorted(found, reverse=True)
    assert ids["bridge"] in found
    assert ids["bridge-before"] not in found  # the earlier revision is not listed
    assert all("text" not in x or x["text"] is None for x in body["items"])
    assert all(len(x["lead"]) <= 300 for x in body["items"])
    assert body["next"] is None
    oldest = ask(f"{BASE}/articles?limit=200&order=oldest").json
    assert [x["id"] for x in oldest["items"]] == found[::-1]


@pytest.mark.parametrize(
    "asked",
    [
        "articles?",
        "articles?order=oldest&",
        "articles?outlet=vestnik&",
        "articles?kind=quote&",
        "facts?",
        "facts?kind=amount&",
        "mentions?",
        "mentions?kind=person&",
        "edits?",
        "changes?",
        "outlets?",
        "issues?",
        "stories?least=1&",
        "stories?least=1&order=oldest&",
    ],
)
def test_small_pages_hold_what_one_large_page_holds(
    ask: Asking, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "SETTLED", timedelta(0))
    whole = ask(f"{BASE}/{asked}limit=200").json["items"]
    assert whole
    found, path = [], f"{BASE}/{asked}limit=2"
    while path:
        answer = ask(path)
        assert answer.status == 200, answer.text
        assert len(answer.json["items"]) <= 2
        found += answer.json["items"]
        path = answer.json["next"]
        link = answer.headers.get("link")
        assert link == (f'<{path}>; rel="next"' if path else None)
    assert found == whole


def test_the_filters_narrow(ask: Asking, ids: dict[str, int]) -> None:
    def titles(query: str) -> set[int]:
        answer = ask(f"{BASE}/articles?limit=200&{query}")
        assert answer.status == 200, answer.text
        return {x["id"] for x in answer.json["items"]}

    everything = titles("")
    assert titles("outlet=dala") < everything
    assert titles("language=kk") < everything
    assert ids["bridge"] in titles("who=Сатаев")
    assert ids["bridge"] in titles("kind=attribution")
    assert titles("kind=document") == set()
    assert ids["bridge"] in titles("q=мост")
    assert titles("q=мост&outlet=courier") == set()
    assert titles("reprints=false") < everything
    today = now().date()
    assert titles(f"since={today + timedelta(days=2)}") == set()
    assert titles(f"until={today + timedelta(days=2)}") == everything
    assert titles("named=Ерлан Сатаев") < everything


def test_facts_are_those_of_the_article_with_their_source(ask: Asking, ids: dict[str, int]) -> None:
    one = ask(f"{BASE}/articles/{ids['bridge']}").json
    listed = ask(f"{BASE}/facts?limit=200").json["items"]
    own = [x for x in listed if x["article"]["id"] == ids["bridge"]]
    key = lambda x: (x["start"], x["id"])  # noqa: E731
    without = [{k: v for k, v in x.items() if k != "article"} for x in own]
    assert sorted(without, key=key) == sorted(one["facts"], key=key)
    assert {x["made_by"] for x in listed} == {"rules"}
    for fact in one["facts"]:
        assert one["text"][fact["start"] : fact["end"]] == fact["text"]
        sentence = fact["sentence"]
        assert one["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    quotes = ask(f"{BASE}/facts?kind=quote&who=Сатаев").json["items"]
    assert {x["who"] for x in quotes} == {"Ерлан Сатаев"}
    by_key = ask(f"{BASE}/facts/{quotes[0]['key']}").json
    assert by_key == quotes[0]


def test_one_article_has_its_revisions_and_mentions(ask: Asking, ids: dict[str, int]) -> None:
    one = ask(f"{BASE}/articles/{ids['bridge']}").json
    assert [x["id"] for x in one["revisions"]] == [ids["bridge-before"], ids["bridge"]]
    assert {x["name"] for x in one["mentions"]} == {"Ерлан Сатаев", "Тау жаршысы", "Костанай"}
    source = next(x for x in one["reprints"])
    assert source["id"] != ids["bridge"]


def test_an_edit_tells_what_changed(ask: Asking, ids: dict[str, int]) -> None:
    listed = ask(f"{BASE}/edits?kind=edited").json["items"]
    [edit] = [x for x in listed if x["article"] == ids["bridge"]]
    one = ask(f"{BASE}/edits/{edit['before']}/{edit['article']}").json
    assert (one["words_gone"], one["words_new"], one["paragraphs_changed"]) == (1, 1, 1)
    words = {x["text"]: x["state"] for y in one["paragraphs"] for x in y}
    assert words["январе"] == "gone"
    assert words["марте"] == "new"
    assert ask(f"{BASE}/edits/{ids['bridge']}/{ids['schools']}").status == 404


def test_outlets_issues_and_gaps(ask: Asking) -> None:
    outlets = {x["id"]: x for x in ask(f"{BASE}/outlets").json["items"]}
    assert outlets["evil"]["failures"] == 3
    pages = ask(f"{BASE}/outlets/vestnik").json["pages"]
    assert pages["set_aside"] == 1
    [issue] = ask(f"{BASE}/issues?open=true").json["items"]
    assert (issue["outlet"], issue["trouble"]) == ("dala", "changed")
    assert ask(f"{BASE}/issues?open=false").json["items"] == []
    ledger = ask(f"{BASE}/gaps?outlet=vestnik").json
    assert [(x["pages_set_aside"], x["set_aside"]) for x in ledger["days"]] == [
        (1, [{"reason": "clean took longer than 20 s", "pages": 1}])
    ]
    [window] = ask(f"{BASE}/gaps?outlet=dala").json["windows"]
    assert window["until"] is None
    assert window["why"].startswith("changed: ")
    days = ask(f"{BASE}/gaps?outlet=dala").json["days"]
    assert 24 * 60 - 2 <= sum(x["minutes"] for x in days) <= 24 * 60 + 2


# Errors
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("articles?outlets=dala", 422, "query.outlets"),
        ("articles?outlet=", 422, "query.outlet"),
        ("articles?outlet=dola", 404, "dala"),
        ("articles?limit=0", 422, "query.limit"),
        ("articles?limit=201", 422, "query.limit"),
        ("articles?since=yesterday", 422, "query.since"),
        ("articles?who=%20", 422, "query.who"),
        ("articles?who=%00", 422, "query.who"),
        ("articles?kind=gossip", 422, "query.kind"),
        ("articles?entity=99999999999", 422, "query.entity"),
        ("articles?q=outlet:nowhere", 422, "query.q"),
        ("articles?q=(", 422, "query.q"),
        ("articles?after=nonsense", 422, "after"),
        ("articles?after=WyIiXQ", 422, "after"),
        ("articles/0", 422, "path.article"),
        ("articles/999999", 404, "999999"),
        ("articles/x", 422, "path.article"),
        ("entities/999999", 404, "999999"),
        ("entities/999999/facts", 404, "999999"),
        ("facts/none", 404, "none"),
        ("edits/1/999999", 404, "revisions"),
        ("outlets/nowhere", 404, "nowhere"),
        ("stories/999999", 404, "999999"),
        ("stories?outlet=dola", 404, "dala"),
        ("corrections/999999", 404, "999999"),
        ("corrections?state=odd", 422, "query.state"),
        ("corrections?fact=x", 422, "query.fact"),
        ("labels?name=%20", 422, "query.name"),
        ("watches/999999", 404, "999999"),
        ("gaps", 422, "query.outlet"),
        ("gaps?outlet=dala&since=2020-01-01", 422, "366"),
        ("changes?since=2026-11-30T06:00:00", 422, "query.since"),
        ("changes?since=1764482400", 422, "2026-11-30T06:00:00Z"),
        ("articles?since=1764460800", 422, "2026-11-30"),
        ("nothing", 404, "address"),
        ("articles/", 404, "address"),
        ("../../etc/passwd", 404, "address"),
    ],
)
def test_every_refusal_is_a_problem_that_says_what_is_wrong(
    ask: Asking, path: str, status: int, word: str
) -> None:
    answer = ask(f"{BASE}/{path}")
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert word in answer.text
    problem = answer.json
    assert problem["status"] == status
    assert problem["request_id"] == answer.headers["x-request-id"]
    kind, _, place = problem["type"].partition("#")
    assert f'id="{place}"' in ask(kind).text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(ask: Asking, method: str) -> None:
    answer = ask(f"{BASE}/articles", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "access-control-allow-origin" not in answer.headers


def test_a_cursor_belongs_to_its_list(ask: Asking) -> None:
    after = ask(f"{BASE}/articles?limit=1").json["after"]
    assert ask(f"{BASE}/articles?limit=5&after={after}").status == 200  # another size is allowed
    for other in ("articles?outlet=dala", "articles?order=oldest", "facts?", "changes?", "edits?"):
        answer = ask(f"{BASE}/{other}&after={after}")
        assert answer.status == 422, other


def test_a_fault_of_ours_and_a_busy_database_are_problems(
    app: App, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret of ours")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(by_id, "of_articles", broken)
    answer = ask(f"{BASE}/articles")
    assert (answer.status, "secret" in answer.text) == (500, False)
    assert answer.headers["content-type"] == "application/problem+json"
    monkeypatch.setattr(by_id, "of_articles", full)
    answer = ask(f"{BASE}/articles")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


# Headers
# --------------------------------------------------------------------------------------------------


def test_what_did_not_change_is_not_sent_again(ask: Asking) -> None:
    first = ask(f"{BASE}/articles?limit=3")
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = ask(f"{BASE}/articles?limit=3", {"If-None-Match": known})
        assert (again.status, again.text, again.headers["etag"]) == (304, "", etag)
        assert "content-type" not in again.headers
    assert ask(f"{BASE}/articles?limit=3", {"If-None-Match": '"x"'}).status == 200


def test_head_has_the_headers_of_get(ask: Asking) -> None:
    got, head = (ask(f"{BASE}/articles?limit=3", method=x) for x in ("GET", "HEAD"))
    assert head.text == ""
    assert head.headers.keys() == got.headers.keys()
    assert head.headers["content-length"] == str(len(got.text.encode()))


def test_every_answer_carries_the_headers_of_safety(ask: Asking) -> None:
    for path in ("articles", "nothing", "docs", "openapi.json"):
        headers = ask(f"{BASE}/{path}").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
    number = ask(f"{BASE}/articles", {"X-Request-ID": "mine-7"}).headers["x-request-id"]
    assert number == "mine-7"
    assert ask(f"{BASE}/articles", {"X-Request-ID": "a b"}).headers["x-request-id"] != "a b"


def test_a_foreign_host_name_is_refused(ask: Asking) -> None:
    assert ask(f"{BASE}/articles", {"Host": "rebound.example"}).status == 400
    assert ask(f"{BASE}/articles", {"Host": "127.0.0.1:8000"}).status == 200


def test_the_page_names_every_operation_and_loads_nothing_from_elsewhere(ask: Asking) -> None:
    page, document = ask(f"{BASE}/docs").text, ask(f"{BASE}/openapi.json").json
    for path, operations in document["paths"].items():
        assert path in page
        assert set(operations) <= {"get", "post", "delete"}
        assert all(f"{x.upper()} {path}" in page for x in operations)
    loaded = re.findall(r'(?:src|href)="([^"#]*)"', page)
    assert set(loaded) == {f"{BASE}/docs.css", f"{BASE}/openapi.json", "/", ""} - {""}
    assert "<script" not in page
    tags = {x for y in document["paths"].values() for z in y.values() for x in z["tags"]}
    assert len(RESOURCES) == len(tags)


def test_the_kinds_of_facts_are_those_of_the_model(ask: Asking) -> None:
    parameters = ask(f"{BASE}/openapi.json").json["paths"][f"{BASE}/facts"]["get"]["parameters"]
    [kind] = [x for x in parameters if x["name"] == "kind"]
    assert set(kind["schema"]["anyOf"][0]["enum"]) == {x.type for x in TYPES}


# Who may ask
# --------------------------------------------------------------------------------------------------


def test_others_need_a_token(app: App) -> None:
    with asking(create(behind_accounts(app))) as ask:
        answer = ask(f"{BASE}/articles")
        assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
        token, row = tokens.add(app.engine, "Программа отдела", [], by())
        assert ask(f"{BASE}/articles", {"Authorization": f"Bearer {token}"}).status == 200
        for wrong in (f"Bearer {token}x", f"Bearer {token[:-1]}", f"Basic {token}", "Bearer", "x"):
            assert ask(f"{BASE}/articles", {"Authorization": wrong}).status == 401, wrong
        other = token[:13] + ("A" if token[13] != "A" else "B") + token[14:]
        assert ask(f"{BASE}/articles", {"Authorization": f"Bearer {other}"}).status == 401
        tokens.revoke(app.engine, row.prefix, by())
        assert ask(f"{BASE}/articles", {"Authorization": f"Bearer {token}"}).status == 401


def test_an_expired_token_is_refused(app: App) -> None:
    then = now() - timedelta(days=3)
    token, _ = tokens.add(app.engine, "old", [], by(then), then + timedelta(days=1))
    with asking(create(behind_accounts(app))) as ask:
        assert ask(f"{BASE}/articles", {"Authorization": f"Bearer {token}"}).status == 401
    with pytest.raises(InputError, match="expire"):
        tokens.add(app.engine, "old", [], by(then), then)


def test_a_token_is_stored_as_its_hash_and_used_at_most_once_a_minute(app: App) -> None:
    from sqlalchemy import select

    from baqylau.store.connect import reading
    from baqylau.store.tables import api_tokens

    token, row = tokens.add(app.engine, "kept", [Scope.WRITE], by())
    assert (row.role, row.scopes) == (Role.EDITOR, {Scope.READ, Scope.WRITE})
    with reading(app.engine) as connection:
        kept = connection.execute(select(api_tokens).where(api_tokens.c.id == row.id)).one()
    assert token.removeprefix(row.prefix) not in json.dumps([str(x) for x in kept])
    moments = [now() + timedelta(seconds=x) for x in (0, 30, 61)]
    used = []
    for moment in moments:
        found = tokens.found(app.engine, token, moment)
        assert found is not None
        tokens.mark_used(app.engine, found, moment)
        again = tokens.found(app.engine, token, moment)
        assert again is not None
        used.append(again.last_used)
    assert used == [moments[0], moments[0], moments[2]]


def test_facts_may_be_open_and_texts_never(app: App, ids: dict[str, int]) -> None:
    with asking(create(behind_accounts(app, open_facts=True))) as ask:
        one = ask(f"{BASE}/articles/{ids['bridge']}").json
        assert one["text"] is None
        assert one["facts"][0]["sentence"]["text"] is None
        assert ask(f"{BASE}/articles?include=text").status == 403
        text, _ = tokens.add(app.engine, "reader", [Scope.TEXT], by())
        given = {"Authorization": f"Bearer {text}"}
        assert ask(f"{BASE}/articles/{ids['bridge']}", given).json["text"] == filled.BRIDGE
        whole = ask(f"{BASE}/articles?include=text&limit=200", given).json["items"]
        assert filled.BRIDGE in {x["text"] for x in whole}


def test_who_asks_too_often_waits(app: App) -> None:
    given = behind_accounts(app, api_rate="3/hour", api_rate_open="2/hour")
    with asking(create(given)) as ask:
        token, _ = tokens.add(app.engine, "busy", [], by())
        headers = {"Authorization": f"Bearer {token}"}
        statuses = [ask(f"{BASE}/outlets", headers).status for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        assert [ask(f"{BASE}/outlets").status for _ in range(3)] == [401, 401, 429]
        refused = ask(f"{BASE}/outlets", {"Authorization": "Bearer guess"})
        assert refused.status == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 3600


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"dashboard_host": "localhost"}, 200),
        ({"dashboard_host": "0.0.0.0"}, 401),
        ({"dashboard_host": "x"}, 401),
        ({"accounts": True}, 401),
        ({"proxy_header": "X-Remote-User"}, 401),
    ],
    ids=str,
)
def test_only_this_machine_asks_without_a_token_and_only_without_accounts(
    app: App, changed: dict[str, Any], status: int
) -> None:
    given = app.settings.model_copy(update=changed)
    with asking(create(replace(app, settings=given))) as ask:
        assert ask(f"{BASE}/outlets").status == status


def test_an_account_closes_the_door(tmp_path: Path) -> None:
    with (
        open_app(load(data=tmp_path, outlets=tmp_path / "none")) as app,
        asking(create(app)) as ask,
    ):
        assert ask(f"{BASE}/outlets").status == 200
        accounts.add(app.engine, "aigul", Role.ADMIN, by(), accepted=True)
        assert ask(f"{BASE}/outlets").status == 401


def test_tokens_are_made_listed_and_revoked_at_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from console.main import cli

    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path))
    run = CliRunner()
    made = run.invoke(cli, ["tokens", "add", "Отдел [b]", "--scope", "text", "--days", "30"])
    assert made.exit_code == 0, made.output
    token = made.stdout.strip()
    assert re.fullmatch(r"baq_[a-z2-9]{8}_[A-Za-z0-9_-]{43}", token)
    listed = run.invoke(cli, ["tokens", "list"]).stdout
    assert token[:12] in listed
    assert token not in listed
    assert "Отдел [b]" in listed
    assert run.invoke(cli, ["tokens", "revoke", token]).exit_code == 0
    assert "revoked" in run.invoke(cli, ["tokens", "list"]).stdout
    assert run.invoke(cli, ["tokens", "revoke", "baq_none"]).exit_code == 2


@pytest.mark.parametrize("path", ["articles", "facts", "mentions"])
@pytest.mark.parametrize("query", ["мост OR школ OR город", "kind:quote", "-верблюд"])
def test_a_common_word_gives_the_rows_of_a_rare_one(
    ask: Asking, monkeypatch: pytest.MonkeyPatch, path: str, query: str
) -> None:
    address = f"{BASE}/{path}?q={quote(query)}"
    rare = ask(address).json["items"]
    monkeypatch.setattr(by_id, "_FEW", 1)
    assert ask(address).json["items"] == rare
    assert rare
