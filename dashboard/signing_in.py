"""`/login`, `/logout`, `/link/<token>`: a login with its password and code comes in, a session goes
out; a one-time link lets its person set a password.

Whatever was wrong, the answer is the same, and so is the time that it takes: nobody learns which
logins exist.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.accounts import codes, logins, passwords
from baqylau.accounts.logins import LONGEST
from baqylau.clock import now
from baqylau.errors import AccountError
from baqylau.store import account_links, account_secrets, accounts, audit, sessions
from baqylau.store.account_secrets import Credentials
from baqylau.store.accounts import Account
from baqylau.store.audit import Actor
from dashboard import cookies
from dashboard.asking import Form, actor_of, address_of, agent_of, is_open, session_of
from dashboard.gate import LINK, LOGIN, lifetime_of
from dashboard.throttle import Throttle
from dashboard.view import View


class Attempt(NamedTuple):
    """What somebody typed into the login page."""

    login: str
    password: str
    code: str


def routes(view: View) -> APIRouter:
    router, throttle = APIRouter(), Throttle()

    @router.get(LOGIN)
    def login(request: Request) -> Response:
        if is_open(request):
            return RedirectResponse("/", 303)
        return _login_page(view, request, local_path(request.query_params.get("next")))

    @router.post(LOGIN)
    def sign_in(request: Request, form: Form) -> Response:
        attempt = Attempt(form.get("login", ""), form.get("password", ""), form.get("code", ""))
        wanted = local_path(form.get("next"))
        wait = throttle.seconds_to_wait(attempt.login, address_of(request))
        if wait:
            minutes = -(-wait // 60)
            answer = _login_page(view, request, wanted, 429, minutes=minutes, login=attempt.login)
            answer.headers["Retry-After"] = str(wait)
            return answer
        account = _checked(view, request, attempt)
        if account is None:
            return _login_page(view, request, wanted, 401, wrong=True, login=attempt.login)
        throttle.succeeded(attempt.login, address_of(request))
        return enter(view, request, account, wanted)

    @router.post("/logout")
    def sign_out(request: Request, _: Form) -> Response:
        session = session_of(request)
        if session is not None:
            sessions.end(view.engine, session, actor_of(request))
        answer = RedirectResponse(LOGIN, 303)
        cookies.take(request, answer, cookies.SESSION)
        return answer

    @router.get(LINK + "{token}")
    def link(request: Request, token: str) -> Response:
        return _link_page(view, request, token)

    @router.post(LINK + "{token}")
    def use_link(request: Request, token: str, form: Form) -> Response:
        """Nothing is stored, and the link stays, until the password is a good one."""
        found = account_links.look(view.engine, token, now())
        if found is None:
            return _link_page(view, request, token)
        login = found.account.login if found.account else logins.spelled(form.get("login", ""))
        weak = unusable(form, login)
        if weak:
            return _link_page(view, request, token, weak, login)
        try:
            account = account_links.use(
                view.engine, token, login, passwords.hashed(form["password"]), _by(request, login)
            )
        except AccountError as refused:
            return _link_page(view, request, token, refused.reason, login)
        if account is None:
            return _link_page(view, request, token)
        return RedirectResponse(f"{LOGIN}?done=link", 303)

    return router


def enter(view: View, request: Request, account: Account, wanted: str) -> Response:
    """Signs the browser in, with a new session in any case, and sends it where it wanted to go."""
    token = sessions.begin(
        view.engine,
        account,
        agent_of(request),
        _by(request, account.login),
        lifetime_of(view.app),
        cookies.read(request, cookies.SESSION),
    )
    answer = RedirectResponse(wanted, 303)
    keep_signed_in(view, request, answer, token)
    cookies.take(request, answer, cookies.FORM)
    return answer


def keep_signed_in(view: View, request: Request, answer: Response, token: str) -> None:
    """Gives the browser the token of its session."""
    seconds = int(view.app.settings.session_longest.total_seconds())
    cookies.give(request, answer, cookies.SESSION, token, seconds)


def local_path(given: str | None) -> str:
    """The path to go to after signing in; "/" for anything that may lead to another server.

    >>> local_path("/facts?kind=quote"), local_path("//evil.example")
    ('/facts?kind=quote', '/')
    """
    if not given or not given.startswith("/") or given.startswith(("//", LOGIN, "/logout")):
        return "/"
    if "\\" in given or not given.isprintable() or any(x.isspace() for x in given):
        return "/"
    try:
        parts = urlsplit(given)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else given


def unusable(form: dict[str, str], login: str) -> str | None:
    """Why the new password of a form cannot be used; None where it can."""
    password = form.get("password", "")
    if password != form.get("again", ""):
        return "differ"
    return passwords.weakness(password, login)


# What was typed
# --------------------------------------------------------------------------------------------------


def _checked(view: View, request: Request, attempt: Attempt) -> Account | None:
    """The account that may sign in with this, or None."""
    plausible = len(attempt.login) <= LONGEST
    found = account_secrets.of_login(view.engine, attempt.login) if plausible else None
    right = passwords.matches(found.password if found else None, attempt.password)
    by = _by(request, "")
    if not right or found is None or not found.account.enabled:
        audit.record_alone(view.engine, by, "sign_in_refused", found.account.login if found else "")
        return None
    if found.totp is not None and not right_code(view, found, attempt.code, by):
        audit.record_alone(view.engine, by, "code_refused", found.account.login)
        return None
    if found.password is not None and passwords.is_outdated(found.password):
        account_secrets.rehash(view.engine, found.account.id, passwords.hashed(attempt.password))
    return found.account


def right_code(view: View, found: Credentials, code: str, by: Actor) -> bool:
    """Whether the code of the app or a recovery code is right; it is used by asking."""
    step = codes.step_of(found.totp or "", code, by.moment)
    if step is not None:
        return account_secrets.take_step(view.engine, found.account.id, step)
    return account_secrets.take_recovery_code(view.engine, found.account, code, by)


def _by(request: Request, login: str) -> Actor:
    return Actor(login, address_of(request), now())


def _login_page(
    view: View,
    request: Request,
    wanted: str,
    status: int = 200,
    *,
    wrong: bool = False,
    minutes: int = 0,
    login: str = "",
) -> Response:
    return view.page(
        request,
        "login.html",
        status=status,
        wanted=wanted,
        wrong=wrong,
        minutes=minutes,
        login=login[:LONGEST],
        linked=request.query_params.get("done") == "link",
        nobody=not accounts.exist(view.engine),
    )


def _link_page(
    view: View, request: Request, token: str, refused: str | None = None, login: str = ""
) -> Response:
    found = account_links.look(view.engine, token, now())
    if found is None:
        return view.page(request, "link.html", status=404, link=None, refused=None, login="")
    return view.page(
        request,
        "link.html",
        status=400 if refused else 200,
        link=found,
        refused=refused,
        login=found.account.login if found.account else login[:LONGEST],
    )
