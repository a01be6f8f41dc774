"""A person reads the latest articles: by outlet, language and day, newest first."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from baqylau.store.queries import articles as article_queries
from dashboard.params import after, field, pages_of, parse_filter, written
from dashboard.times import local
from dashboard.view import View

_SIZE = 40  # articles a page: two screens of a desk, quick on a phone


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/")
    def latest(request: Request) -> Response:
        narrowed = parse_filter(request)
        lines, following = pages_of(
            article_queries.latest(view.engine, narrowed, _SIZE + 1, after(request)), _SIZE
        )
        days: list[tuple[object, list[article_queries.ArticleRow]]] = []
        for line in lines:
            that = local(line.when).date()
            if not days or days[-1][0] != that:
                days.append((that, []))
            days[-1][1].append(line)
        first = written(lines[0].key) if lines and field(request, "after") is None else None
        return view.page(
            request,
            "latest.html",
            days=days,
            first=first,
            following=following,
            fresher=f"/fresher?{urlencode(_filter(request) | {'after': first})}" if first else None,
            parse_filter=narrowed,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            outlets=view.outlets(),
            languages=view.languages(),
            paged=field(request, "after") is not None,
        )

    @router.get("/fresher")
    def fresher(request: Request) -> Response:
        """How many articles came since the list was opened; asked by the page's script once a
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


def _filter(request: Request) -> dict[str, str]:
    return {
        x: given for x in ("outlet", "language", "since", "until") if (given := field(request, x))
    }
