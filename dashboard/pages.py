"""`/pages`: an outlet and an outcome come in; the fetched pages of that outlet with that outcome,
newest first, each with its reason, go out.
"""

from fastapi import APIRouter, Request, Response

from baqylau.errors import InputError
from baqylau.store.queries import operations
from baqylau.store.queries.filter import Filter
from dashboard.article import article_id
from dashboard.params import field
from dashboard.view import View

_SIZE = 50  # pages a page


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/pages")
    def pages(request: Request) -> Response:
        outlet, outcome, before = (field(request, x) for x in ("outlet", "outcome", "before"))
        if outcome is not None and outcome not in operations.COLUMNS:
            raise InputError(f"outcome={outcome}: {', '.join(operations.COLUMNS)}")
        lines = operations.page_rows(
            view.engine,
            Filter(outlet=outlet),
            outcome,
            _SIZE + 1,
            article_id(before) if before else None,
        )
        return view.page(
            request,
            "pages.html",
            lines=lines[:_SIZE],
            following=lines[_SIZE - 1].id if len(lines) > _SIZE else None,
            outlet=outlet,
            outcome=outcome,
            outcomes=operations.COLUMNS,
            outlets=view.visited(),
        )

    return router
