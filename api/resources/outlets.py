"""`/outlets`: the outlets with their last visits; one with the outcomes of its pages."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api import cursors
from api.asking import Api
from api.paging import Page, turn
from api.parameters import Listing
from baqylau.errors import SetAside
from baqylau.store.queries import outlet_records
from baqylau.store.queries.outlet_records import OutletRecord


class Outlet(BaseModel):
    """An outlet; what only the registry knows is null for one that left it."""

    id: str
    name: str
    sample: bool = Field(description="Whether it is an invented one of the sample press.")
    home: str | None
    country: str | None
    languages: list[str]
    timezone: str | None
    last_visit: datetime | None
    last_result: str | None
    next_visit: datetime | None
    failures: int = Field(description="Visits that failed since the last one that did not.")


class OutletDetail(Outlet):
    """An outlet with its pages by outcome, which add up to the pages fetched."""

    pages: dict[str, int]


class OutletPage(Page):
    """A page of outlets, by id."""

    items: list[Outlet]


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["outlets"], dependencies=[Depends(api.door)])

    @router.get("/outlets", summary="Outlets")
    def outlets(
        request: Request, response: Response, asked: Annotated[Listing, Query()]
    ) -> OutletPage:
        """Every outlet that was ever visited or imported, by id."""
        behind = ""
        if asked.after is not None:
            behind = str(cursors.read(asked.after, {"resource": "outlets"}, (str,))[0])
        found = outlet_records.listed(api.engine, behind, asked.limit + 1)
        rows, page = turn(request, response, asked, "outlets", found, lambda x: (x.id,))
        return OutletPage(items=[Outlet(**_known(api, x)) for x in rows], **page)

    @router.get("/outlets/{outlet}", summary="One outlet")
    def one(outlet: str) -> OutletDetail:
        """One outlet with its pages by outcome."""
        found = None if "\x00" in outlet else outlet_records.one(api.engine, outlet)
        if found is None:
            raise SetAside(f"there is no outlet {outlet[:40]!r}; /api/v1/outlets lists them")
        return OutletDetail(**_known(api, found[0]), pages=found[1])

    return router


def _known(api: Api, row: OutletRecord) -> dict[str, object]:
    """The row with what the registry says of the outlet."""
    outlet = api.app.outlets.get(row.id)
    return {
        "id": row.id,
        "name": row.name,
        "sample": row.sample,
        "home": outlet.home if outlet else None,
        "country": outlet.country if outlet else None,
        "languages": list(outlet.languages) if outlet else [],
        "timezone": outlet.timezone if outlet else None,
        "last_visit": row.last_visit,
        "last_result": row.last_result,
        "next_visit": row.next_visit,
        "failures": row.failures,
    }
