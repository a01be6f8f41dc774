"""Accounts of the dashboard, on both databases: the first administrator, signing in and out, roles,
links, the second factor, and what the audit log says of it.
"""

from collections.abc import Iterator

import pytest

from baqylau.app import App
from baqylau.model.access import Role
from baqylau.store import account_links, accounts, audit
from tests.integration.signing import PASSWORD, browser, quick, terminal


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
