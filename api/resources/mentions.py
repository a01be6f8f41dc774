"""`/mentions`: persons, organizations and places named in current articles."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import MentionKind, Narrowed
from api.resources.facts import Source
from baqylau.store.queries import by_id


class Mention(BaseModel):
    """A name in a text. Offsets are half-open code points of the article's text."""

    id: int
    type: MentionKind
    text: str
    start: int
    end: int
    name: str = Field(description="The fullest nominative form that the article gives.")
    descriptor: dict[str, Any] | None = Field(
        description="The words right before an organization's name that say what it is."
    )
    version: str
    entity: int | None = Field(description="The entity that it means, where it is known.")


class MentionInList(Mention):
    """A name with the article that it stands in."""

    article: Source


class MentionPage(Page):
    """A page of names."""

    items: list[MentionInList]


class MentionParameters(Narrowed):
    """The filter of names; `who` is a part of the name."""

    kind: MentionKind | None = Field(None, description="The type of name.")


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["mentions"], dependencies=[Depends(api.door)])

    @router.get("/mentions", summary="Names in all articles")
    def mentions(
        request: Request, response: Response, asked: Annotated[MentionParameters, Query()]
    ) -> MentionPage:
        """Persons, organizations and places named in current articles."""
        place = asked.place("mentions")
        found = by_id.of_mentions(api.engine, api.asked(asked, asked.kind), place, asked.limit + 1)
        rows, page = turn(request, response, asked, "mentions", found, lambda x: (x["id"],))
        return MentionPage(items=[MentionInList(**x) for x in rows], **page)

    return router
