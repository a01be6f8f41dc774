"""`/fact/<key>` and `/article/<id>/corrections`: a fact or an article comes in; a page with what
was read, every correction there was of it, its labels and its notes goes out, with forms for who
may edit. The forms are posted to addresses below them.
"""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from baqylau.corrections import fields
from baqylau.corrections.apply import corrected, corrected_record, read_of
from baqylau.errors import ConflictError, EditError
from baqylau.store import annotations, corrections
from baqylau.store.connect import reading
from baqylau.store.corrections import Subject
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.overlays import standing
from baqylau.store.queries import corrections as correction_queries
from dashboard import i18n, reasons
from dashboard.article import article_id
from dashboard.asking import access_of, form_of
from dashboard.params import whole_field
from dashboard.view import View, language_of

Target = str | int
"""The key of a fact, or the id of an article."""


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/fact/{key}")
    def fact(request: Request, key: str) -> Response:
        return shown(view, request, key)

    @router.get("/article/{number}/corrections")
    def article(request: Request, number: str) -> Response:
        return shown(view, request, article_id(number))

    @router.post("/fact/{key}/{action}")
    async def write_to_fact(request: Request, key: str, action: str) -> Response:
        return await written(view, request, key, action)

    @router.post("/article/{number}/{action}")
    async def write_to_article(request: Request, number: str, action: str) -> Response:
        return await written(view, request, article_id(number), action)

    @router.post("/{kind}/{number}/remove")
    async def remove(request: Request, kind: str, number: str) -> Response:
        """A label or a note is taken away; the form names the page to go back to."""
        if kind not in _REMOVE:
            raise HTTPException(404)
        require_editor(request)
        given = await form_of(request)
        await run_in_threadpool(_REMOVE[kind], view.engine, article_id(number))
        return back(given.get("back", "/"))

    return router


_REMOVE = {"label": annotations.remove_label, "note": annotations.remove_note}


def require_editor(request: Request) -> str:
    """The name of the one who asks. Raises 403 where they may not edit."""
    access = access_of(request)
    if not access.may_edit:
        raise HTTPException(403)
    return access.name


def back(path: str) -> Response:
    """To a page of this server, after a form was posted."""
    own = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
    return RedirectResponse(quote(own, safe="/?&=%#"), 303)


async def written(view: View, request: Request, target: Target, action: str) -> Response:
    """What a posted form asks for is done; where it cannot be, its page says why and keeps what was
    written.
    """
    by, given = require_editor(request), await form_of(request)
    if action not in _ACTIONS:
        raise HTTPException(404)
    try:
        await run_in_threadpool(_ACTIONS[action], view, target, given, by)
    except EditError as refused:
        status = 409 if isinstance(refused, ConflictError) else 400
        return await run_in_threadpool(
            shown, view, request, target, status=status, refused=refused, given=given
        )
    return back(path_of(target))


def path_of(target: Target) -> str:
    """The address of the page of a fact or an article."""
    return f"/article/{target}/corrections" if isinstance(target, int) else f"/fact/{target}"


def _correct(view: View, target: Target, given: dict[str, str], by: str) -> None:
    asked = (given.get("field", ""), given.get("value", ""), by, db_now(view.engine))
    seen = given.get("seen", "0")
    more: dict[str, Any] = {
        "because": given.get("because"),
        "seen": int(seen) if seen.isascii() and seen.isdigit() else 0,
    }
    if isinstance(target, int):
        corrections.correct_article(view.engine, target, *asked, **more)
    else:
        corrections.correct_fact(view.engine, target, *asked, **more)


def _label(view: View, target: Target, given: dict[str, str], by: str) -> None:
    annotations.add_label(view.engine, target, given.get("label", ""), by, db_now(view.engine))


def _note(view: View, target: Target, given: dict[str, str], by: str) -> None:
    annotations.add_note(view.engine, target, given.get("note", ""), by, db_now(view.engine))


_ACTIONS = {"correct": _correct, "label": _label, "note": _note}


def shown(
    view: View,
    request: Request,
    target: Target,
    status: int = 200,
    refused: EditError | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    """The page of a fact or an article; 404 where there is none."""
    with reading(view.engine) as connection:
        try:
            if isinstance(target, int):
                subject = corrections.of_article(connection, target)
            else:
                subject = corrections.of_fact(connection, target)
        except EditError:
            raise HTTPException(404) from None
        marks = standing(connection, subject.lineage).get(subject.subject)
        found = annotations.of(connection, [subject.subject])
    is_article = subject.kind == fields.ARTICLE
    now = (corrected_record if is_article else corrected)(subject.read, marks)
    return view.page(
        request,
        "correcting.html",
        status=status,
        subject=subject,
        own=path_of(target),
        base=f"/article/{target}" if isinstance(target, int) else path_of(target),
        shown=now,
        fields=[_field(subject, marks or {}, x) for x in fields.of(subject.kind)],
        written=found.get(subject.subject, annotations.NOTHING),
        log=correction_queries.of_subject(view.engine, subject.subject),
        labels=annotations.names(view.engine),
        refused=refused and reasons.refused(refused, i18n.of(language_of(request))),
        conflict=isinstance(refused, ConflictError),
        given=given or {},
        chosen=whole_field(request, "field") or (given or {}).get("field", ""),
    )


def _field(subject: Subject, marks: dict[str, Any], name: str) -> dict[str, Any]:
    """One form: the field, its value now and as it was read, and the correction that stands."""
    value = marks[name]["value"] if name in marks else read_of(subject.read, name)
    return {
        "name": name,
        "value": value,
        "read": read_of(subject.read, name),
        "seen": marks[name]["id"] if name in marks else 0,
    }
