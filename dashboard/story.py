"""`/story/<id>`: the id of a story comes in; its timeline, what each article repeats, adds and
leaves out, who said what and which figures differ go out.
"""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.model.brand import brand_of
from baqylau.store.queries import stories as story_queries
from baqylau.store.queries.articles import ArticleRow
from dashboard.article import article_id
from dashboard.view import View


def _pairs(lines: list[ArticleRow], view: View) -> list[tuple[ArticleRow, ArticleRow]]:
    """The first two articles of each outlet that are in different languages."""
    found: dict[str, list[ArticleRow]] = {}
    for line in lines:
        its = found.setdefault(brand_of(line.outlet_id, view.app.outlets), [])
        if line.language and line.language not in [x.language for x in its]:
            its.append(line)
    return [(x[0], y) for x in found.values() for y in x[1:]]


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
            pairs=_pairs([x.line for x in detail.parts], view),
        )

    return router
