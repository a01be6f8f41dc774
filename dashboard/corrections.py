"""`/corrections`: a state and a person come in; what people corrected of facts and articles, and
which entities they merged or split, go out, the latest first, each with a button to take it back.
"""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from baqylau.errors import ConflictError, InputError
from baqylau.store import corrections, entity_edits
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import corrections as queries
from baqylau.store.queries import entities as entity_queries
from dashboard import i18n, reasons
from dashboard.article import article_id
from dashboard.asking import form_of
from dashboard.correcting import back, require_editor
from dashboard.params import field
from dashboard.view import View, language_of

_SIZE = 40  # corrections a page
_CHANGES = 40  # merges and splits


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/corrections")
    def listed(request: Request) -> Response:
        return _page(view, request)

    @router.post("/corrections/{number}/undo")
    async def undo(request: Request, number: str) -> Response:
        by, given = require_editor(request), await form_of(request)
        return await run_in_threadpool(_undo, view, request, article_id(number), by, given)

    @router.post("/entities/changes/{number}/undo")
    async def undo_change(request: Request, number: str) -> Response:
        by = require_editor(request)
        await form_of(request)
        moment = db_now(view.engine)
        change = article_id(number)
        await run_in_threadpool(entity_edits.undo, view.engine, change, moment, by)
        return back("/corrections#entities")

    @router.post("/entity/{number}/merge")
    async def merge(request: Request, number: str) -> Response:
        """The entity of the form is the one of the page from now on."""
        by, given = require_editor(request), await form_of(request)
        one, other = article_id(number), article_id(given.get("other", "").strip())
        moment, because = db_now(view.engine), given.get("because")
        await run_in_threadpool(entity_edits.merge, view.engine, one, other, moment, because, by)
        return back(f"/entity/{one}")

    @router.post("/entity/{number}/split")
    async def split(request: Request, number: str) -> Response:
        """The name of the form means somebody else from now on."""
        by, given = require_editor(request), await form_of(request)
        moment, because, names = db_now(view.engine), given.get("because"), [given.get("name", "")]
        _, new = await run_in_threadpool(
            entity_edits.split, view.engine, article_id(number), names, (), moment, because, by
        )
        return back(f"/entity/{new}")

    return router


def _undo(view: View, request: Request, number: int, by: str, given: dict[str, str]) -> Response:
    try:
        corrections.undo(view.engine, number, by, db_now(view.engine))
    except ConflictError as refused:
        return _page(view, request, 409, refused)
    return back(given.get("back") or "/corrections")


def _page(
    view: View, request: Request, status: int = 200, refused: ConflictError | None = None
) -> Response:
    state, by, before = (field(request, x) for x in ("state", "by", "before"))
    if state is not None and state not in queries.STATES:
        raise InputError(f"state={state}: {', '.join(queries.STATES)}")
    first = article_id(before) if before else None
    lines = queries.listed(view.engine, state, by, _SIZE + 1, first)
    return view.page(
        request,
        "corrections.html",
        status=status,
        refused=refused and reasons.refused(refused, i18n.of(language_of(request))),
        lines=lines[:_SIZE],
        following=lines[_SIZE - 1].id if len(lines) > _SIZE else None,
        state=state,
        by=by,
        states=queries.STATES,
        people=queries.people(view.engine),
        changes=entity_queries.changes(view.engine, _CHANGES),
    )
