"""`/audit`: for administrators, who did what, when and from where, newest first."""

from fastapi import APIRouter, Request, Response

from baqylau.store import audit
from dashboard import i18n
from dashboard.article import article_id
from dashboard.asking import require_admin
from dashboard.params import field
from dashboard.view import View

_SIZE = 100  # lines a page
WORDED = frozenset(
    x.removeprefix("did.") for x in i18n.table(i18n.LANGUAGES[0]) if x.startswith("did.")
)
"""The actions that have words; another one is shown as it is stored."""


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/audit")
    def log(request: Request) -> Response:
        require_admin(request)
        before = field(request, "before")
        lines = audit.listed(
            view.engine, _SIZE + 1, article_id(before) if before is not None else None
        )
        following = lines[_SIZE - 1]["id"] if len(lines) > _SIZE else None
        return view.page(
            request,
            "audit.html",
            lines=lines[:_SIZE],
            following=following,
            paged=before is not None,
            worded=WORDED,
        )

    return router
