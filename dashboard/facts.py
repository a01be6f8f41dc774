"""A person asks who said what: facts by kind, speaker, outlet and day."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from baqylau.store import statements
from dashboard.asked import KINDS, after, asked, field, pages_of
from dashboard.view import View

_SIZE = 40  # facts a page
_SPEAKERS = 200  # names offered while typing


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/facts")
    def facts(request: Request) -> Response:
        narrowed = replace(
            asked(request), reprints=field(request, "reprints") == "yes"
        )  # a statement is not counted twice unasked
        lines, following = pages_of(
            statements.listed(view.engine, narrowed, _SIZE + 1, after(request)), _SIZE
        )
        every_kind = replace(narrowed, kind=None)
        everyone = replace(every_kind, who=None)
        return view.page(
            request,
            "facts.html",
            lines=lines,
            following=following,
            asked=narrowed,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            kinds=view.remembered.ask(
                ("kinds", every_kind), lambda: statements.kinds(view.engine, every_kind)
            ),
            every_kind=KINDS,
            speakers=view.remembered.ask(
                ("speakers", everyone),
                lambda: statements.speakers(view.engine, everyone, _SPEAKERS),
            ),
            outlets=view.outlets(),
            languages=view.languages(),
        )

    return router
