"""`/facts`: a filter (kind, person, outlet, language, days) comes in; the facts of all articles
that it lets through, newest first, go out.
"""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from baqylau.store.queries import facts as fact_queries
from dashboard.params import KINDS, after, field, pages_of, parse_filter, with_reprints
from dashboard.view import View

_SIZE = 40  # facts a page
_SPEAKERS = 200  # names suggested while typing


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/facts")
    def facts(request: Request) -> Response:
        # without reprints unless they are asked for: a statement counts once
        chosen = replace(parse_filter(request), reprints=bool(with_reprints(request)))
        lines, following = pages_of(
            fact_queries.listed(view.engine, chosen, _SIZE + 1, after(request)), _SIZE
        )
        every_kind = replace(chosen, kind=None)
        everyone = replace(every_kind, who=None)
        return view.page(
            request,
            "facts.html",
            lines=lines,
            following=following,
            filter=chosen,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            kinds=view.cache.get(
                ("kinds", every_kind), lambda: fact_queries.kinds(view.engine, every_kind)
            ),
            every_kind=KINDS,
            speakers=view.cache.get(
                ("speakers", everyone),
                lambda: fact_queries.speakers(view.engine, everyone, _SPEAKERS),
            ),
            outlets=view.outlets(),
            languages=view.languages(),
        )

    return router
