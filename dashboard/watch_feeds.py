"""What a watch matched as a feed: `/watches/<id>.rss`, `.atom` and `.json` (JSON Feed 1.1). Titles,
leads and links go out, no text.
"""

import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from baqylau.model.watch import Watch
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import watch_pages
from baqylau.store.queries.articles import ArticleRow
from dashboard.view import View, language_of, outward
from dashboard.watches import own_watch

_ITEMS = 50
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/watches/{number}.rss")
    def rss(request: Request, number: str) -> Response:
        return _xml(view, request, own_watch(view, request, number), "rss")

    @router.get("/watches/{number}.atom")
    def atom(request: Request, number: str) -> Response:
        return _xml(view, request, own_watch(view, request, number), "atom")

    @router.get("/watches/{number}.json")
    def json_feed(request: Request, number: str) -> Response:
        watch = own_watch(view, request, number)
        home = str(request.base_url)
        items = [
            {
                "id": f"baqylau-{x.outlet_id}-{x.id}",
                "url": outward(x.url) or f"{home}article/{x.id}",
                "title": x.title or "",
                "summary": x.lead,
                "content_text": x.lead,
                "date_published": x.when.isoformat(),
                "authors": [{"name": x.outlet}],
            }
            for x in _rows(view, watch)
        ]
        given = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"Baqylau: {watch.name}",
            "home_page_url": f"{home}watches/{watch.id}",
            "feed_url": str(request.url).partition("?")[0],  # the query may hold a reader's secret
            "items": items,
        }
        return JSONResponse(given, media_type="application/feed+json")

    return router


def _rows(view: View, watch: Watch) -> list[ArticleRow]:
    found = [x.article for x in watch_pages.matched(view.engine, watch.id, _ITEMS)]
    rows = article_queries.rows_of(view.engine, found)
    return [rows[x] for x in found if x in rows]


def _xml(view: View, request: Request, watch: Watch, form: str) -> Response:
    home = str(request.base_url)
    items = [(x, x.lead) for x in _rows(view, watch)]
    body = view.render(
        f"feed.{form}",
        language_of(request),
        request,
        title=watch.name,
        searched=False,
        page=f"{home}watches/{watch.id}",
        own=str(request.url).partition("?")[0],
        items=items,
        home=home,
    )
    return Response(_NOT_XML.sub("", body), media_type=_TYPES[form])
