"""`/pair/<a>/<b>`: two articles in different languages come in; their sentences side by side, those
without a counterpart marked, go out.
"""

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.analysis.editions import aligned
from baqylau.store.queries import article_detail
from dashboard.article import article_id
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/pair/{one}/{other}")
    def pair(request: Request, one: str, other: str) -> Response:
        first, second = (article_detail.detail(view.engine, article_id(x)) for x in (one, other))
        if first is None or second is None:
            raise HTTPException(404)
        languages = first.line.language, second.line.language
        if None in languages or languages[0] == languages[1]:  # nothing to compare by
            raise HTTPException(404)
        return view.page(
            request,
            "pair.html",
            first=first.line,
            second=second.line,
            one_story=first.story is not None and first.story == second.story,
            found=aligned(first.text, languages[0] or "", second.text, languages[1] or ""),
        )

    return router
