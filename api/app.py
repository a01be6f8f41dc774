"""The API: an open app comes in, a web application that answers JSON under `/api/v1` goes out.

It only reads, but for the time at which a token was last used. No other site may read its answers
from a browser: there is no CORS.
"""

from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api import docs, openapi, problems
from api.asking import Api
from api.door import Door
from api.envelope import Envelope
from api.resources import (
    articles,
    changes,
    edits,
    entities,
    facts,
    gaps,
    issues,
    mentions,
    outlets,
)
from baqylau.app import App

PREFIX = "/api/v1"
RESOURCES = (articles, facts, mentions, entities, edits, changes, outlets, issues, gaps)


def create(app: App) -> FastAPI:
    """The web application over an open app; it uses the app's engine and opens nothing itself."""
    web = FastAPI(
        title="Baqylau",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        redirect_slashes=False,
    )
    api = Api(app, Door(app))
    for module in RESOURCES:
        web.include_router(module.routes(api), prefix=PREFIX)
    web.include_router(docs.routes(web), prefix=PREFIX)
    problems.handle(web)
    openapi.describe(web)
    settings = app.settings
    web.add_middleware(Envelope, names=[*settings.dashboard_names, settings.dashboard_host])
    if settings.trusted_proxies:
        web.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return web
