"""`/coverage`: an outlet or the name of an office comes in (without one: all official sources);
its releases go out. `/coverage/<article>` shows how the press printed one: kind, delay and the part
kept; the same as XLSX and CSV.
"""

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.exchange import tables
from baqylau.exchange.workbook import workbook
from baqylau.store.queries import coverage as coverage_queries
from baqylau.store.queries.coverage import COLUMNS, Coverage, as_rows
from dashboard.article import article_id
from dashboard.params import field, number_field
from dashboard.view import View

_SIZE = 40  # releases a page
_MOST_PAGES = 1000
_WIDTHS = {"title": 60, "url": 40, "outlet_name": 24, "published": 26}  # characters
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/coverage")
    def releases(request: Request) -> Response:
        outlet, named = field(request, "outlet"), field(request, "named")
        page = number_field(request, "page", _MOST_PAGES) or 1
        official = [x.id for x in view.app.outlets.values() if x.official]
        of = [outlet] if outlet else official
        lines = coverage_queries.releases(view.engine, of, named, _SIZE + 1, _SIZE * (page - 1))
        return view.page(
            request,
            "releases.html",
            lines=lines[:_SIZE],
            outlet=outlet,
            named=named,
            outlets=view.outlets(),
            following=page + 1 if len(lines) > _SIZE else None,
        )

    @router.get("/coverage/{number}.xlsx")
    def book(number: str) -> Response:
        found = _found(view, number)
        content = workbook(as_rows(found), COLUMNS, "coverage", _WIDTHS)
        return _file(content, _XLSX, f"coverage-{found.release.id}.xlsx")

    @router.get("/coverage/{number}.csv")
    def table(number: str) -> Response:
        found = _found(view, number)
        lines = "".join(tables.csv_lines((list(x.values()) for x in as_rows(found)), COLUMNS))
        name = f"coverage-{found.release.id}.csv"
        return _file(lines.encode(), "text/csv; charset=utf-8", name)

    @router.get("/coverage/{number}")
    def coverage(request: Request, number: str) -> Response:
        found = _found(view, number)
        return view.page(request, "coverage.html", found=found, line=found.release)

    return router


def _found(view: View, number: str) -> Coverage:
    found = coverage_queries.of_release(view.engine, article_id(number), view.app.outlets)
    if found is None:
        raise HTTPException(404)
    return found


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
