"""Pages for programs: `/search.rss` gives a search as an RSS feed, `/health` shows whether the
dashboard can read the database.
"""

import re
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from baqylau.errors import TryLater
from baqylau.store import pages
from baqylau.store.connect import busy_as_try_later
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import search
from dashboard.params import field, parse_filter
from dashboard.view import View, language_of

_ITEMS = 50  # a feed reader fetches often and keeps the items it has
_NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/search.rss")
    def rss(request: Request) -> Response:
        query, chosen = field(request, "q") or "", parse_filter(request)
        hits = search.find(view.engine, query, replace(chosen, reprints=True), _ITEMS)
        lines = article_queries.rows_of(view.engine, [x.article_id for x in hits])
        items = [(hit, lines[hit.article_id]) for hit in hits if hit.article_id in lines]
        body = view.render(
            "search.rss",
            language_of(request),
            request,
            q=query,
            items=items,
            home=str(request.base_url),
        )
        return Response(_NOT_XML.sub("", body), media_type="application/rss+xml")

    @router.get("/health")
    def health() -> Response:
        try:
            with busy_as_try_later():
                totals = pages.totals(view.engine)
        except TryLater as busy:
            return JSONResponse({"status": "busy", "reason": str(busy)}, 503)
        return JSONResponse({"status": "ok", "pages": totals})

    return router
