"""`/entities`: persons, organizations and places under all their names; one with its roles; its
facts.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import FactKind, MentionKind, Narrowed, Number, Ordered, Words
from api.resources import facts
from baqylau.errors import SetAside
from baqylau.model.access import Access
from baqylau.store.queries import by_id
from baqylau.store.queries import entities as entity_queries


class Entity(BaseModel):
    """Somebody or something that articles name."""

    id: int
    type: MentionKind
    name: str
    names: list[str] = Field(description="Every name it is known by.")
    articles: int = Field(description="The number of articles that name it.")


class PrintedName(BaseModel):
    """A name with the number of articles that print it."""

    name: str
    articles: int


class HeldRole(BaseModel):
    """A role with the day on which it was last seen."""

    role: str
    seen: str


class EntityDetail(BaseModel):
    """An entity with its names, the most printed first, and its roles, the latest first."""

    id: int
    type: MentionKind
    name: str
    ids: list[int] = Field(description="All ids that mean it: an editor may have merged some.")
    names: list[PrintedName]
    roles: list[HeldRole]
    articles: int


class EntityPage(Page):
    """A page of entities."""

    items: list[Entity]


class EntityParameters(Ordered):
    """The filter of entities."""

    type: MentionKind | None = None
    name: Words | None = Field(None, description="A name in any script, order or case form.")


class EntityFactParameters(Narrowed):
    """The filter of an entity's facts."""

    kind: FactKind | None = Field(None, description="The type of fact.")


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["entities"], dependencies=[Depends(api.door)])

    @router.get("/entities", summary="Persons, organizations, places")
    def entities(
        request: Request, response: Response, asked: Annotated[EntityParameters, Query()]
    ) -> EntityPage:
        """Those that articles name; one that was merged into another is listed as the other."""
        place = asked.place("entities")
        found = by_id.of_entities(api.engine, asked.type, asked.name, place, asked.limit + 1)
        rows, page = turn(request, response, asked, "entities", found, lambda x: (x["id"],))
        return EntityPage(items=[Entity(**x) for x in rows], **page)

    @router.get("/entities/{entity}", summary="One entity")
    def one(entity: Number) -> EntityDetail:
        """The entity that an id means now."""
        found = _found(api, entity)
        return EntityDetail(
            id=found.id,
            type=found.type,
            name=found.name,
            ids=list(found.ids),
            names=[PrintedName(name=x, articles=n) for x, n in found.names],
            roles=[HeldRole(role=x, seen=day) for x, day in found.roles],
            articles=found.articles,
        )

    @router.get("/entities/{entity}/facts", summary="The facts of one entity")
    def its_facts(
        request: Request,
        response: Response,
        entity: Number,
        asked: Annotated[EntityFactParameters, Query()],
        access: Annotated[Access, Depends(api.door)],
    ) -> facts.FactPage:
        """What it said, which roles it held: the facts of `/facts?entity=…`."""
        _found(api, entity)
        narrowed = asked.model_copy(update={"entity": entity})
        return facts.page_of(api, request, response, narrowed, asked.kind, access)

    return router


def _found(api: Api, entity: int) -> entity_queries.EntityDetail:
    found = entity_queries.detail(api.engine, entity)
    if found is None:
        raise SetAside(f"there is no entity {entity}, or none any more")
    return found
