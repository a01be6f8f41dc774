"""Accounts of the dashboard, on both databases: the first administrator, signing in and out, roles,
links, the second factor, and what the audit log says of it.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from baqylau.accounts import codes, passwords
from baqylau.app import App
from baqylau.clock import now
from baqylau.errors import AccountError
from baqylau.model.access import Role, Scope
from baqylau.store import account_links, account_secrets, accounts, audit, sessions, tokens
from baqylau.store.connect import reading, writing
from baqylau.store.tables import metadata
from baqylau.store.tables import sessions as session_rows
from dashboard.gate import lifetime_of
from tests.integration.signing import (
    PASSWORD,
    QUICK,
    Browser,
    browser,
    person,
    quick,
    terminal,
)


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with quick():
        yield


def logged(app: App) -> list[tuple[str, str, str, str]]:
    """The audit log, oldest first: who, action, about, address."""
    found = audit.listed(app.engine, 1000)
    return [(x["who"], x["action"], x["about"], x["address"]) for x in reversed(found)]


def test_the_first_administrator_by_a_one_time_link(app: App) -> None:
    here = browser(app)
    assert here.get("/").status == 200  # open: there is no account
    assert "Вход без пароля" in here.page
    token = account_links.make(app.engine, None, terminal())
    fields = {"login": " Айгерім ", "password": PASSWORD, "again": PASSWORD}
    assert here.send(f"/link/{token}", None, **fields).to == "/login?done=link"
    assert here.get("/facts?kind=quote").to == "/login?next=%2Ffacts%3Fkind%3Dquote"
    assert (
        here.send("/login?next=/facts?kind=quote", None, login="айгерім", password=PASSWORD).to
        == "/facts?kind=quote"
    )
    assert here.get("/facts?kind=quote").status == 200
    assert here.get("/accounts").status == 200
    again = browser(app)
    assert again.get(f"/link/{token}").status == 404  # used
    assert again.get("/").to == "/login"
    [admin] = accounts.listed(app.engine)
    assert (admin.login, admin.role) == ("айгерім", Role.ADMIN)
    assert logged(app) == [
        ("terminal", "link_made", "", ""),
        ("айгерім", "account_added", "айгерім admin", "127.0.0.1"),
        ("айгерім", "link_used", "айгерім", "127.0.0.1"),
        ("айгерім", "signed_in", "айгерім", "127.0.0.1"),
    ]


def test_the_dashboard_closes_for_all_processes_when_an_account_is_made(app: App) -> None:
    one, other = browser(app), browser(app)
    assert one.get("/").status == other.get("/").status == 200
    person(app, "root")
    assert one.get("/").to == other.get("/").to == "/login"


def test_a_first_link_ends_when_another_is_made_and_by_age(app: App) -> None:
    first = account_links.make(app.engine, None, terminal())
    second = account_links.make(app.engine, None, terminal(now() - timedelta(hours=25)))
    here = browser(app)
    assert here.get(f"/link/{first}").status == 404
    assert here.get(f"/link/{second}").status == 404
    third = account_links.make(app.engine, None, terminal())
    assert here.get(f"/link/{third}").status == 200
    person(app, "root")
    assert here.get(f"/link/{third}").status == 404  # there is an account now
    with pytest.raises(AccountError, match="accounts already"):
        account_links.make(app.engine, None, terminal())


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("коротко", "коротко", "слишком короткий"),
        (PASSWORD, PASSWORD + "!", "не совпадают"),
        ("айгерим-2026", "айгерим-2026", "начинаться с логина"),
    ],
)
def test_a_weak_password_leaves_the_link_as_it_is(
    app: App, password: str, again: str, words: str
) -> None:
    token = account_links.make(app.engine, None, terminal())
    here = browser(app)
    got = here.send(f"/link/{token}", None, login="Айгерим", password=password, again=again)
    assert (got.status, words in got.text) == (400, True)
    assert here.get(f"/link/{token}").status == 200
    assert not accounts.exist(app.engine)


def test_a_login_that_cannot_be_one_leaves_the_link_as_it_is(app: App) -> None:
    token = account_links.make(app.engine, None, terminal())
    here = browser(app)
    for login in ("", "a", "<script>", "два слова", "x" * 65, "a\u202eb"):
        got = here.send(f"/link/{token}", None, login=login, password=PASSWORD, again=PASSWORD)
        assert got.status == 400, login
        assert "Логин состоит из" in got.text
    assert not accounts.exist(app.engine)


def test_wrong_login_wrong_password_and_disabled_account_are_answered_alike(app: App) -> None:
    person(app, "root")
    gone = person(app, "gone", Role.READER)
    accounts.disable(app.engine, gone.id, terminal())
    answers = set()
    for login, password in (("nobody", PASSWORD), ("root", "something else"), ("gone", PASSWORD)):
        got = browser(app).sign_in(login, password)
        answers.add((got.status, got.text.replace(f'value="{login}"', "").partition("csrf")[0]))
        assert not [x for x in got.cookies if "session" in x]
    assert len(answers) == 1
    assert {x[0] for x in answers} == {401}
    refused = [x for x in logged(app) if x[1] == "sign_in_refused"]
    assert refused == [
        ("", "sign_in_refused", "", "127.0.0.1"),  # what was typed may be a password
        ("", "sign_in_refused", "root", "127.0.0.1"),
        ("", "sign_in_refused", "gone", "127.0.0.1"),
    ]


def test_a_password_is_checked_for_a_login_that_does_not_exist_too(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(app, "root")
    checked: list[str] = []
    real = QUICK.verify

    class Counting:
        hash = staticmethod(QUICK.hash)

        @staticmethod
        def verify(stored: str, password: str) -> bool:
            checked.append(stored)
            return real(stored, password)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    passwords._nobodys.cache_clear()
    browser(app).sign_in("nobody", "something else")
    browser(app).sign_in("root", "something else")
    assert len(checked) == 2
    assert QUICK.check_needs_rehash(checked[0]) == QUICK.check_needs_rehash(checked[1]) is False


def test_signing_out_ends_the_session_for_every_holder_of_its_cookie(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")
    stolen = dict(here.cookies)
    assert here.send("/account", "/logout").to == "/login"
    assert "baqylau_session" not in here.cookies
    assert browser(app, cookies=stolen).get("/").to == "/login"


def test_signing_out_everywhere(app: App) -> None:
    person(app, "root")
    one, two = browser(app), browser(app)
    one.sign_in("root")
    two.sign_in("root")
    assert two.get("/account").text.count("последний раз") == 2
    one.send("/account", "/account/sessions")
    assert one.get("/").to == two.get("/").to == "/login"


def test_a_new_password_signs_the_other_browsers_out_and_renews_this_one(app: App) -> None:
    person(app, "root")
    here, other = browser(app), browser(app)
    here.sign_in("root")
    other.sign_in("root")
    before = here.cookies["baqylau_session"]
    new = "пять других слов о реке"
    wrong = here.send("/account", "/account/password", present="не тот", password=new, again=new)
    assert (wrong.status, "Нынешний пароль не подходит" in wrong.text) == (400, True)
    done = here.send("/account", "/account/password", present=PASSWORD, password=new, again=new)
    assert done.to == "/account?done=password"
    assert here.cookies["baqylau_session"] != before
    assert here.get("/").status == 200
    assert other.get("/").to == "/login"
    assert browser(app).sign_in("root").status == 401
    assert browser(app).sign_in("root", new).to == "/"


def test_a_session_ends_without_use_and_in_any_case(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")
    lifetime = lifetime_of(app)

    def aged(**ages: timedelta) -> str | None:
        with writing(app.engine) as connection:
            connection.execute(update(session_rows).values({x: now() - y for x, y in ages.items()}))
        return here.get("/").to

    minute = timedelta(minutes=1)
    assert aged(seen=lifetime.idle - minute, created=lifetime.idle) is None
    assert aged(seen=lifetime.idle + minute, created=lifetime.idle) == "/login"
    assert aged(seen=minute, created=lifetime.longest - minute) is None
    assert aged(seen=minute, created=lifetime.longest + minute) == "/login"
    here.sign_in("root")
    with reading(app.engine) as connection:  # those past their time are deleted by the next login
        assert len(connection.execute(select(session_rows)).all()) == 1


def test_the_last_use_is_written_once_a_minute(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")

    def seen() -> object:
        with reading(app.engine) as connection:
            return connection.execute(select(session_rows.c.seen)).scalar_one()

    first = seen()
    here.get("/")
    assert seen() == first
    with writing(app.engine) as connection:
        connection.execute(update(session_rows).values(seen=now() - sessions.SEEN_EVERY))
    before = now()
    here.get("/")
    assert seen() >= before  # type: ignore[operator]


# Administrators
# --------------------------------------------------------------------------------------------------


def test_an_administrator_invites_and_the_person_chooses_a_password(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")
    got = here.send("/accounts", "/accounts", login="Ерлан", role="editor")
    [link] = re.findall(r"http://localhost(/link/[\w-]{43})", got.text)
    there = browser(app)
    assert there.sign_in("ерлан").status == 401  # invited only
    fields = {"password": PASSWORD, "again": PASSWORD}
    assert there.send(link, None, **fields).to == "/login?done=link"
    assert there.sign_in("ерлан").to == "/"
    assert there.get("/accounts").status == there.get("/audit").status == 403
    assert (
        "Такой логин уже есть"
        in here.send("/accounts", "/accounts", login="ЕРЛАН", role="reader").text
    )
    assert ("root", "account_added", "ерлан editor", "127.0.0.1") in logged(app)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_others_cannot_administer(app: App, role: Role) -> None:
    root = person(app, "root")
    person(app, "anna", role)
    here = browser(app)
    here.sign_in("anna")
    token = re.findall(r'name="csrf" value="(\w+)"', here.get("/account").text)[0]
    for path in ("/accounts", "/audit", "/tokens"):
        assert here.get(path).status == 403
    for path, fields in (
        ("/accounts", {"login": "eve", "role": "admin"}),
        (f"/accounts/{root.id}", {"do": "delete", "sure": "yes"}),
        (f"/accounts/{root.id}", {"do": "reset"}),
        ("/tokens", {"name": "x", "days": "30"}),
        ("/tokens/1/revoke", {}),
    ):
        assert here.post(path, fields | {"csrf": token}).status == 403
    assert [x.login for x in accounts.listed(app.engine)] == ["anna", "root"]


def test_a_token_is_made_shown_once_and_revoked(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")
    got = here.send("/tokens", "/tokens", name="Отдел <b>", text="yes", days="30")
    [token] = re.findall(r"<code>(baq_[a-z2-9]{8}_[\w-]{43})</code>", got.text)
    assert token not in here.get("/tokens").text
    found = tokens.found(app.engine, token, now())
    assert found is not None
    assert (found.name, found.made_by) == ("Отдел <b>", "root")
    assert found.scopes == {Scope.READ, Scope.TEXT}
    assert found.expires is not None
    assert (found.expires - now()).days in (29, 30)
    assert here.send("/tokens", "/tokens", name=" ", days="30").status == 400
    assert here.send("/tokens", "/tokens", name="x", days="31").status == 400
    action = f"/tokens/{found.id}/revoke"
    assert here.send("/tokens", action).to == "/tokens?done=revoked"
    assert tokens.found(app.engine, token, now()) is None
    about = f"{found.prefix} Отдел <b>"
    assert set(logged(app)) >= {
        ("root", "token_added", about, "127.0.0.1"),
        ("root", "token_revoked", about, "127.0.0.1"),
    }


def test_without_accounts_tokens_are_made_at_the_terminal(app: App) -> None:
    here = browser(app)
    assert "baqylau tokens add" in here.get("/tokens").text
    assert 'action="/tokens"' not in here.page
    assert here.post("/tokens", {"name": "x", "days": "30"}).status == 403
    assert tokens.listed(app.engine) == []


def test_the_last_administrator_stays(app: App) -> None:
    root = person(app, "root")
    invited = accounts.add(app.engine, "invited", Role.ADMIN, terminal())
    here = browser(app)
    here.sign_in("root")
    action = f"/accounts/{root.id}"
    for fields in (
        {"do": "disable"},
        {"do": "delete", "sure": "yes"},
        {"do": "role", "role": "reader"},
    ):
        got = here.send("/accounts", action, **fields)
        assert (got.status, "последний администратор" in got.text) == (400, True), fields
    accounts.disable(app.engine, invited.id, terminal())  # who never came does not count
    person(app, "second")
    assert here.send("/accounts", action, do="role", role="reader").to == "/accounts?done=role"
    assert here.get("/accounts").status == 403


def test_disabled_and_deleted_accounts_are_signed_out_at_once(app: App) -> None:
    person(app, "root")
    anna = person(app, "anna", Role.READER)
    here, there = browser(app), browser(app)
    here.sign_in("root")
    there.sign_in("anna")
    here.send("/accounts", f"/accounts/{anna.id}", do="disable")
    assert there.get("/").to == "/login"
    here.send("/accounts", f"/accounts/{anna.id}", do="enable")
    assert there.get("/").to == "/login"  # the old session has ended
    assert there.sign_in("anna").to == "/"
    assert "поставьте отметку" in here.send("/accounts", f"/accounts/{anna.id}", do="delete").text
    here.send("/accounts", f"/accounts/{anna.id}", do="delete", sure="yes")
    assert there.get("/").to == "/login"
    assert there.sign_in("anna").status == 401
    assert accounts.find(app.engine, anna.id) is None
    again = accounts.add(app.engine, "anna", Role.READER, terminal())
    assert again.id != anna.id  # what the old one wrote is not the new one's


def test_a_reset_link_ends_sessions_and_the_second_factor_where_it_is_asked(app: App) -> None:
    person(app, "root")
    anna = person(app, "anna", Role.READER)
    account_secrets.set_second_factor(app.engine, anna, codes.new_secret(), 0, "", terminal())
    here, there = browser(app), browser(app)
    here.sign_in("root")
    got = here.send("/accounts", f"/accounts/{anna.id}", do="reset", codes="yes")
    [link] = re.findall(r"(/link/[\w-]{43})", got.text)
    new = "совсем другие слова"
    there.send(link, None, password=new, again=new)
    assert there.sign_in("anna", new).to == "/"
    assert browser(app).get(link).status == 404


def test_two_administrators_who_remove_each_other_leave_one(app: App) -> None:
    import threading

    one, two = person(app, "one"), person(app, "two")
    refused: list[str] = []

    def remove(account: int) -> None:
        try:
            accounts.remove(app.engine, account, terminal())
        except AccountError as wrong:
            refused.append(wrong.reason)

    threads = [threading.Thread(target=remove, args=(x.id,)) for x in (one, two)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert refused == ["last"]
    assert accounts.administrators(app.engine) == 1


# The second factor
# --------------------------------------------------------------------------------------------------


def turned_on(app: App, here: Browser) -> tuple[str, list[str]]:
    """Turns the code on in the account that is signed in; the app's secret and recovery codes."""
    got = here.send("/account", "/account/codes", do="begin")
    [secret] = re.findall(r'name="secret" value="(\w+)"', got.text)
    token = re.findall(r'name="csrf" value="(\w+)"', got.text)[0]
    fields = {"csrf": token, "secret": secret, "do": "on", "present": PASSWORD}
    wrong = here.post("/account/codes", fields | {"code": "000000"})
    assert (wrong.status, "Код не подходит" in wrong.text) == (400, True)
    earlier = pyotp.TOTP(secret).at(now() - timedelta(seconds=codes.STEP))
    done = here.post("/account/codes", fields | {"code": earlier})
    assert done.status == 200
    return secret, re.findall(r"<code>(\w{5}-\w{5})</code>", done.text)


