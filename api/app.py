"""The API: an open app comes in, a web application that answers JSON under `/api/v1` goes out.

It reads, and with the scope `write` it corrects, labels, notes and watches. No other site may read
its answers or write from a browser: there is no CORS.
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
    corrections,
    edits,
    entities,
    facts,
    gaps,
    issues,
    labels,
    mentions,
    outlets,
    stories,
    watches,
)
from api.writing import Guard
from baqylau.app import App

PREFIX = "/api/v1"
RESOURCES = (
    *(articles, facts, mentions, entities, stories, edits, changes, outlets, issues, gaps),
    *(corrections, labels, watches),
)


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
    web.add_middleware(Guard)
    web.add_middleware(Envelope, names=[*settings.dashboard_names, settings.dashboard_host])
    if settings.trusted_proxies:
        web.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return web
