"""`/changes/<old>/<new>`: the ids of two revisions of an article come in; a page that marks what
was removed and what was added goes out.
"""

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.store.queries import articles as article_queries
from baqylau.stories import revisions
from dashboard.article import article_id
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/changes/{before}/{after}")
    def changes(request: Request, before: str, after: str) -> Response:
        old, new = (article_queries.detail(view.engine, article_id(x)) for x in (before, after))
        if old is None or new is None or new.line.id not in {x.id for x in old.revisions}:
            raise HTTPException(404)
        title = revisions.compare(old.line.title or "", new.line.title or "")
        paragraphs = revisions.compare(old.text, new.text)
        return view.page(
            request, "diff.html", old=old.line, new=new.line, title=title, paragraphs=paragraphs
        )

    return router
