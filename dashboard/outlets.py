"""A person looks after the outlets: when each was visited, what became of its pages, which are
failing, what ails them.
"""

from fastapi import APIRouter, Request, Response

from baqylau.model.issue import Issue
from baqylau.store import issues
from baqylau.store.queries import operations
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/outlets")
    def outlets(request: Request) -> Response:
        known = view.lines()
        ill: dict[str, list[Issue]] = {}
        for issue in issues.open_issues(view.engine):
            ill.setdefault(issue.outlet_id or "", []).append(issue)
        seen = [x for x in known if x.last_visit or x.pages]
        return view.page(
            request,
            "outlets.html",
            lines=sorted(seen, key=lambda x: (x.id not in ill, -x.failures, x.name)),
            ill=ill,
            unseen=[x for x in known if x not in seen],
            columns=operations.COLUMNS,
            sums={c: sum(x.outcomes[c] for x in seen) for c in operations.COLUMNS},
            failing=sum(1 for x in seen if x.failures),
        )

    return router
