"""`/story/<id>`: the id of a story comes in; its timeline, what each article repeats, adds and
leaves out, who said what and which figures differ go out.
"""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.store.queries import stories as story_queries
from dashboard.article import article_id
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/story/{number}")
    def story(request: Request, number: str) -> Response:
        detail = story_queries.detail(view.engine, article_id(number))
        if detail is None:
            raise HTTPException(404)
        if detail.id != int(number):  # it became a part of another
            return RedirectResponse(f"/story/{detail.id}", 307)
        return view.page(
            request,
            "story.html",
            detail=detail,
            first=detail.parts[0].line,
            of={x.line.id: x.line for x in detail.parts},
        )

    return router
