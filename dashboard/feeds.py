"""Pages for programs: `/search.rss` gives a search as an RSS feed, `/latest.rss` the newest
articles (of an outlet, in a language, of a person …, by the same parameters as the lists),
`/health` shows whether the dashboard can read the database.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from baqylau.disclosure import lead
from baqylau.errors import SetAside, TryLater
from baqylau.store import pages
from baqylau.store.connect import busy_as_try_later
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import search
from baqylau.store.queries.articles import ArticleRow
from baqylau.store.queries.filter import Filter
from dashboard.asking import access_of
from dashboard.collapse import collapsed
from dashboard.gate import FEED_TOKEN
from dashboard.params import parse_filter, whole_field
from dashboard.view import View, language_of

_ITEMS = 50  # a feed reader fetches often and keeps the items it has
_NOT_OF_THE_FEED = ("ui", FEED_TOKEN)  # the reader's secret is told to nobody
_NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/search.rss")
    def found(request: Request) -> Response:
        """The articles that a search finds; without words, the newest ones."""
        query, chosen = whole_field(request, "q") or "", _filter(view, request)
        if not query:
            return _feed(view, request, chosen, _latest(view, chosen), "")
        every = replace(chosen, reprints=True)  # collapsed below: a reprint may say more
        hits = search.find(view.engine, query, every, _ITEMS, countries=view.countries())
        rows = article_queries.rows_of(view.engine, [x.article_id for x in hits])
        if not chosen.reprints:
            kept, _ = collapsed([rows[x.article_id] for x in hits if x.article_id in rows])
            rows = {x.id: x for x in kept}
        texts = access_of(request).may_read_text
        items = [
            (rows[x.article_id], x.snippet if texts else lead(rows[x.article_id].lead))
            for x in hits
            if x.article_id in rows
        ]
        return _feed(view, request, chosen, items, query)

    @router.get("/latest.rss")
    def latest(request: Request) -> Response:
        chosen = _filter(view, request)
        return _feed(view, request, chosen, _latest(view, chosen), "")

    @router.get("/health")
    def health() -> Response:
        try:
            with busy_as_try_later():
                totals = pages.totals(view.engine)
        except TryLater as busy:
            return JSONResponse({"status": "busy", "reason": str(busy)}, 503)
        return JSONResponse({"status": "ok", "pages": totals})

    return router


Items = Sequence[tuple[ArticleRow, str]]
"""The articles of a feed, each with a piece of its text."""


def _filter(view: View, request: Request) -> Filter:
    """The filter of the request. Raises `SetAside` for an outlet that does not
    exist: its feed would stay empty for ever without a word.
    """
    chosen = parse_filter(request)
    known = {*view.app.outlets, *(x.id for x in view.lines())}
    if chosen.outlet is not None and chosen.outlet not in known:
        raise SetAside(f"outlet={chosen.outlet}")
    return chosen


def _latest(view: View, chosen: Filter) -> Items:
    return [(x, lead(x.lead)) for x in article_queries.latest(view.engine, chosen, _ITEMS)]


def _feed(view: View, request: Request, chosen: Filter, items: Items, query: str) -> Response:
    language, home = language_of(request), str(request.base_url)
    outlets = {x.id: x.name for x in view.lines()}
    narrowed = [
        query,
        outlets.get(chosen.outlet or "", chosen.outlet),
        chosen.who,
        chosen.language,
        chosen.kind,
    ]
    parameters = {
        k: v for k, v in request.query_params.items() if v.strip() and k not in _NOT_OF_THE_FEED
    }
    asked = f"?{urlencode(parameters)}" if parameters else ""
    body = view.render(
        "feed.rss",
        language,
        request,
        title=", ".join(x for x in narrowed if x),
        searched=bool(query),
        page=f"{home}{'search' if query else ''}{asked}",
        own=f"{str(request.url).partition('?')[0]}{asked}",
        items=items,
        home=home,
    )
    return Response(xml_text(body), media_type="application/rss+xml")


def xml_text(body: str) -> str:
    """Without the characters that no XML document may hold."""
    return _NOT_XML.sub("", body)