def test_with_the_code_on_a_password_is_not_enough_and_no_code_works_twice(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")
    secret, recovery = turned_on(app, here)
    assert here.get("/").status == 200  # with its renewed session
    assert len(set(recovery)) == codes.RECOVERY
    code = pyotp.TOTP(secret).at(now())
    assert browser(app).sign_in("root").status == 401
    assert browser(app).sign_in("root", code="123").status == 401
    assert browser(app).sign_in("root", "not it", code).status == 401
    assert browser(app).sign_in("root", code=f"{code[:3]} {code[3:]}").to == "/"
    other = browser(app)  # another process over the same database
    assert other.sign_in("root", code=code).status == 401
    person(app, "second")
    used = recovery[0].upper().replace("-", " ")
    assert browser(app, address="127.0.0.2").sign_in("root", code=used).to == "/"
    assert browser(app, address="127.0.0.3").sign_in("root", code=recovery[0]).status == 401
    assert browser(app, address="127.0.0.3").sign_in("second", code=recovery[1]).to == "/"
    actions = [x[1] for x in logged(app)]
    assert actions.count("code_refused") == 4
    assert "recovery_code_used" in actions


def test_the_code_is_turned_off_with_the_password(app: App) -> None:
    person(app, "root")
    here = browser(app)
    here.sign_in("root")
    turned_on(app, here)
    assert here.send("/account", "/account/codes", do="off", present="not it").status == 400
    assert here.send("/account", "/account/codes", do="off", present=PASSWORD).to is not None
    assert browser(app).sign_in("root").to == "/"


# What is stored
# --------------------------------------------------------------------------------------------------


def test_no_table_holds_a_password_code_or_token(app: App) -> None:
    first = account_links.make(app.engine, None, terminal())
    here = browser(app)
    here.send(f"/link/{first}", None, login="root", password=PASSWORD, again=PASSWORD)
    here.sign_in("root")
    _, recovery = turned_on(app, here)
    feed = here.send("/account", "/account/feed", do="new").text
    invited = here.send("/accounts", "/accounts", login="anna", role="reader").text
    browser(app).sign_in(PASSWORD, "typed into the wrong field")
    browser(app).sign_in("root", "almost the password")
    secret = [
        *(PASSWORD, first, *recovery, *(x.replace("-", "") for x in recovery)),
        *(here.cookies.values()),
        *re.findall(r"feed=([\w-]{43})", feed),
        *re.findall(r"/link/([\w-]{43})", invited),
        *("almost the password", "typed into the wrong field"),
    ]
    assert len(secret) > 2 * codes.RECOVERY + 4
    with reading(app.engine) as connection:
        stored = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    assert [x for x in secret if any(x in row for row in stored)] == []
