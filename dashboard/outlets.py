"""`/outlets`: a table of all outlets goes out: when each was visited, the outcomes of its pages,
failed visits and open issues.
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
        open_issues: dict[str, list[Issue]] = {}
        for issue in issues.open_issues(view.engine):
            open_issues.setdefault(issue.outlet_id or "", []).append(issue)
        seen = [x for x in known if x.last_visit or x.pages]
        return view.page(
            request,
            "outlets.html",
            lines=sorted(seen, key=lambda x: (x.id not in open_issues, -x.failures, x.name)),
            open_issues=open_issues,
            unseen=[x for x in known if x not in seen],
            columns=operations.COLUMNS,
            sums={c: sum(x.outcomes[c] for x in seen) for c in operations.COLUMNS},
            failing=sum(1 for x in seen if x.failures),
        )

    return router
