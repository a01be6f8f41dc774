"""Who asks, and what they send: a request comes in, an `Access`, an account or the fields of a form
go out.
"""

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from markupsafe import Markup
from starlette.datastructures import UploadFile

from baqylau.accounts import tokens
from baqylau.clock import now
from baqylau.model.access import LOCAL, NOBODY, Access
from baqylau.store.accounts import Account
from baqylau.store.audit import Actor
from baqylau.store.sessions import Session
from dashboard import cookies

FIELD = "csrf"
_OWN = ("same-origin", "none")  # Sec-Fetch-Site: our own page; the person themselves
_UNNAMED = "null"  # Origin of a form on a page with `Referrer-Policy: no-referrer`, as ours


def access_of(request: Request) -> Access:
    """Who asks. While there are no accounts it is the person at this machine's own browser
    (`LOCAL`); `dashboard.gate` decides.
    """
    access: Access = getattr(request.state, "access", NOBODY)
    return access


def account_of(request: Request) -> Account | None:
    """The account of the one who asks; None without accounts and for somebody not signed in."""
    return getattr(request.state, "account", None)


def session_of(request: Request) -> Session | None:
    """The session of the one who asks; None too for somebody whom a proxy has signed in."""
    return getattr(request.state, "session", None)


def actor_of(request: Request) -> Actor:
    """Who asks, for the audit log."""
    return Actor(access_of(request).name, address_of(request), now())


def address_of(request: Request) -> str:
    """The address of the browser, or of the proxy that nobody trusts; empty where it is unknown."""
    return request.client.host if request.client else ""


def agent_of(request: Request) -> str:
    """The browser, as it names itself."""
    return request.headers.get("user-agent", "")


def is_open(request: Request) -> bool:
    """Whether everybody at this machine may do everything, since there are no accounts."""
    return access_of(request) is LOCAL


def require_admin(request: Request) -> None:
    """Raises 403 for whoever may not administer."""
    if not access_of(request).may_administer:
        raise HTTPException(403)


def account_required(request: Request) -> Account:
    """The account of the one who asks. Raises 404 where there is none: without accounts."""
    account = account_of(request)
    if account is None:
        raise HTTPException(404)
    return account


# Forms
# --------------------------------------------------------------------------------------------------


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form by name, the last of each name; files are left out. Raises 403
    for a form that was not sent by a page of ours in this browser.
    """
    _require_own_page(request)
    form = await request.form()
    fields = {k: v for k, v in form.items() if not isinstance(v, UploadFile)}
    secret = _secret_of(request)
    if secret is None or not tokens.same(fields.pop(FIELD, ""), tokens.of_form(secret)):
        raise HTTPException(403, "form")
    return fields


Form = Annotated[dict[str, str], Depends(form_of)]
"""The parameter of a function that answers POST: the fields, checked as `form_of` does."""


def _require_own_page(request: Request) -> None:
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OWN:
        raise HTTPException(403, "form")
    if origin is None or origin == _UNNAMED:
        return  # the token in the form decides
    if origin.partition("://")[2].casefold() != request.headers.get("host", "").casefold():
        raise HTTPException(403, "form")


class FormToken:
    """The hidden field of a form, made where a template writes it. `made` is the value of the
    cookie that the answer has to set, for a browser that has none yet.
    """

    def __init__(self, request: Request) -> None:
        self._secret = _secret_of(request)
        self.made: str | None = None

    def __html__(self) -> str:
        if self._secret is None:
            self._secret = self.made = tokens.new()
        value = tokens.of_form(self._secret)
        return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, value)


def _secret_of(request: Request) -> str | None:
    """What only this browser and we know: its session's token (`renewed` where this answer changes
    it), else its cookie for forms.
    """
    renewed: str | None = getattr(request.state, "renewed", None)
    if renewed is not None:
        return renewed
    if session_of(request) is not None:
        return cookies.read(request, cookies.SESSION)
    return cookies.read(request, cookies.FORM)
