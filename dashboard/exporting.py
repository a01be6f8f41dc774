"""`/export/<set>?format=csv&…`: a filter as in the address of a list comes in; the same list as a
file to keep goes out, while it is read from the database.

An export of a browser has at most `MOST_ROWS` rows, which its page and the name of its file say,
and ends after `DEADLINE`: the browser then says that the file is not whole. The terminal has no
limits.
"""

import tempfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from baqylau import exports
from baqylau.clock import now
from baqylau.errors import InputError, SetAside, TryLater
from baqylau.exchange import feed_formats, tables
from baqylau.exchange.feed_formats import Feed
from baqylau.exports import Asked, files
from baqylau.store.queries import export, search
from baqylau.store.queries.citations import count_edges
from baqylau.store.queries.filter import Filter
from dashboard.asking import access_of
from dashboard.params import FILTER_FIELDS, field, parse_filter, whole_field
from dashboard.times import local
from dashboard.view import View, language_of

MOST_ROWS = 100_000
DEADLINE = 300.0  # seconds; a hundred thousand rows take ten of a busy machine
_AT_ONCE = 3  # exports; the pages of other readers come first
_PIECE = 2**16  # bytes of a file handed on at once
_FORMS = ("xlsx", "csv", "jsonl", "parquet")
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "ninjs": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    exports.GRAPH: "application/graphml+xml",
    **feed_formats.MEDIA_TYPES,
}
_LIMITED = ("articles", "citations", "facts", "mentions", *exports.OF_TYPE)
_seats = BoundedSemaphore(_AT_ONCE)


def routes(view: View) -> APIRouter:
    router = APIRouter()
    view.templates.globals |= {
        "export_fields": fields_of,
        "export_forms": forms_of,
        "export_most": MOST_ROWS,
    }

    @router.get("/export/{what}")
    def exported(request: Request, what: str) -> Response:
        asked = _asked(view, request, what)
        exports.check(asked)
        search.parsed(asked.query or "")  # not understood: the page says where
        cut = _is_cut(view.engine, asked)
        stream = _streamed(view.engine, replace(asked, limit=MOST_ROWS) if cut else asked)
        next(stream)  # what goes wrong before the first row is a page, and no broken file
        return StreamingResponse(
            stream,
            media_type=_MEDIA_TYPES[asked.form],
            headers={"Content-Disposition": f'attachment; filename="{_name(asked, cut)}"'},
        )

    return router


def forms_of(what: str) -> list[str]:
    """The formats that a list is offered in, the usual first."""
    given = [x for x in _FORMS if x != "parquet" or find_spec("duckdb")]
    return [*given, *exports.OF_ARTICLES] if what == "articles" else given


def fields_of(chosen: Filter, since: str = "", until: str = "", q: str = "") -> dict[str, str]:
    """The fields of a form that exports exactly the list of this filter; `since` and `until` are
    days.
    """
    given = {x: getattr(chosen, x) for x in FILTER_FIELDS}
    given |= {"since": since, "until": until, "q": q}
    given["reprints"] = "true" if chosen.reprints else "false"
    return {k: str(v) for k, v in given.items() if v}


def _asked(view: View, request: Request, what: str) -> Asked:
    """Raises `SetAside` for a set that does not exist, `InputError` for a wrong parameter."""
    if what not in exports.SETS:
        raise SetAside(f"/export/{what}")
    form, language = field(request, "format") or "csv", language_of(request)
    if form not in exports.FORMS:
        raise InputError(f"format={form}: {', '.join(exports.FORMS)}")
    chosen = parse_filter(request)
    query = whole_field(request, "q")
    if what in exports.BY_OUTLET:
        chosen, query = Filter(chosen.outlet, since=chosen.since, until=chosen.until), None
    return Asked(
        what,
        form,
        chosen,
        query,
        view.countries(),
        access_of(request),
        text=field(request, "text") == "yes",
        separator=tables.COMMA if language == "en" else tables.SEMICOLON,
        feed=_feed(request, language, query),
    )


def _feed(request: Request, language: str, query: str | None) -> Feed:
    given = {k: v for k, v in request.query_params.items() if k not in ("format", "text") and v}
    page = f"{request.base_url}{'search' if query else ''}"
    return Feed(
        f"Baqylau: {query}" if query else "Baqylau",
        f"{page}?{urlencode(given)}" if given else page,
        str(request.url),
        language,
    )


def _is_cut(engine: Any, asked: Asked) -> bool:
    """Whether the list has more rows than a browser gets. Counting ends there."""
    if asked.what not in _LIMITED or asked.form in exports.FEEDS:
        return False
    chosen = asked.filter
    if asked.what == "citations":
        editions = None if chosen.outlet is None else [chosen.outlet]
        since, until = chosen.since, chosen.until
        return count_edges(engine, editions, since, until, MOST_ROWS + 1) > MOST_ROWS
    kind = exports.OF_TYPE.get(asked.what, chosen.kind)
    rows = "facts" if asked.what in exports.OF_TYPE else asked.what
    chosen = replace(chosen, kind=kind)
    count = export.count(engine, rows, chosen, asked.query, asked.countries, MOST_ROWS + 1)
    return count > MOST_ROWS


def _name(asked: Asked, cut: bool, today: date | None = None) -> str:
    """The name of the file: letters that every system takes."""
    day = today or local(now()).date()
    part = f"-first-{MOST_ROWS}" if cut else ""
    return f"baqylau-{asked.what}-{day.isoformat()}{part}.{exports.ENDINGS[asked.form]}"


def _streamed(engine: Any, asked: Asked) -> Generator[bytes, None, None]:
    """The bytes of the file. The first piece comes when the first row is read. Raises `TryLater`
    where other exports are under way, or where this one took too long.
    """
    if not _seats.acquire(blocking=False):
        raise TryLater("other exports are under way")
    try:
        end = monotonic() + DEADLINE
        made = (
            _of_text(engine, asked) if asked.form in exports.TEXT_FORMS else _of_file(engine, asked)
        )
        with closing(made):
            for piece in made:
                if monotonic() > end:
                    raise TryLater(f"the export took longer than {DEADLINE:.0f} s and was ended")
                yield piece
    finally:
        _seats.release()


def _of_text(engine: Any, asked: Asked) -> Generator[bytes, None, None]:
    pieces = files.pieces(engine, asked)
    first = next(pieces, "")
    yield b""
    yield first.encode("utf-8", "replace")
    for piece in pieces:
        yield piece.encode("utf-8", "replace")


def _of_file(engine: Any, asked: Asked) -> Generator[bytes, None, None]:
    with tempfile.TemporaryDirectory(prefix="baqylau-export-") as folder:
        path = Path(folder) / f"rows.{asked.form}"
        files.to_file(engine, asked, path)
        yield b""
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
