"""`/account`: the account of whoever is signed in: its password, the codes of the second factor,
where it is signed in, and the token of its feeds. What is new and secret is shown once.
"""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.accounts import codes, passwords, tokens
from baqylau.clock import now
from baqylau.store import account_secrets, sessions
from baqylau.store.account_secrets import Credentials
from dashboard import cookies
from dashboard.asking import (
    Form,
    account_required,
    actor_of,
    address_of,
    agent_of,
    session_of,
)
from dashboard.gate import FEED_TOKEN, LOGIN, lifetime_of
from dashboard.signing_in import keep_signed_in, unusable
from dashboard.throttle import Throttle
from dashboard.view import View

_DONE = ("password", "codes_off", "feed_off")


def routes(view: View) -> APIRouter:
    router, throttle = APIRouter(), Throttle()

    @router.get("/account")
    def account(request: Request) -> Response:
        return _page(view, request)

    @router.post("/account/password")
    def password(request: Request, form: Form) -> Response:
        found = _credentials(view, request)
        refused = _refused(throttle, request, found, form) or unusable(form, found.account.login)
        if refused:
            return _page(view, request, 400, refused_password=refused)
        hashed = passwords.hashed(form["password"])
        token = account_secrets.set_password(
            view.engine, found.account, hashed, agent_of(request), actor_of(request)
        )
        return _signed_in_anew(view, request, token, _done("password"))

    @router.post("/account/codes")
    def switch_codes(request: Request, form: Form) -> Response:
        found = _credentials(view, request)
        if form.get("do") == "begin":
            return _page(view, request, secret=codes.new_secret())
        secret, by = form.get("secret", ""), actor_of(request)
        refused = _refused(throttle, request, found, form)
        if form.get("do") == "off":
            if refused:
                return _page(view, request, 400, refused_codes=refused)
            account_secrets.end_second_factor(view.engine, found.account, by)
            return _done("codes_off")
        if not codes.is_secret(secret):
            raise HTTPException(400)
        step = codes.step_of(secret, form.get("code", ""), by.moment)
        if refused or step is None:
            return _page(view, request, 400, secret=secret, refused_codes=refused or "code")
        recovery, token = account_secrets.set_second_factor(
            view.engine, found.account, secret, step, agent_of(request), by
        )
        request.state.renewed = token if session_of(request) is not None else None
        return _signed_in_anew(view, request, token, _page(view, request, recovery=recovery))

    @router.post("/account/sessions")
    def sign_out_everywhere(request: Request, _: Form) -> Response:
        sessions.end_all(view.engine, account_required(request), actor_of(request))
        answer = RedirectResponse(LOGIN, 303)
        cookies.take(request, answer, cookies.SESSION)
        return answer

    @router.post("/account/feed")
    def feed(request: Request, form: Form) -> Response:
        account, by = account_required(request), actor_of(request)
        if form.get("do") == "off":
            account_secrets.set_feed(view.engine, account, None, by)
            return _done("feed_off")
        token = tokens.new()
        account_secrets.set_feed(view.engine, account, token, by)
        address = f"{request.base_url}latest.rss?{FEED_TOKEN}={token}"
        return _page(view, request, feed=address)

    return router


def _credentials(view: View, request: Request) -> Credentials:
    found = account_secrets.of_login(view.engine, account_required(request).login)
    if found is None:
        raise HTTPException(404)
    return found


def _refused(
    throttle: Throttle, request: Request, found: Credentials, form: dict[str, str]
) -> str | None:
    """Why a change that needs the present password is refused; whoever sits down at a browser left
    open does not know it, and may not try as often as they like.
    """
    if throttle.seconds_to_wait(found.account.login, address_of(request)):
        return "often"
    if not passwords.matches(found.password, form.get("present", "")):
        return "present"
    throttle.succeeded(found.account.login, address_of(request))
    return None


def _signed_in_anew(view: View, request: Request, token: str, answer: Response) -> Response:
    if session_of(request) is not None:
        keep_signed_in(view, request, answer, token)
    return answer


def _done(what: str) -> Response:
    return RedirectResponse(f"/account?done={what}", 303)


def _page(view: View, request: Request, status: int = 200, **told: Any) -> Response:
    """The page; `told` is what the answer to a form adds: a refusal, or a secret to write down."""
    found, session = _credentials(view, request), session_of(request)
    renewed: str | None = getattr(request.state, "renewed", None)
    own = tokens.hash_of(renewed) if renewed else session.key if session else None
    secret, done = told.get("secret"), request.query_params.get("done")
    values = {
        "refused_password": None,
        "refused_codes": None,
        "recovery": None,
        "feed": None,
        "secret": None,
    }
    return view.page(
        request,
        "account.html",
        status=status,
        found=found,
        sessions=sessions.of_account(view.engine, found.account.id, now(), lifetime_of(view.app)),
        own=own,
        otpauth=codes.address_of(secret, found.account.login) if secret else None,
        done=done if done in _DONE else None,
        **(values | told),
    )
