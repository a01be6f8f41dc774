"""Pages for programs: `/search.rss` gives a search as an RSS feed, `/latest.rss` the newest
articles (of an outlet, in a language, of a person …, by the same parameters as the lists). The same
as Atom and JSON Feed: `/search.atom`, `/search.json`, `/latest.atom`, `/latest.json`.
`/health` shows whether the dashboard can read the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from baqylau import disclosure
from baqylau.errors import SetAside, TryLater
from baqylau.exchange import feed_formats
from baqylau.exchange.feed_formats import Feed, Item
from baqylau.store import pages
from baqylau.store.connect import busy_as_try_later
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import search
from baqylau.store.queries.articles import ArticleRow
from baqylau.store.queries.filter import Filter
from dashboard.collapse import collapsed
from dashboard.gate import FEED_TOKEN
from dashboard.params import parse_filter, whole_field
from dashboard.view import View, language_of

_ITEMS = 50  # a feed reader fetches often and keeps the items it has
_NOT_OF_THE_FEED = ("ui", FEED_TOKEN)  # the reader's secret is told to nobody
_FORMS = {"atom": feed_formats.ATOM, "json": feed_formats.JSON_FEED}
"""The formats beside RSS, which has a template of its own, by the ending of the address."""


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/search.rss")
    @router.get("/search.atom")
    @router.get("/search.json")
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
        items = _items(rows[x.article_id] for x in hits if x.article_id in rows)
        return _feed(view, request, chosen, items, query)

    @router.get("/latest.rss")
    @router.get("/latest.atom")
    @router.get("/latest.json")
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
"""The articles of a feed, each with its lead: a feed is passed on, so it never carries more of a
text, and no snippet from within it.
"""


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
    return _items(article_queries.latest(view.engine, chosen, _ITEMS))


def _items(rows: Iterable[ArticleRow]) -> Items:
    return [(x, disclosure.lead(x.lead)) for x in rows]


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
    title = ", ".join(x for x in narrowed if x)
    page = f"{home}{'search' if query else ''}{asked}"
    own = f"{str(request.url).partition('?')[0]}{asked}"
    form = _FORMS.get(request.url.path.rpartition(".")[2])
    if form is not None:
        feed = Feed(f"Baqylau: {title}" if title else "Baqylau", page, own, language)
        written = feed_formats.written(form, feed, [_item(x, snippet) for x, snippet in items])
        return Response("".join(written), media_type=feed_formats.MEDIA_TYPES[form])
    body = view.render(
        "feed.rss",
        language,
        request,
        title=title,
        searched=bool(query),
        page=page,
        own=own,
        items=items,
        home=home,
    )
    return Response(xml_text(body), media_type="application/rss+xml")


def _item(row: ArticleRow, snippet: str) -> Item:
    return Item(
        id=f"baqylau-{row.outlet_id}-{row.id}",
        url=row.url,
        title=row.title or row.url,
        summary=snippet,
        when=row.when,
        outlet=row.outlet,
        language=row.language,
    )


def xml_text(body: str) -> str:
    """Without the characters that no XML document may hold."""
    return feed_formats.NOT_XML.sub("", body)
