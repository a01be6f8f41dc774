"""A person asks who said what: facts by kind, speaker, outlet and day."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from baqylau.store.queries import facts as fact_queries
from dashboard.params import KINDS, after, field, pages_of, parse_filter
from dashboard.view import View

_SIZE = 40  # facts a page
_SPEAKERS = 200  # names offered while typing


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/facts")
    def facts(request: Request) -> Response:
        narrowed = replace(
            parse_filter(request), reprints=field(request, "reprints") == "yes"
        )  # a statement is not counted twice unasked
        lines, following = pages_of(
            fact_queries.listed(view.engine, narrowed, _SIZE + 1, after(request)), _SIZE
        )
        every_kind = replace(narrowed, kind=None)
        everyone = replace(every_kind, who=None)
        return view.page(
            request,
            "facts.html",
            lines=lines,
            following=following,
            parse_filter=narrowed,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            kinds=view.remembered.ask(
                ("kinds", every_kind), lambda: fact_queries.kinds(view.engine, every_kind)
            ),
            every_kind=KINDS,
            speakers=view.remembered.ask(
                ("speakers", everyone),
                lambda: fact_queries.speakers(view.engine, everyone, _SPEAKERS),
            ),
            outlets=view.outlets(),
            languages=view.languages(),
        )

    return router
