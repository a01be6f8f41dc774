"""`/issues`: what is wrong, or was, with outlets, as the detectors found it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import Ordered, Words
from baqylau.model.issue import Trouble
from baqylau.store.queries import by_id


class Issue(BaseModel):
    """A fault of an outlet; `closed` null while it lasts."""

    id: int
    outlet: str | None = Field(description="Null: the whole installation, not an outlet.")
    trouble: Trouble
    subject: str = Field(description="A discovery address or a field; empty: the outlet itself.")
    since: datetime = Field(description="The last moment at which all was well.")
    opened: datetime
    confirmed: datetime
    closed: datetime | None
    diagnosis: str
    evidence: dict[str, Any]
    probability: float | None = Field(
        description="How likely the same numbers are by chance where nothing is wrong."
    )


class IssuePage(Page):
    """A page of issues."""

    items: list[Issue]


class IssueParameters(Ordered):
    """The filter of issues."""

    outlet: Words | None = Field(None, description="The id of an outlet.")
    trouble: Trouble | None = None
    open: bool | None = Field(None, description="True: only open ones; false: only closed ones.")


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["issues"], dependencies=[Depends(api.door)])

    @router.get("/issues", summary="Faults of outlets")
    def issues(
        request: Request, response: Response, asked: Annotated[IssueParameters, Query()]
    ) -> IssuePage:
        """Faults that the detectors found, open and closed."""
        api.known(asked.outlet)
        place = asked.place("issues")
        found = by_id.of_issues(
            api.engine, asked.outlet, asked.trouble, asked.open, place, asked.limit + 1
        )
        rows, page = turn(request, response, asked, "issues", found, lambda x: (x["id"],))
        return IssuePage(items=[Issue(**x) for x in rows], **page)

    return router
