"""`/changes`: an outlet and a kind come in; edits and removals, newest first, go out.
`/changes/<old>/<new>`: the ids of two revisions of an article come in; a page that marks what was
removed and what was added goes out.
"""

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.errors import InputError
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import changes as change_queries
from baqylau.stories import revisions
from dashboard.article import article_id
from dashboard.params import after, field, pages_of
from dashboard.view import View

_SIZE = 40  # changes a page


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/changes")
    def changes(request: Request) -> Response:
        outlet, kind = field(request, "outlet"), field(request, "change")
        if kind is not None and kind not in change_queries.KINDS:
            raise InputError(f"change={kind}: {', '.join(change_queries.KINDS)}")
        lines, following = pages_of(
            change_queries.listed(view.engine, outlet, kind, _SIZE + 1, after(request)), _SIZE
        )
        return view.page(
            request,
            "changes.html",
            lines=lines,
            meant=change_queries.meanings(view.engine, lines),
            following=following,
            outlet=outlet,
            kind=kind,
            kinds=change_queries.KINDS,
            outlets=view.outlets(),
            paged=field(request, "after") is not None,
        )

    @router.get("/changes/{before}/{after}")
    def diff(request: Request, before: str, after: str) -> Response:
        old, new = (article_queries.detail(view.engine, article_id(x)) for x in (before, after))
        if old is None or new is None or new.line.id not in {x.id for x in old.revisions}:
            raise HTTPException(404)
        title = revisions.compare(old.line.title or "", new.line.title or "")
        paragraphs = revisions.compare(old.text, new.text)
        return view.page(request, "diff.html", old=old, new=new, title=title, paragraphs=paragraphs)

    return router
