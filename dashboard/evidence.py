"""`/fetch/<id>`: the id of a fetched page comes in; its address, headers, hash and outcome, or its
bytes as the outlet sent them, go out.
"""

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.store import pages
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import operations
from dashboard.article import article_id
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/fetch/{number}")
    def fetch(request: Request, number: str) -> Response:
        page = operations.page_detail(view.engine, article_id(number))
        if page is None:
            raise HTTPException(404)
        return view.page(
            request,
            "evidence.html",
            page=page,
            article=article_queries.article_of(view.engine, page.id),
        )

    @router.get("/fetch/{number}/source")
    def source(number: str) -> Response:
        """The bytes, as plain text only: the browser must not run a saved page."""
        stored = pages.load(view.engine, article_id(number), view.app.archive)
        headers = {
            "Content-Disposition": f'inline; filename="page-{stored.id}.txt"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        kind = f"text/plain; charset={charset_of(stored.page.body, stored.page.content_type)}"
        return Response(stored.page.body, media_type=kind, headers=headers)

    return router


def charset_of(body: bytes, content_type: str | None) -> str:
    """The charset a browser shall read a saved page in: UTF-8 where that is possible, as in
    cleaning, else what the header or the page itself names.

    Nothing is guessed here: that takes longer, and cleaning does it in a process of its own.
    """
    from baqylau.clean import charset

    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return charset.declared(body, content_type) or "utf-8"
    return "utf-8"
