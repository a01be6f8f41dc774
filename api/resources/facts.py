"""`/facts`: who said what, how much, when; of current articles."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import FactKind, Narrowed
from api.resources.corrections import CorrectionMark
from baqylau import disclosure
from baqylau.errors import SetAside
from baqylau.model.access import Access
from baqylau.store.queries import article_records, by_id


class Source(BaseModel):
    """The article that something was read from."""

    id: int
    outlet: str
    outlet_name: str
    url: str
    title: str | None
    language: str | None
    listed: datetime = Field(description="The time printed, or of the fetch, in UTC.")
    published: str | None = Field(description="The time printed, with the outlet's own offset.")


class Sentence(BaseModel):
    """Where the sentence of a fact stands; its words only for who may read texts."""

    start: int
    end: int
    text: str | None = None


class Fact(BaseModel):
    """A fact with its evidence. Offsets are half-open code points of the article's text."""

    id: int
    key: str | None = Field(
        description="What the fact is known by, also after its article is read again; `id` is not."
    )
    type: FactKind
    text: str = Field(description="The fact's own characters.")
    start: int
    end: int
    sentence: Sentence
    confidence: float
    rule: str
    made_by: Literal["rules", "model"] = Field(
        description="`model`: a language model read it, and nobody has measured how well."
    )
    version: str
    who: str | None = Field(description="The speaker, or the person of a role or an appointment.")
    entity: int | None = Field(description="The entity that `who` means, where it is known.")
    slots: dict[str, Any] = Field(description="What only this type of fact has (docs/facts.md).")
    corrected: dict[str, CorrectionMark] = Field(
        description="What people corrected of it, by field; all other fields are as corrected."
    )
    hidden: bool = Field(description="Somebody said that it is wrong altogether: it is in no list.")


class FactInList(Fact):
    """A fact with the article that it was read from."""

    article: Source


class FactPage(Page):
    """A page of facts."""

    items: list[FactInList]


class FactParameters(Narrowed):
    """The filter of facts."""

    kind: FactKind | None = Field(None, description="The type of fact.")


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["facts"])

    @router.get("/facts", summary="Facts of all articles")
    def facts(
        request: Request,
        response: Response,
        asked: Annotated[FactParameters, Query()],
        access: Annotated[Access, Depends(api.door)],
    ) -> FactPage:
        """Facts of current articles. Facts are free: their own characters are given to everybody
        who may ask, quotes whole; the sentence around them only with the scope `text`.
        """
        return page_of(api, request, response, asked, asked.kind, access)

    @router.get("/facts/{key}", summary="One fact")
    def one(
        key: Annotated[str, Path(max_length=40)], access: Annotated[Access, Depends(api.door)]
    ) -> FactInList:
        """The fact that a key names now, also after its article was read again or edited."""
        found = None if "\x00" in key else article_records.fact(api.engine, key)
        if found is None:
            raise SetAside(f"there is no fact {key!r} in a current article, or none any more")
        return FactInList(**disclosure.fact(found, access))

    return router


def page_of(
    api: Api,
    request: Request,
    response: Response,
    asked: Narrowed,
    kind: str | None,
    access: Access,
) -> FactPage:
    """A page of the facts that were asked for."""
    place = asked.place("facts")
    found = by_id.of_facts(api.engine, api.asked(asked, kind), place, asked.limit + 1)
    rows, page = turn(request, response, asked, "facts", found, lambda x: (x["id"],))
    items = [FactInList(**disclosure.fact(x, access)) for x in rows]
    return FactPage(items=items, **page)
