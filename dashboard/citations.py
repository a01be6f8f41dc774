"""`/outlets/<id>/citations`: an outlet's id and a period come in; whom its articles name as a
source, who names it, by layer and by day, go out. `…/citations/articles` lists the articles behind
one of these numbers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.clock import now
from baqylau.errors import InputError
from baqylau.model.brand import brand_of
from baqylau.store.queries import citations as citation_queries
from baqylau.store.queries.citations import LAYERS, WAYS, Asked
from dashboard.params import day_field, field, number_field
from dashboard.times import ALMATY
from dashboard.view import View

PERIODS = (7, 30, 365)
"""Days to choose from; the second where none is chosen."""
_NAMES = 60  # sources shown
_DAYS = 31  # of the table by day
_SIZE = 40  # articles a page
_MOST_PAGES = 1000


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/outlets/{outlet_id}/citations")
    def citations(request: Request, outlet_id: str) -> Response:
        brand, days = _brand(view, outlet_id), _days(request)
        asked = Asked(brand, "cites", since=now() - timedelta(days=days))
        return view.page(
            request,
            "citations.html",
            outlet_id=outlet_id,
            brand=brand,
            days=days,
            periods=PERIODS,
            layers=LAYERS,
            name_of=names(view),
            found={
                way: citation_queries.neighbours(view.engine, replace(asked, way=way), _NAMES)
                for way in WAYS
            },
            by_day={
                way: citation_queries.by_day(view.engine, replace(asked, way=way), ALMATY)[:_DAYS]
                for way in WAYS
            },
        )

    @router.get("/outlets/{outlet_id}/citations/articles")
    def articles(request: Request, outlet_id: str) -> Response:
        brand, page = _brand(view, outlet_id), number_field(request, "page", _MOST_PAGES) or 1
        asked = _asked(request, brand)
        lines = citation_queries.citing(view.engine, asked, _SIZE + 1, _SIZE * (page - 1))
        return view.page(
            request,
            "citing.html",
            outlet_id=outlet_id,
            brand=brand,
            asked=asked,
            name_of=names(view),
            lines=lines[:_SIZE],
            following=page + 1 if len(lines) > _SIZE else None,
        )

    return router


def names(view: View) -> Callable[[str], str]:
    """The name of a brand: that of its first edition; a source's name stays as it is."""
    known = view.app.outlets

    def name_of(brand: str) -> str:
        if brand in known:
            return known[brand].name
        editions = (x.name for x in known.values() if brand_of(x.id, known) == brand)
        return next(editions, brand)

    return name_of


def _brand(view: View, outlet_id: str) -> str:
    """The brand of the outlet. Raises 404 where there is no such outlet."""
    known = view.app.outlets
    if outlet_id in known:
        return brand_of(outlet_id, known)
    if any(x.id == outlet_id for x in view.lines()):
        return outlet_id
    if any(brand_of(x, known) == outlet_id for x in known):  # a brand that no edition is called by
        return outlet_id
    raise HTTPException(404)


def _asked(request: Request, brand: str) -> Asked:
    way, layer, name = (field(request, x) for x in ("way", "layer", "name"))
    if way not in WAYS:
        raise InputError(f"way={way}: {', '.join(WAYS)}")
    if layer is not None and layer not in LAYERS:
        raise InputError(f"layer={layer}: {', '.join(LAYERS)}")
    day = day_field(request, "day")
    if day is None:
        return Asked(brand, way, name, layer, now() - timedelta(days=_days(request)))
    return Asked(brand, way, name, layer, day, day + timedelta(days=1))


def _days(request: Request) -> int:
    return number_field(request, "days", max(PERIODS)) or PERIODS[1]
