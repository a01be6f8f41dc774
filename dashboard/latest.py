"""`/`: a filter (outlet, language, days, tag, somebody named) comes in; the latest articles by day,
newest first, go out.
"""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries import stories as story_queries
from baqylau.store.queries.filter import Filter
from dashboard.params import (
    after,
    cursor_text,
    field,
    filter_parameters,
    pages_of,
    parse_filter,
    with_reprints,
)
from dashboard.times import local
from dashboard.view import View

_SIZE = 40  # articles a page: two screens of a desktop, and quick to load on a phone


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/")
    def latest(request: Request) -> Response:
        chosen = parse_filter(request)
        lines, following = pages_of(
            article_queries.latest(view.engine, chosen, _SIZE + 1, after(request)), _SIZE
        )
        days: list[tuple[object, list[article_queries.ArticleRow]]] = []
        for line in lines:
            that = local(line.when).date()
            if not days or days[-1][0] != that:
                days.append((that, []))
            days[-1][1].append(line)
        first = cursor_text(lines[0].key) if lines and field(request, "after") is None else None
        return view.page(
            request,
            "latest.html",
            days=days,
            more=story_queries.reprint_counts(view.engine, [x.id for x in lines])
            if not chosen.reprints
            else {},
            every=bool(with_reprints(request)),
            first=first,
            following=following,
            fresher=f"/fresher?{urlencode(filter_parameters(request) | {'after': first})}"
            if first
            else None,
            filter=chosen,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            outlets=view.outlets(),
            languages=view.languages(),
            paged=field(request, "after") is not None,
            said=_facts_about(view, chosen.named) if chosen.named else 0,
        )

    @router.get("/fresher")
    def fresher(request: Request) -> Response:
        """How many articles came since the list was opened; the page's script asks once a
        minute.
        """
        key = after(request)
        return JSONResponse(
            {
                "count": article_queries.count_newer(view.engine, parse_filter(request), key)
                if key
                else 0
            }
        )

    return router


def _facts_about(view: View, name: str) -> int:
    """How many facts there are whose speaker or person has this name."""
    return sum(fact_queries.kinds(view.engine, Filter(who=name, reprints=False)).values())
