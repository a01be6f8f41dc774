"""`/changes`: everything that changed since, for programs that keep a copy."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api import cursors
from api.asking import Api
from api.paging import Page, turn
from api.parameters import Listing, Moment
from baqylau import clock
from baqylau.store.queries import change_log

ChangeKind = Literal["stored", "revised", "reprint", "facts", "removed", "deleted"]


class Change(BaseModel):
    """The last change of this kind of an article. `stored`: new, or its page was read again.
    `revised`: another revision became the current one. `reprint`: the source of its text.
    `facts`: its facts and mentions were extracted or corrected, or mean another entity. `removed`:
    the outlet removed the page. `deleted`: it is not stored any more, and copies of it must be
    deleted too.
    """

    article: int
    kind: ChangeKind
    moment: datetime


class ChangePage(Page):
    """A page of changes."""

    items: list[Change]


class ChangeParameters(Listing):
    """Where to begin; afterwards `after` alone says it."""

    since: Moment | None = Field(
        None, description="Only changes of this moment or later: 2026-11-30T06:00:00Z."
    )


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["changes"], dependencies=[Depends(api.door)])

    @router.get("/changes", summary="Everything that changed since")
    def changes(
        request: Request, response: Response, asked: Annotated[ChangeParameters, Query()]
    ) -> ChangePage:
        """Changes of articles in their order. Ask with the last `after` again and again: nothing is
        lost and nothing given twice, while articles arrive, are edited and deleted. With PostgreSQL
        a change is given a minute after it happened.
        """
        behind = 0
        if asked.after is not None:
            told = asked.question() | {"resource": "changes"}
            behind = int(cursors.read(asked.after, told, (int,))[0])
        found = change_log.after(api.engine, behind, asked.since, asked.limit + 1, clock.now())
        rows, page = turn(request, response, asked, "changes", found, lambda x: (x["id"],))
        items = [Change(article=x["article"], kind=x["kind"], moment=x["moment"]) for x in rows]
        return ChangePage(items=items, **page)

    return router
