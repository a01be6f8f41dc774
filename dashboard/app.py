"""The dashboard: a house comes in, a web application goes out that only ever reads.

Nothing it sends loads anything from elsewhere or runs anything a page brought along: everything is
escaped, and the Content-Security-Policy allows this server's own style sheet and script alone.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from baqylau.app import App
from baqylau.errors import InputError, SetAside
from baqylau.store.connect import is_busy
from dashboard import article, diff, evidence, facts, feeds, latest, outlet, outlets, pages, search
from dashboard.view import View

log = structlog.get_logger("dashboard")

HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # outlets need not know who reads them here
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_KEPT = "public, max-age=3600"  # an upgrade shows within the hour


def create(app: App) -> FastAPI:
    """The application over an open house; it holds the house's engine and opens nothing of its
    own.
    """
    web = FastAPI(title="Baqylau", docs_url=None, redoc_url=None, openapi_url=None)
    view = View(app)
    web.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for room in (latest, article, diff, facts, search, outlets, outlet, pages, evidence, feeds):
        web.include_router(room.routes(view))
    web.middleware("http")(_with_headers)
    settings = app.settings  # another site's name that leads to this machine reads nothing here
    web.add_middleware(
        TrustedHostMiddleware,
        allowed_hosts=[*settings.dashboard_names, settings.dashboard_host],
        www_redirect=False,
    )
    _add_errors(web, view)
    return web


async def _with_headers(
    request: Request, go_on: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await go_on(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/static/"):
        response.headers["Cache-Control"] = _KEPT
    return response


def _add_errors(web: FastAPI, view: View) -> None:
    @web.exception_handler(InputError)
    def wrong_question(request: Request, wrong: InputError) -> Response:
        return view.page(request, "error.html", status=400, code="400", detail=str(wrong))

    @web.exception_handler(SetAside)
    def gone(request: Request, wrong: SetAside) -> Response:
        return view.page(request, "error.html", status=404, code="404", detail=str(wrong))

    @web.exception_handler(HTTPException)
    def refused(request: Request, wrong: HTTPException) -> Response:
        code = "404" if wrong.status_code == 404 else "400" if wrong.status_code < 500 else "500"
        return view.page(request, "error.html", status=wrong.status_code, code=code, detail=None)

    @web.exception_handler(Exception)
    def fault(request: Request, wrong: Exception) -> Response:
        log.error("fault", path=request.url.path, error=f"{type(wrong).__name__}: {wrong}")
        status = 503 if is_busy(wrong) else 500
        answer = view.page(request, "error.html", status=status, code=str(status), detail=None)
        answer.headers.update(_HEADERS)  # this handler stands outside the middleware
        return answer
