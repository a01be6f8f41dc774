"""`/accounts`: for administrators, the list of accounts; a login and a role come in, a one-time
link for its person goes out; an account's role, its end, or a new link.
"""

import shlex
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.errors import AccountError
from baqylau.model.access import Role
from baqylau.settings import Settings
from baqylau.store import account_links, account_secrets, accounts
from baqylau.store.accounts import Account
from dashboard.article import article_id
from dashboard.asking import Form, actor_of, is_open, require_admin
from dashboard.gate import LINK
from dashboard.view import View

_DONE = ("role", "disable", "enable", "delete")


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/accounts")
    def listed(request: Request) -> Response:
        require_admin(request)
        return _page(view, request)

    @router.post("/accounts")
    def invite(request: Request, form: Form) -> Response:
        require_admin(request)
        _require_closed(request)
        try:
            account = accounts.add(
                view.engine, form.get("login", ""), _role(form), actor_of(request)
            )
        except AccountError as refused:
            return _page(view, request, refused=refused.reason, login=form.get("login", "")[:64])
        return _link(view, request, account)

    @router.post("/accounts/{number}")
    def change(request: Request, number: str, form: Form) -> Response:
        require_admin(request)
        _require_closed(request)
        account = accounts.find(view.engine, article_id(number))
        if account is None:
            raise HTTPException(404)
        try:
            return _changed(view, request, account, form)
        except AccountError as refused:
            return _page(view, request, refused=refused.reason)

    return router


def _changed(view: View, request: Request, account: Account, form: dict[str, str]) -> Response:
    """Does what the form's button says. Raises `AccountError` where it may not be done."""
    what, by = form.get("do"), actor_of(request)
    match what:
        case "role":
            accounts.set_role(view.engine, account.id, _role(form), by)
        case "disable":
            accounts.disable(view.engine, account.id, by)
        case "enable":
            accounts.enable(view.engine, account.id, by)
        case "delete":
            if form.get("sure") != "yes":
                return _page(view, request, refused="sure")
            accounts.remove(view.engine, account.id, by)
        case "reset":
            if form.get("codes") == "yes":
                account_secrets.end_second_factor(view.engine, account, by)
            return _link(view, request, account)
        case _:
            raise HTTPException(400)
    return RedirectResponse(f"/accounts?done={what}", 303)


def _link(view: View, request: Request, account: Account) -> Response:
    token = account_links.make(view.engine, account.id, actor_of(request))
    home = view.app.settings.dashboard_address or str(request.base_url).rstrip("/")
    return _page(view, request, link=f"{home}{LINK}{token}", linked=account.login)


def link_command(settings: Settings) -> str:
    """The command that prints the link for the first administrator of this dashboard: with the
    settings without which it would work in another folder, or name another port.
    """
    given = {"BAQYLAU_DATA": settings.data, "BAQYLAU_DASHBOARD_PORT": settings.dashboard_port}
    usual = {"BAQYLAU_DATA": Path("data"), "BAQYLAU_DASHBOARD_PORT": 8000}
    told = [f"{name}={shlex.quote(str(x))} " for name, x in given.items() if x != usual[name]]
    return f"{''.join(told)}baqylau accounts link"


def _require_closed(request: Request) -> None:
    """Raises 403 while there are no accounts: the first one is made by the link of a terminal, so
    that nobody else who uses this machine becomes the administrator.
    """
    if is_open(request):
        raise HTTPException(403)


def _role(form: dict[str, str]) -> Role:
    try:
        return Role(form.get("role", ""))
    except ValueError:
        raise HTTPException(400) from None


def _page(
    view: View,
    request: Request,
    *,
    refused: str | None = None,
    login: str = "",
    link: str | None = None,
    linked: str = "",
) -> Response:
    done = request.query_params.get("done")
    return view.page(
        request,
        "accounts.html",
        status=400 if refused else 200,
        accounts=accounts.listed(view.engine),
        roles=list(Role),
        refused=refused,
        login=login,
        link=link,
        linked=linked,
        command=link_command(view.app.settings),
        days=account_links.LASTS.days,
        done=done if done in _DONE else None,
    )
