"""`/today`: a number of days, an outlet, a language come in; the stories of that time go out, those
that most outlets report first.
"""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from baqylau.clock import now
from baqylau.store.queries import stories as story_queries
from dashboard.params import field, number_field
from dashboard.view import View

_SIZE = 30
DAYS = (1, 3, 7, 30)
"""The periods to choose from. Without a choice it is the first with some stories."""
_SOME = 5
_MOST_PAGES = 1000


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/today")
    def today(request: Request) -> Response:
        moment, outlet, language = now(), field(request, "outlet"), field(request, "language")
        page = number_field(request, "page", _MOST_PAGES)
        asked = number_field(request, "days", max(DAYS))
        periods: list[int | None] = [asked] if asked else [*DAYS, None]
        found: list[story_queries.StoryLine] = []
        for chosen in periods:
            since = moment - timedelta(days=chosen) if chosen else None
            skip = _SIZE * ((page or 1) - 1)
            found = story_queries.ranked(
                view.engine, since, moment, _SIZE + 1, skip, outlet, language
            )
            if len(found) >= _SOME or page:
                break
        return view.page(
            request,
            "today.html",
            stories=found[:_SIZE],
            days=chosen,
            periods=DAYS,
            outlet=outlet,
            spoken=language,
            outlets=view.outlets(),
            languages=view.languages(),
            following=(page or 1) + 1 if len(found) > _SIZE else None,
        )

    return router
