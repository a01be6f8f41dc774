"""Who may pass: a request comes in; who asks is noted in its state, and whoever may not see what
they ask for is sent to the login page or refused.

Without accounts the dashboard is open to everybody at this machine (`LOCAL`), and starts only where
nobody else can reach it (`require_safe`). As soon as there is an account, a page needs a session, a
proxy's word for who asks, or, for a feed, the token of an account. Where nothing is known of who
asks, it is `NOBODY`.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from baqylau.accounts.addresses import is_among, is_loopback, networks
from baqylau.app import App
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError, TryLater
from baqylau.model.access import LOCAL, NOBODY, Access, Role
from baqylau.store import account_secrets, accounts, sessions
from baqylau.store.accounts import Account
from baqylau.store.audit import Actor
from baqylau.store.connect import busy_as_try_later
from baqylau.store.login_needed import Login
from baqylau.store.sessions import Lifetime, Session
from dashboard import cookies
from dashboard.asking import address_of
from dashboard.view import View

LOGIN = "/login"
LINK = "/link/"
_ANYBODY = ("/static/", LINK)
_ANYBODYS_PAGES = (LOGIN, "/health")
FEEDS = (".rss", ".atom", ".json")
"""How the addresses of feeds end."""
FEED_TOKEN = "feed"  # noqa: S105  (the name of a query parameter)


def require_safe(app: App) -> None:
    """Raises `ConfigurationError` where others could reach a dashboard that asks nobody to sign
    in.
    """
    host = app.settings.dashboard_host
    if is_loopback(host) or Login(app.engine, app.settings).is_needed():
        return
    raise ConfigurationError(
        f"setting dashboard_host: others can reach {host}, and there are no accounts, so everybody"
        " could read and change everything; set BAQYLAU_ACCOUNTS=true and run `baqylau accounts"
        " link`, which prints a one-time link for the first administrator, or set"
        " BAQYLAU_DASHBOARD_HOST=127.0.0.1 (docs/accounts.md)"
    )


def lifetime_of(app: App) -> Lifetime:
    """How long sessions live, by the settings."""
    return Lifetime(app.settings.session_idle, app.settings.session_longest)


@dataclass(frozen=True, slots=True)
class Asker:
    """The one who asks. `refused`: the login that a proxy names and that may not enter."""

    access: Access
    account: Account | None = None
    session: Session | None = None
    refused: str | None = None


def is_feed(path: str) -> bool:
    """Whether this is the address of a feed: a program that reads it cannot sign in.

    >>> is_feed("/search.atom"), is_feed("/search")
    (True, False)
    """
    return path.endswith(FEEDS)


class Gate:
    """Decides who asks and whether they may pass."""

    def __init__(self, view: View) -> None:
        self._app, self._view = view.app, view
        self._lifetime = lifetime_of(view.app)
        self._proxies = networks(view.app.settings.trusted_proxies)
        self._login = Login(view.engine, view.app.settings)

    def asker(self, request: Request) -> Asker:
        """Who asks; reads one row by its key."""
        named = self._named_by_proxy(request)
        if named is not None:
            return self._proxied(request, named)
        token = cookies.read(request, cookies.SESSION)
        if token is not None:
            session = sessions.find(self._app.engine, token, now(), self._lifetime)
            if session is not None:
                return Asker(session.account.access, session.account, session)
        feed = request.query_params.get(FEED_TOKEN)
        if feed and is_feed(request.scope["path"]):
            owner = account_secrets.account_of_feed(self._app.engine, feed)
            if owner is not None:
                return Asker(Access.of_role(owner.login, Role.READER), owner)
        return Asker(NOBODY if self._login.is_needed() else LOCAL)

    def _named_by_proxy(self, request: Request) -> str | None:
        """The login in a trusted proxy's header; "" where it is sent twice, so that it is unclear
        who is meant; None where there is none or anybody else sent it.
        """
        header = self._app.settings.proxy_header
        if not header or not is_among(request.state.peer, self._proxies):
            return None
        values = request.headers.getlist(header)
        if not any(values):
            return None
        return _text(values[0]) if len(values) == 1 else ""

    def _proxied(self, request: Request, login: str) -> Asker:
        engine, role = self._app.engine, self._app.settings.proxy_role
        account = accounts.by_login(engine, login) if login else None
        by = Actor(login, address_of(request), now())
        if account is None and login and role is not None:
            with suppress(InputError):
                account = accounts.add(engine, login, role, by, accepted=True)
        if account is None or not account.enabled:
            return Asker(NOBODY, refused=login)
        if account.accepted is None:
            accounts.accept(engine, account.id, by)
        return Asker(account.access, account)

    def refusal(self, request: Request, asker: Asker) -> Response | None:
        """What somebody gets who may not see this; None where they may."""
        path: str = request.scope["path"]  # `request.url` is read from the Host header too
        if asker.access.signed_in or path in _ANYBODYS_PAGES or path.startswith(_ANYBODY):
            return None
        if asker.refused is not None:
            return self._view.page(request, "error.html", status=403, code="403", detail=None)
        if is_feed(path):
            if self._app.settings.open_facts:
                return None
            words = "Sign in to the dashboard: your account's page gives the address of this feed."
            return PlainTextResponse(words, 401)
        if path == "/fresher":
            return JSONResponse({"count": 0}, 401)
        asked = path + (f"?{request.url.query}" if request.url.query else "")
        wanted = {"next": asked} if request.method == "GET" and asked != "/" else {}
        return RedirectResponse(f"{LOGIN}?{urlencode(wanted)}" if wanted else LOGIN, 303)


class WithAccess:
    """Puts `access`, `account` and `session` into the request's state, and answers itself for those
    who may not pass. When the answer is sent, the session's last use is noted.
    """

    def __init__(self, app: ASGIApp, gate: Gate, engine: Any) -> None:
        self._app, self._gate, self._engine = app, gate, engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state |= {"access": NOBODY, "account": None, "session": None}
        state.setdefault("peer", "")
        request = Request(scope)
        if scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        asker = await run_in_threadpool(self._gate.asker, request)
        state |= {"access": asker.access, "account": asker.account, "session": asker.session}
        refusal = self._gate.refusal(request, asker)
        await (refusal or self._app)(scope, receive, send)
        if asker.session is not None and asker.session.is_stale(now()):
            await run_in_threadpool(self._note_use, asker.session)

    def _note_use(self, session: Session) -> None:
        with suppress(TryLater), busy_as_try_later():
            sessions.touch(self._engine, session, now())


def _text(header: str) -> str:
    """A header's value as the text that a proxy wrote in UTF-8; Starlette reads Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""
