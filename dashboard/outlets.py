"""A person looks after the outlets: when each was visited, what became of its pages, which are failing."""

from fastapi import APIRouter, Request, Response

from baqylau.store import overview
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/outlets")
    def outlets(request: Request) -> Response:
        known = view.lines()
        seen = [x for x in known if x.last_visit or x.pages]
        return view.page(
            request,
            "outlets.html",
            lines=sorted(seen, key=lambda x: (-x.failures, x.name)),
            unseen=[x for x in known if x not in seen],
            columns=overview.COLUMNS,
            sums={c: sum(x.outcomes[c] for x in seen) for c in overview.COLUMNS},
            failing=sum(1 for x in seen if x.failures),
        )

    return router
