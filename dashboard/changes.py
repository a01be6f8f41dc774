"""`/changes`: an outlet and a kind come in; edits and removals, newest first, go out; the same as a
feed at `/changes.rss`.
`/changes/<old>/<new>`: the ids of two revisions of an article come in; a page that marks what was
removed and what was added goes out.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.analysis.edits import Edit, EditKind
from baqylau.errors import InputError
from baqylau.store.queries import article_detail
from baqylau.store.queries import changes as change_queries
from baqylau.store.queries.changes import ChangeRow
from baqylau.stories import revisions
from dashboard.article import article_id
from dashboard.feeds import xml_text
from dashboard.params import after, cursor_text, field, pages_of
from dashboard.view import View, language_of

_SIZE = 40  # changes a page
_SHOWN = 5  # changes of one edit in the feed
_WORDS = 120  # characters of one side of a change in the feed


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/changes")
    def changes(request: Request) -> Response:
        outlet, kind = field(request, "outlet"), _kind(request)
        lines, following = _listed(view, request, outlet, kind)
        return view.page(
            request,
            "changes.html",
            lines=lines,
            meant=change_queries.meanings(view.engine, lines),
            following=following,
            outlet=outlet,
            kind=kind,
            kinds=change_queries.KINDS,
            edit_kinds=tuple(map(str, EditKind)),
            outlets=view.outlets(),
            paged=field(request, "after") is not None,
        )

    @router.get("/changes.rss")
    def feed(request: Request) -> Response:
        """The newest edits and removals by the same parameters; edits of marks and counters alone
        are left out.
        """
        lines, _ = _listed(view, request, field(request, "outlet"), _kind(request))
        meant = change_queries.meanings(view.engine, lines)
        return _feed(
            view, request, [x for x in lines if not x.before or meant.get(x.article)], meant
        )

    @router.get("/changes/{before}/{after}")
    def diff(request: Request, before: str, after: str) -> Response:
        old, new = (article_detail.detail(view.engine, article_id(x)) for x in (before, after))
        if old is None or new is None or new.line.id not in {x.id for x in old.revisions}:
            raise HTTPException(404)
        title = revisions.compare(old.line.title or "", new.line.title or "")
        paragraphs = revisions.compare(old.text, new.text)
        return view.page(request, "diff.html", old=old, new=new, title=title, paragraphs=paragraphs)

    return router


def _kind(request: Request) -> str | None:
    """A kind of change, or what an edit changed. Raises `InputError` for another word."""
    kind, known = field(request, "change"), (*change_queries.KINDS, *map(str, EditKind))
    if kind is not None and kind not in known:
        raise InputError(f"change={kind}: {', '.join(known)}")
    return kind


def _listed(
    view: View, request: Request, outlet: str | None, kind: str | None
) -> tuple[list[ChangeRow], str | None]:
    """One page of the list, and where the next one begins."""
    if kind is None or kind in change_queries.KINDS:
        rows = change_queries.listed(view.engine, outlet, kind, _SIZE + 1, after(request))
        return pages_of(rows, _SIZE)
    lines, further = change_queries.meaning(
        view.engine, outlet, EditKind(kind), _SIZE, after(request)
    )
    return lines, None if further is None else cursor_text(further)


def _feed(
    view: View, request: Request, lines: Sequence[ChangeRow], meant: Mapping[int, Sequence[Edit]]
) -> Response:
    """What changed, in a few words: no article's text is in it."""
    home = str(request.base_url)
    given = {x: y for x in ("outlet", "change") if (y := field(request, x))}
    asked = f"?{urlencode(given)}" if given else ""
    body = view.render(
        "changes.rss",
        language_of(request),
        request,
        lines=lines,
        meant=meant,
        shown=_SHOWN,
        most=_WORDS,
        page=f"{home}changes{asked}",
        own=f"{home}changes.rss{asked}",
        home=home,
    )
    return Response(xml_text(body), media_type="application/rss+xml")
