"""Who may pass: what somebody gets who is not signed in, forms from elsewhere, cookies, redirects,
attempts in great number, proxies, feeds, and where the dashboard refuses to listen.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.doctor import Grade, examine
from baqylau.errors import ConfigurationError
from baqylau.model.access import Role
from baqylau.model.watch import Watch
from baqylau.settings import load
from baqylau.store import account_links, accounts, audit, watches
from console import processes
from dashboard import throttle as throttling
from dashboard.app import create
from dashboard.gate import is_feed
from dashboard.signing_in import local_path
from tests import filled
from tests.integration.signing import (
    PASSWORD,
    Browser,
    browser,
    person,
    quick,
    terminal,
)
from tests.site import Read


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with quick():
        yield


@contextmanager
def opened(folder: Path, migrated_file: Path, **more: Any) -> Iterator[App]:
    if not (folder / "baqylau.db").exists():
        (folder / "baqylau.db").write_bytes(migrated_file.read_bytes())
    given = {"database": "", "archive": "", "queue": "memory:", "outlets": folder / "none"}
    with open_app(load(data=folder, **(given | more))) as app:
        yield app


@pytest.fixture
def app(tmp_path: Path, migrated_file: Path) -> Iterator[App]:
    with opened(tmp_path, migrated_file) as app:
        yield app


@pytest.fixture
def closed(app: App) -> App:
    """An app with an administrator and a reader."""
    person(app, "root")
    person(app, "anna", Role.READER)
    return app


def token_of(page: str) -> str:
    return re.findall(r'name="csrf" value="(\w+)"', page)[0]


# Somebody who did not sign in
# --------------------------------------------------------------------------------------------------

ANYBODYS = {"/login", "/health", "/link/{token}"}


def routes(app: App) -> list[tuple[str, str]]:
    """Every method and path of the dashboard, as its routers tell them."""

    def within(some: object) -> Iterator[tuple[str, str]]:
        for route in getattr(some, "routes", ()):
            inner = getattr(route, "original_router", None)
            if inner is not None:
                yield from within(inner)
            else:
                for method in getattr(route, "methods", None) or ():
                    yield method, route.path

    return sorted(set(within(create(app))))


def test_every_address_but_the_login_is_closed_to_somebody_not_signed_in(closed: App) -> None:
    filled.fill(closed)
    known = routes(closed)
    assert {("GET", "/"), ("POST", "/logout"), ("GET", "/search.rss")} <= set(known)
    here = browser(closed)
    for method, path in known:
        if path in ANYBODYS:
            continue
        asked = re.sub(r"\{\w+\}", "1", path)
        got = here.get(asked) if method in ("GET", "HEAD") else here.post(asked, {"csrf": "x"})
        if is_feed(path) or path == "/fresher":
            assert got.status == 401, path
        else:
            assert (got.status, (got.to or "").partition("?")[0]) == (303, "/login"), path
        assert "Сатаев" not in got.text


def test_the_login_page_tells_nothing_of_what_is_stored(closed: App) -> None:
    filled.fill(closed)
    page = Read(browser(closed).get("/login").text)
    assert [x for x in page.links if not x.startswith(("#", "/login"))] == ["/"]
    assert not [x for x in page.all("form") if x.get("action") != "/login"]


def test_health_and_files_are_anybodys(closed: App) -> None:
    here = browser(closed)
    assert here.get("/health").status == 200
    assert here.get("/static/nothing.css").status == 404  # and no redirect


@pytest.mark.parametrize(
    "host",
    ["localhost:80/static/?", "localhost:/login?", "localhost:80/link/x#", "localhost:80/x.rss?"],
)
def test_no_host_header_opens_a_page(closed: App, host: str) -> None:
    """The address that a request names is put together from this header and the path."""
    filled.fill(closed)
    here = browser(closed)
    for path in ("/", "/facts", "/accounts", "/audit"):
        got = here.get(path, host=host)
        assert got.status in (303, 400), (path, got.status)
        assert "Сатаев" not in got.text


def test_a_head_is_refused_like_a_get(closed: App) -> None:
    got = browser(closed).ask("HEAD", "/facts", b"", {})
    assert (got.status, got.to, got.text) == (303, "/login?next=%2Ffacts", "")


def test_headers_on_every_answer_forbid_frames_and_scripts(closed: App) -> None:
    here = browser(closed)
    for path in ("/", "/login", "/latest.rss", "/link/x", "/account", "/nowhere"):
        for each in (here, signed_in(closed, "root")):
            got = each.get(path)
            assert "frame-ancestors 'none'" in got.headers["content-security-policy"], path
            assert "unsafe" not in got.headers["content-security-policy"]
            assert "form-action 'self'" in got.headers["content-security-policy"]
            assert got.headers["cache-control"] == "no-store", path


def signed_in(app: App, login: str, **more: Any) -> Browser:
    here = browser(app, **more)
    assert here.sign_in(login).status == 303
    return here


# Forms
# --------------------------------------------------------------------------------------------------

FOREIGN = (
    {"origin": "http://evil.example"},
    {"origin": "http://localhost.evil.example"},
    {"origin": "http://localhost:3000"},  # another program of this machine
    {"origin": "null", "sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"origin": "http://localhost", "sec_fetch_site": "same-site"},
)
OWN = (
    {},
    {"origin": "http://localhost"},
    {"origin": "null", "sec_fetch_site": "same-origin"},  # our pages send no referrer
    {"origin": "null"},
    {"sec_fetch_site": "same-origin"},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_from_elsewhere_is_refused_though_its_token_is_right(
    closed: App, headers: dict[str, str]
) -> None:
    here = signed_in(closed, "anna")
    token = token_of(here.get("/account").text)
    got = here.post("/account/sessions", {"csrf": token}, **headers)
    assert (got.status, "Форма не принята" in got.text) == (403, True)
    assert here.get("/").status == 200


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_a_form_of_ours_is_accepted(closed: App, headers: dict[str, str]) -> None:
    here = signed_in(closed, "anna")
    token = token_of(here.get("/account").text)
    assert here.post("/account/sessions", {"csrf": token}, **headers).to == "/login"


def every_post(app: App) -> list[str]:
    paths = [x.replace("{kind}", "label") for method, x in routes(app) if method == "POST"]
    return [re.sub(r"\{\w+\}", "1", x) for x in paths]


def test_no_form_is_accepted_without_the_token_or_with_somebody_elses(closed: App) -> None:
    root, anna = signed_in(closed, "root"), signed_in(closed, "anna")
    foreign = token_of(anna.get("/account").text)
    paths = every_post(closed)
    assert len(paths) >= 8
    for path in paths:
        for token in ("", "x", foreign):
            got = root.post(path, {"csrf": token, "do": "delete", "sure": "yes", "role": "reader"})
            assert (got.status, "Форма не принята" in got.text) == (403, True), path
        assert browser(closed).post(path, {}).status in (303, 403), path
    assert len(accounts.listed(closed.engine)) == 2


def test_the_login_form_has_a_token_of_its_browser_too(closed: App) -> None:
    """Else another site could sign a person in to an account that it knows."""
    here = browser(closed)
    fields = {"login": "anna", "password": PASSWORD}
    assert here.post("/login", fields).status == 403
    foreign = token_of(browser(closed).get("/login").text)
    here.get("/login")
    assert here.post("/login", fields | {"csrf": foreign}).status == 403
    token = token_of(here.get("/login").text)
    assert here.post("/login", fields | {"csrf": token}).to == "/"


def test_forms_of_the_open_dashboard_are_checked_as_well(app: App) -> None:
    here = browser(app)
    for path in every_post(app):
        assert here.post(path, {"csrf": "x"}).status == 403, path


@pytest.mark.parametrize("claimed", [True, False])
def test_a_form_that_is_too_large_is_refused(closed: App, claimed: bool) -> None:
    here = browser(closed)
    fields = {"login": "x" * 300_000, "csrf": token_of(here.get("/login").text)}
    length = {"content_length": "300100"} if claimed else {}
    got = here.post("/login", fields, **length)
    assert (got.status, "Слишком много текста" in got.text) == (413, True)


def test_strange_forms_get_an_answer_and_no_fault(closed: App) -> None:
    for path in every_post(closed):
        for fields in (
            {},
            {"do": "\x00", "login": "\x00", "password": "\ud800", "role": "king", "code": "\x00"},
            {"do": "reset", "login": "a" * 9000, "password": "b" * 9000, "present": "c" * 9000},
        ):
            here = signed_in(closed, "root", address="127.0.0.9")
            token = token_of(here.get("/account").text)
            sent = {k: v.encode("utf-8", "surrogatepass") for k, v in fields.items()}
            got = here.post(path, {"csrf": token, **sent})  # type: ignore[dict-item]
            assert got.status < 500, (path, fields)
        person(closed, "root")


# Cookies and sessions
# --------------------------------------------------------------------------------------------------


def test_cookies_are_for_this_server_alone_and_for_no_script(closed: App) -> None:
    here = browser(closed)
    here.get("/login")
    got = here.sign_in("anna")
    [session] = [x for x in got.cookies if x.startswith("baqylau_session=")]
    parts = [x.strip().casefold() for x in session.split(";")[1:]]
    assert {"httponly", "samesite=lax", "path=/"} <= set(parts)
    assert "secure" not in parts
    assert not [x for x in parts if x.startswith("domain")]
    assert len(here.cookies["baqylau_session"]) == 43
    assert "baqylau_form" not in here.cookies  # not needed any more


def test_over_https_cookies_are_secure_and_no_other_host_can_set_them(closed: App) -> None:
    here = browser(closed, scheme="https")
    got = here.sign_in("anna")
    [session] = [x for x in got.cookies if "session" in x]
    assert session.startswith("__Host-baqylau_session=")
    parts = {x.strip().casefold() for x in session.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
    here.cookies["baqylau_session"] = "set by a neighbour"
    assert here.get("/").status == 200
    here.send("/account", "/logout")
    assert not [x for x in here.cookies if "session" in x]


def test_a_session_that_somebody_knew_before_is_not_the_one_after_signing_in(closed: App) -> None:
    known = signed_in(closed, "anna").cookies["baqylau_session"]
    for planted in (known, "planted", "x" * 9000, "\u0416"):
        here = browser(closed, cookies={"baqylau_session": planted})
        here.sign_in("root")
        assert here.cookies["baqylau_session"] != planted
        assert browser(closed, cookies={"baqylau_session": planted}).get("/").to == "/login"


# After signing in
# --------------------------------------------------------------------------------------------------

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "http:evil.example",
    "/login",
    "/login?next=/login",
    "/logout",
    "/\u2028/evil.example",
    "/\x00",
    "",
)


@pytest.mark.parametrize("wanted", ELSEWHERE, ids=repr)
def test_nobody_is_led_elsewhere_after_signing_in(closed: App, wanted: str) -> None:
    assert local_path(wanted) == "/"
    here = browser(closed)
    token = token_of(here.get("/login").text)
    fields = {"login": "anna", "password": PASSWORD, "csrf": token, "next": wanted}
    assert here.post("/login", fields).to == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/facts?kind=quote&who=%D0%90", "/article/7#t12", "/?next=//evil.example"]
)
def test_one_is_led_to_the_page_that_was_asked_for(closed: App, wanted: str) -> None:
    assert local_path(wanted) == wanted


# Attempts in great number
# --------------------------------------------------------------------------------------------------


def test_after_some_attempts_one_has_to_wait_and_is_told_how_long(closed: App) -> None:
    here = browser(closed)
    statuses = [here.sign_in("anna", f"guess {x}").status for x in range(8)]
    assert statuses == [401] * 6 + [429] * 2
    got = here.sign_in("anna")  # the right password does not help now
    assert got.status == 429
    assert 1 <= int(got.headers["retry-after"]) <= 300
    assert "Подождите 5 минут." in got.text
    assert here.sign_in("ANNA ").status == 429
    assert here.sign_in("root").to == "/"  # others may
    assert Browser(here.web, address="127.0.0.2").sign_in("anna").to == "/"


def test_a_right_password_begins_the_count_anew(closed: App) -> None:
    here = browser(closed)
    for _ in range(3):
        assert [here.sign_in("anna", "wrong").status for _ in range(4)] == [401] * 4
        assert here.sign_in("anna").to == "/"
        here.cookies.clear()


def test_an_account_is_guarded_against_many_addresses_and_an_address_against_many_logins(
    closed: App,
) -> None:
    web = create(closed)
    many = [Browser(web, address=f"10.0.{x}.1").sign_in("anna", "wrong").status for x in range(45)]
    assert (many.count(401), many.count(429)) == (40, 5)
    logins = [
        Browser(web, address="10.1.0.1").sign_in(f"login{x}", "wrong").status for x in range(65)
    ]
    assert (logins.count(401), logins.count(429)) == (60, 5)
    assert len(audit.listed(closed.engine, 1000)) < 130  # refused ones are not written


def test_the_throttle_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = throttling._now()
    throttle = throttling.Throttle()
    for _ in range(6):
        assert throttle.seconds_to_wait("anna", "10.0.0.1") == 0
    assert 290 <= throttle.seconds_to_wait("anna", "10.0.0.1") <= 300
    monkeypatch.setattr("time.time", lambda: moment + 310)
    assert throttle.seconds_to_wait("anna", "10.0.0.1") == 0


# Proxies
# --------------------------------------------------------------------------------------------------

PROXY = {"trusted_proxies": ("10.0.0.5",), "proxy_header": "X-Remote-User"}


@pytest.fixture
def behind(tmp_path: Path, migrated_file: Path) -> Iterator[App]:
    with opened(tmp_path, migrated_file, **PROXY) as app:
        person(app, "root")
        person(app, "айгерім", Role.READER)
        yield app


def test_a_trusted_proxy_says_who_asks(behind: App) -> None:
    here = browser(behind, address="10.0.0.5")
    named = {"x_remote_user": "Айгерім"}
    assert here.get("/", **named).status == 200
    assert "айгерім" in here.page
    assert here.get("/accounts", **named).status == 403
    assert here.get("/").to == "/login"  # without the header as everybody
    token = token_of(here.get("/account", **named).text)
    assert here.post("/account/feed", {"csrf": token, "do": "new"}, **named).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x_remote_user": "root"},
        {"x_remote_user": "root", "x_forwarded_for": "10.0.0.5"},
        {"x_remote_user": "root", "forwarded": "for=10.0.0.5"},
        {"x_remote_user": "root", "x_real_ip": "10.0.0.5"},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.6", ""])
def test_anybody_elses_header_is_ignored(
    behind: App, address: str, headers: dict[str, str]
) -> None:
    assert browser(behind, address=address).get("/", **headers).to == "/login"


def test_without_the_setting_no_header_is_believed(closed: App) -> None:
    here = browser(closed, address="10.0.0.5")
    for name in ("x_remote_user", "remote_user", "x_forwarded_user"):
        assert here.get("/", **{name: "root"}).to == "/login"


@pytest.mark.parametrize("login", ["nobody", "gone", "\xff\xfe", "<script>"])
def test_a_login_that_may_not_enter_is_refused(behind: App, login: str) -> None:
    gone = person(behind, "gone", Role.READER)
    accounts.disable(behind.engine, gone.id, terminal())
    here = browser(behind, address="10.0.0.5")
    got = here.get("/", x_remote_user=login)
    assert (got.status, "Сюда вам нельзя" in got.text) == (403, True)
    assert here.get("/login", x_remote_user=login).status == 200


def test_a_header_sent_twice_names_nobody(behind: App) -> None:
    here = browser(behind, address="10.0.0.5", headers={"X-Remote-User": "root"})
    assert here.get("/", x_remote_user="айгерім").status == 403


def test_accounts_are_made_for_who_comes_through_the_proxy_where_that_is_set(
    tmp_path: Path, migrated_file: Path
) -> None:
    with opened(tmp_path, migrated_file, **PROXY, proxy_role="reader") as app:
        here = browser(app, address="10.0.0.5")
        assert here.get("/", x_remote_user="first").status == 403  # there is no administrator
        person(app, "root")
        assert here.get("/", x_remote_user="Second").status == 200
        assert here.get("/", x_remote_user="second").status == 200
        assert here.get("/", x_remote_user="not a login!").status == 403
        assert [(x.login, x.role) for x in accounts.listed(app.engine)] == [
            ("root", Role.ADMIN),
            ("second", Role.READER),
        ]
        assert browser(app).sign_in("second", "").status == 401  # it has no password


def test_the_address_in_the_log_is_the_browsers_where_the_proxy_is_trusted(behind: App) -> None:
    told = {"x_forwarded_for": "203.0.113.9", "x_forwarded_proto": "https"}
    near = browser(behind, address="10.0.0.5", headers=told)
    near.sign_in("root")
    assert "__Host-baqylau_session" in near.cookies
    far = browser(behind, address="10.0.0.6", headers=told)
    far.sign_in("root")
    assert "baqylau_session" in far.cookies
    found = [x["address"] for x in audit.listed(behind.engine, 2)]
    assert found == ["10.0.0.6", "203.0.113.9"]


# Feeds
# --------------------------------------------------------------------------------------------------


def test_a_feed_is_read_with_the_token_of_an_account(closed: App) -> None:
    filled.fill(closed)
    here = signed_in(closed, "anna")
    feed = here.send("/account", "/account/feed", do="new").text
    [token] = re.findall(r"/latest\.rss\?feed=([\w-]{43})", feed)
    reader = browser(closed)
    assert reader.get("/latest.rss").status == 401
    assert reader.get("/latest.rss?feed=x").status == 401
    for form, item in (("rss", "<item>"), ("atom", "<entry>"), ("json", '"content_text"')):
        assert reader.get(f"/latest.{form}").status == 401
        for path in (f"/latest.{form}?feed={token}", f"/search.{form}?q=мост&feed={token}"):
            got = reader.get(path)
            assert (got.status, item in got.text) == (200, True), path
            assert token not in got.text  # feeds are passed on
    assert reader.get(f"/?feed={token}").to is not None  # for feeds only
    here.send("/account", "/account/feed", do="off")
    assert reader.get(f"/latest.rss?feed={token}").status == 401


def test_the_feeds_of_an_accounts_watches_are_read_with_its_token(closed: App) -> None:
    numbers = [
        watches.add(closed.engine, Watch(name=x, owner=x, query="мост"), [], now())
        for x in ("anna", "somebody-else")
    ]
    feed = signed_in(closed, "anna").send("/account", "/account/feed", do="new").text
    [token] = re.findall(r"\?feed=([\w-]{43})", feed)
    reader = browser(closed)
    for form in ("rss", "atom", "json"):
        own, other = (f"/watches/{x}.{form}" for x in numbers)
        assert reader.get(own).status == 401
        got = reader.get(f"{own}?feed={token}")
        assert (got.status, "anna" in got.text) == (200, True), form
        assert token not in got.text
        assert reader.get(f"{other}?feed={token}").status == 404


def test_the_feed_of_a_disabled_account_ends(closed: App) -> None:
    feed = signed_in(closed, "anna").send("/account", "/account/feed", do="new").text
    [token] = re.findall(r"\?feed=([\w-]{43})", feed)
    anna = accounts.by_login(closed.engine, "anna")
    assert anna is not None
    accounts.disable(closed.engine, anna.id, terminal())
    assert browser(closed).get(f"/latest.rss?feed={token}").status == 401


def test_open_facts_opens_feeds_but_no_page_and_no_text(
    tmp_path: Path, migrated_file: Path
) -> None:
    with opened(tmp_path, migrated_file, open_facts=True) as app:
        filled.fill(app)
        person(app, "root")
        here = browser(app)
        assert here.get("/").to == "/login"
        for path in ("/latest.atom", "/latest.json", "/search.atom?q=мост"):
            assert here.get(path).status == 200, path
        for path in ("/latest.rss", "/search.rss?q=мост"):
            items = re.findall(r"<description>(.*?)&lt;p", here.get(path).text)
            assert items, path
            assert max(map(len, items)) <= 300 * 2, path  # escaped twice


# Where it listens
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "monitor.office.example"])
def test_without_accounts_it_listens_on_loopback_only(
    tmp_path: Path, migrated_file: Path, host: str
) -> None:
    with opened(tmp_path, migrated_file, dashboard_host=host, dashboard_port=0) as app:
        with pytest.raises(ConfigurationError) as told, processes.serving(app):
            pass
        for words in ("dashboard_host", "BAQYLAU_ACCOUNTS=true", "baqylau accounts link"):
            assert words in str(told.value)
        bad = [x.what for x in examine(app.settings) if x.grade is Grade.BAD]
        assert [x for x in bad if x.startswith("accounts: none")] != [], list(examine(app.settings))
        person(app, "root")
        create(app)  # with an account it may
        assert not [x for x in examine(app.settings) if x.what.startswith("accounts")]


@pytest.mark.parametrize("more", [{"accounts": True}, PROXY], ids=["accounts", "proxy"])
def test_where_accounts_are_wanted_it_is_closed_from_the_beginning(
    tmp_path: Path, migrated_file: Path, more: dict[str, Any]
) -> None:
    with opened(tmp_path, migrated_file, dashboard_host="0.0.0.0", **more) as app:
        here = browser(app)
        assert here.get("/").to == "/login"
        assert "baqylau accounts link" in here.get("/login").text
        token = account_links.make(app.engine, None, terminal())
        fields = {"login": "root", "password": PASSWORD, "again": PASSWORD}
        assert here.send(f"/link/{token}", None, **fields).status == 303
        assert here.sign_in("root").to == "/"


def test_the_doctor_names_what_is_wrong_with_accounts(tmp_path: Path, migrated_file: Path) -> None:
    def told(**more: Any) -> list[str]:
        with opened(tmp_path, migrated_file, **more) as app:
            return [
                f"{x.what}: {x.remedy}"
                for x in examine(app.settings)
                if x.grade is not Grade.FINE and x.what.startswith(("accounts", "trusted"))
            ]

    assert told() == []
    [named] = told(dashboard_names=("localhost", "press.office.example"))
    assert "press.office.example" in named
    [wide] = told(trusted_proxies=("0.0.0.0/0",))
    assert "trusts whoever connects" in wide
    with opened(tmp_path, migrated_file) as app:
        accounts.add(app.engine, "invited", Role.ADMIN, terminal())
    [nobody] = told()
    assert "no administrator can sign in" in nobody
    assert "baqylau accounts reset" in nobody


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"proxy_header": "X-Remote-User"}, "BAQYLAU_TRUSTED_PROXIES"),
        ({"trusted_proxies": ("proxy.example",)}, "10.0.0.0/24"),
        ({"dashboard_address": "press.office.example"}, "https://"),
        ({"proxy_role": "king"}, "proxy_role"),
    ],
)
def test_settings_that_nobody_can_mean_are_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load(**given)


def test_an_error_before_anybody_is_known_shows_nothing(
    closed: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def locked(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, RuntimeError("database is locked"))

    here = signed_in(closed, "root")
    monkeypatch.setattr("dashboard.gate.sessions.find", locked)
    got = here.get("/accounts")
    assert (got.status, "root" in got.text, "/facts" in got.text) == (503, False, False)
