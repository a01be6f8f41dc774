"""The dashboard: an open app (`baqylau.app.App`) comes in, a web application that only reads the
database goes out.

Its pages load nothing from other servers and run nothing that a fetched page contains: everything
is escaped, and the Content-Security-Policy allows this server's own style sheet and script alone.
"""

from pathlib import Path

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from baqylau.app import App
from baqylau.errors import EditError, InputError, QueryError, SetAside, TryLater
from baqylau.masking import mask
from baqylau.store.connect import is_busy
from dashboard import (
    accounts,
    article,
    audit,
    changes,
    citations,
    correcting,
    corrections,
    coverage,
    entity,
    evidence,
    exporting,
    facts,
    feeds,
    i18n,
    inbox,
    latest,
    outlet,
    outlets,
    own_account,
    pages,
    pair,
    reasons,
    search,
    signing_in,
    story,
    today,
    tokens,
    watch_feeds,
    watches,
)
from dashboard.gate import LINK, Gate, WithAccess, require_safe
from dashboard.middleware import HeadAsGet, LimitBody, WithHeaders, WithPeer
from dashboard.params import filter_parameters, whole_field
from dashboard.view import View, language_of

log = structlog.get_logger("dashboard")

HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # outlets do not learn that somebody reads them here
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LARGEST_FORM = 256 * 1024  # bytes; a long note takes some ten thousand
_SAID = {401, 403, 404, 413, 429}
"""Statuses that have words of their own in dashboard/i18n (`error.…`)."""
_STATIC_CACHE = (
    "public, max-age=3600"  # after an upgrade, browsers load the new files within an hour
)


def create(app: App) -> FastAPI:
    """The web application over an open app; it uses the app's engine and opens nothing itself.
    Raises `ConfigurationError` where others could reach it and there are no accounts.
    """
    require_safe(app)
    web = FastAPI(title="Baqylau", docs_url=None, redoc_url=None, openapi_url=None)
    view = View(app)
    web.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for module in (
        latest,
        article,
        changes,
        entity,
        facts,
        search,
        outlets,
        outlet,
        pages,
        evidence,
        exporting,
        feeds,
        signing_in,
        own_account,
        accounts,
        tokens,
        audit,
        corrections,
        correcting,
        today,
        story,
        watch_feeds,
        watches,
        inbox,
        citations,
        coverage,
        pair,
    ):
        web.include_router(module.routes(view))
    web.add_middleware(WithAccess, gate=Gate(view), engine=app.engine)
    web.add_middleware(LimitBody, most=_LARGEST_FORM)
    web.add_middleware(HeadAsGet)
    web.add_middleware(WithHeaders, headers=_HEADERS, static={"Cache-Control": _STATIC_CACHE})
    settings = app.settings
    # DNS rebinding: a foreign name that resolves to this machine is refused
    web.add_middleware(
        TrustedHostMiddleware,
        allowed_hosts=[*settings.dashboard_names, settings.dashboard_host],
        www_redirect=False,
    )
    if settings.trusted_proxies:
        web.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    web.add_middleware(WithPeer)
    _add_errors(web, view)
    return web


def _add_errors(web: FastAPI, view: View) -> None:
    @web.exception_handler(QueryError)
    def query_not_understood(request: Request, error: QueryError) -> Response:
        t, query = i18n.of(language_of(request)), whole_field(request, "q") or ""
        return view.page(
            request,
            "error.html",
            status=400,
            code="400",
            advice=t("query." + error.reason),
            detail=None,
            pieces=[(mask(x), wrong) for x, wrong in search.faulty(query, error)],
            character=error.at + 1,
            example=error.example,
            q=query,
            kept=filter_parameters(request),
        )

    @web.exception_handler(EditError)
    def edit_refused(request: Request, error: EditError) -> Response:
        said = reasons.refused(error, i18n.of(language_of(request)))
        return view.page(request, "error.html", status=400, code="400", detail=said)

    @web.exception_handler(InputError)
    def invalid_request(request: Request, error: InputError) -> Response:
        return view.page(request, "error.html", status=400, code="400", detail=str(error))

    @web.exception_handler(SetAside)
    def not_found(request: Request, error: SetAside) -> Response:
        return view.page(request, "error.html", status=404, code="404", detail=str(error))

    @web.exception_handler(TryLater)
    def busy(request: Request, _: TryLater) -> Response:
        answer = view.page(request, "error.html", status=503, code="503", detail=None)
        answer.headers["Retry-After"] = "30"
        return answer

    @web.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        status = error.status_code
        code = str(status) if status in _SAID else "400" if status < 500 else "500"
        code += "_form" if status == 403 and error.detail == "form" else ""
        answer = view.page(request, "error.html", status=status, code=code, detail=None)
        answer.headers.update(error.headers or {})
        return answer

    @web.exception_handler(Exception)
    def internal_error(request: Request, error: Exception) -> Response:
        log.error("request failed", path=_shown(request), error=f"{type(error).__name__}: {error}")
        status = 503 if is_busy(error) else 500
        answer = view.page(request, "error.html", status=status, code=str(status), detail=None)
        answer.headers.update(_HEADERS)  # responses of this handler do not pass the middleware
        return answer


def _shown(request: Request) -> str:
    """The path for the log, without the token of a one-time link."""
    path = request.url.path
    return f"{LINK}…" if path.startswith(LINK) else path
