"""`/outlets`: a table of all outlets goes out: when each was visited, the outcomes of its pages,
failed visits and open issues.
"""

from fastapi import APIRouter, Request, Response

from baqylau.store import issues
from baqylau.store.queries import operations
from dashboard.condition import condition_of
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/outlets")
    def outlets(request: Request) -> Response:
        known = view.lines()
        found = issues.open_issues(view.engine)
        conditions = {x.id: condition_of(x, found) for x in known}
        seen = [x for x in known if x.last_visit or x.pages]
        return view.page(
            request,
            "outlets.html",
            lines=sorted(seen, key=lambda x: (not conditions[x.id].issues, -x.failures, x.name)),
            conditions=conditions,
            our_issues=[x for x in found if x.outlet_id is None],
            unseen=[x for x in known if x not in seen],
            columns=operations.COLUMNS,
            sums={c: sum(x.outcomes[c] for x in seen) for c in operations.COLUMNS},
            failing=sum(1 for x in seen if x.failures),
        )

    return router
