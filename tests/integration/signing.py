"""A browser without a window, for tests of accounts: an app comes in; requests with cookies, as a
browser keeps them, go to its dashboard in this process.
"""

import html
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import anyio.to_thread
import pytest
from argon2 import PasswordHasher
from starlette.types import ASGIApp, Message, Scope

from baqylau.accounts import passwords
from baqylau.app import App
from baqylau.clock import now
from baqylau.model.access import Role
from baqylau.store import account_links, accounts
from baqylau.store.accounts import Account
from baqylau.store.audit import Actor
from dashboard.app import create

PASSWORD = "четыре слова о степи"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The same algorithm at a thousandth of the cost."""
_FORM = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>.*?</form>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Got:
    """An answer; `cookies` are its Set-Cookie headers as they were sent."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    text: str

    @property
    def to(self) -> str | None:
        """Where a redirect leads."""
        return self.headers.get("location")


@dataclass
class Browser:
    """One browser at one address."""

    web: ASGIApp
    address: str = "127.0.0.1"
    scheme: str = "http"
    host: str = "localhost"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Got:
        """Sends these fields as they are, without the token of any form."""
        sent = urllib.parse.urlencode(fields).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, sent, kind | headers)

    def send(self, path: str, action: str | None = None, /, **fields: str) -> Got:
        """Opens a page, fills in its form (the one that is sent to `action`) and sends it."""
        page = self.get(path)
        form = next(x for x in _FORM.findall(page.text) if action is None or f'"{action}"' in x)
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        given = {k: html.unescape(v) for k, v in hidden} | fields
        return self.post(action or path, given)

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Got:
        plain, _, query = path.partition("?")
        given = {"host": self.host, **self.headers, **headers}
        if self.cookies:
            given["cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        scope: Scope = {"type": "http", "http_version": "1.1", "method": method, "root_path": ""}
        scope |= {"scheme": self.scheme, "path": urllib.parse.unquote(plain)}
        scope |= {"raw_path": plain.encode(), "query_string": query.encode()}
        scope |= {"server": (self.host, 80), "client": (self.address, 1234)}
        scope["headers"] = [
            (k.replace("_", "-").lower().encode(), v.encode()) for k, v in given.items()
        ]
        answer = _answer(self.web, scope, body)
        self._keep(answer.cookies)
        self.page = answer.text
        return answer

    def _keep(self, sent: tuple[str, ...]) -> None:
        for line in sent:
            name, _, value = line.partition(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)

    def sign_in(self, login: str, password: str = PASSWORD, code: str = "") -> Got:
        return self.send("/login", login=login, password=password, code=code)


def _answer(web: ASGIApp, scope: Scope, body: bytes) -> Got:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    coroutine: Any = web(scope, receive, send)
    try:
        coroutine.send(None)  # nothing in it waits: threads are patched away
    except StopIteration:
        pass
    except Exception:  # the page of a fault is sent before the fault is raised again
        if not sent:
            raise
    start = next(x for x in sent if x["type"] == "http.response.start")
    pairs = [(k.decode().lower(), v.decode()) for k, v in start["headers"]]
    return Got(
        start["status"],
        dict(pairs),
        tuple(v for k, v in pairs if k == "set-cookie"),
        b"".join(x.get("body", b"") for x in sent).decode(errors="replace"),
    )


@contextmanager
def quick() -> Iterator[None]:
    """Threads of an answer run in place, and a password's hash costs little."""

    async def in_place(function: Any, *given: Any, **_: Any) -> Any:
        return function(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anyio.to_thread, "run_sync", in_place)
        patch.setattr(passwords, "HASHER", QUICK)
        yield


def browser(app: App, **more: Any) -> Browser:
    """A new browser at a dashboard of its own over the app's database."""
    return Browser(create(app), **more)


def terminal(moment: datetime | None = None) -> Actor:
    return Actor("terminal", "", moment or now())


def person(app: App, login: str, role: Role = Role.ADMIN, password: str = PASSWORD) -> Account:
    """An account whose person has set a password."""
    known = accounts.by_login(app.engine, login) or accounts.add(
        app.engine, login, role, terminal()
    )
    token = account_links.make(app.engine, known.id, terminal())
    done = account_links.use(app.engine, token, login, passwords.hashed(password), terminal())
    assert done is not None
    found = accounts.find(app.engine, done.id)
    assert found is not None
    return found
