"""`/tokens`: for administrators, the tokens of programs for the API; a name, scopes and days come
in, a new token, shown once, goes out; one is revoked.
"""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.clock import now
from baqylau.errors import InputError
from baqylau.model.access import Scope
from baqylau.store import tokens
from dashboard.article import article_id
from dashboard.asking import Form, actor_of, is_open, require_admin
from dashboard.view import View

_DAYS = (30, 90, 365, 0)
"""How long a token is valid, in days; 0: without an end."""
_USUAL = 365
_LONGEST = 200  # characters of a name


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/tokens")
    def listed(request: Request) -> Response:
        require_admin(request)
        return _page(view, request)

    @router.post("/tokens")
    def make(request: Request, form: Form) -> Response:
        _require_closed(request)
        by, days = actor_of(request), form.get("days", "")
        if days not in map(str, _DAYS):
            raise HTTPException(400)
        scopes = [x for x in Scope if form.get(x.value) == "yes"]
        until = by.moment + timedelta(days=int(days)) if days != "0" else None
        try:
            token, _ = tokens.add(view.engine, form.get("name", ""), scopes, by, until)
        except InputError:
            return _page(view, request, refused=True, name=form.get("name", "")[:_LONGEST])
        return _page(view, request, made=token)

    @router.post("/tokens/{number}/revoke")
    def revoke(request: Request, number: str, form: Form) -> Response:  # noqa: ARG001
        _require_closed(request)
        try:
            tokens.revoke(view.engine, str(article_id(number)), actor_of(request))
        except InputError:
            raise HTTPException(404) from None
        return RedirectResponse("/tokens?done=revoked", 303)

    return router


def _require_closed(request: Request) -> None:
    """Raises 403 for whoever may not administer, and while there are no accounts: a token that
    somebody at this machine made would let them in after there are.
    """
    require_admin(request)
    if is_open(request):
        raise HTTPException(403)


def _page(
    view: View, request: Request, *, refused: bool = False, name: str = "", made: str | None = None
) -> Response:
    moment = now()
    rows: list[dict[str, Any]] = [
        {"token": x, "state": "revoked" if x.revoked else "valid" if x.is_valid(moment) else "over"}
        for x in tokens.listed(view.engine)
    ]
    return view.page(
        request,
        "tokens.html",
        status=400 if refused else 200,
        rows=rows,
        scopes=[x.value for x in Scope if x is not Scope.READ],
        days=_DAYS,
        usual=_USUAL,
        longest=_LONGEST,
        refused=refused,
        name=name,
        made=made,
        done=request.query_params.get("done") == "revoked",
    )
