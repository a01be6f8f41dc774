"""`/entity/<id>`: the id of an entity comes in; all names of the person, organization or place, its
roles and the latest facts of it, whatever name they print, go out.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries.entities import EntityDetail
from baqylau.store.queries.filter import Filter
from dashboard.params import LARGEST_ID
from dashboard.view import View, language_of

_FACTS = 20
_NAMES = 60


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/entity/{number}")
    def entity(request: Request, number: str) -> Response:
        if not (number.isascii() and number.isdigit()) or int(number[:11]) > LARGEST_ID:
            raise HTTPException(404)
        detail = entity_queries.detail(view.engine, int(number))
        if detail is None or not detail.names:
            raise HTTPException(404)
        if detail.id != int(number):  # an editor merged it
            return RedirectResponse(f"/entity/{detail.id}", 307)
        chosen = Filter(entity=detail.id, reprints=False)
        return view.page(
            request,
            "entity.html",
            name=shown_name(detail, language_of(request)),
            detail=detail,
            filter=chosen,
            names=detail.names[:_NAMES],
            lines=fact_queries.listed(view.engine, chosen, _FACTS),
            kinds=fact_queries.kinds(view.engine, chosen),
            facts_of=lambda **asked: facts_of(detail.id, asked),
        )

    return router


def facts_of(entity: int, asked: Mapping[str, object]) -> str:
    """The address of the facts of an entity, narrowed further; this page itself has no filter."""
    given = {"entity": entity} | {k: v for k, v in asked.items() if v is not None}
    return f"/facts?{urlencode(given)}"


def shown_name(detail: EntityDetail, language: str) -> str:
    """The name most printed in the letters of the reader's language; else the entity's own."""
    return in_letters((x for x, _ in detail.names), language) or detail.name


def in_letters(names: Iterable[str], language: str) -> str | None:
    """The first of the names in the letters of a language; None where there is none."""
    in_latin = language == "en"
    return next((x for x in names if x[:1].isascii() == in_latin), None)
