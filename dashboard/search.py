"""`/search`: a query and a filter come in; the articles found, newest first, with the words marked,
go out. `/help/search` explains the query language by examples.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from baqylau.errors import QueryError
from baqylau.query import vocabulary
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import search
from dashboard.params import field, filter_parameters, parse_filter, whole_field
from dashboard.view import View

_SIZE = 30  # results a page
_EXAMPLE = "vestnik"  # the outlet in the examples of the help where none is stored
_LAST = 10  # pages of results; for more, the reader makes the search narrower


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/search")
    def find(request: Request) -> Response:
        query, chosen = whole_field(request, "q"), parse_filter(request)
        page = _page(field(request, "page"))
        with_reprints = replace(chosen, reprints=True)
        found = search.answer(
            view.engine,
            query or "",
            with_reprints,
            _SIZE + 1,
            (page - 1) * _SIZE,
            view.countries(),
        )
        shown = found.hits[:_SIZE]
        return view.page(
            request,
            "search.html",
            q=query or "",
            read_as=found.read_as if found.read_as != query else "",
            complete=found.complete,
            hits=[
                (
                    hit,
                    list(marked(hit.title or "", hit.title_marks)),
                    list(marked(hit.snippet, hit.marks)),
                )
                for hit in shown
            ],
            lines=article_queries.rows_of(view.engine, [x.article_id for x in shown]),
            feed=f"/search.rss?{urlencode({'q': query or ''} | filter_parameters(request))}",
            filter=chosen,
            searched=with_reprints,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            following=page + 1 if len(found.hits) > _SIZE and page < _LAST else None,
            outlets=view.outlets(),
            languages=view.languages(),
        )

    @router.get("/help/search")
    def explain(request: Request) -> Response:
        outlet = next((x.value for x in view.outlets()), _EXAMPLE)
        fields = vocabulary.table()["fields"]
        return view.page(request, "search_help.html", outlet=outlet, fields=fields)

    return router


def faulty(query: str, error: QueryError) -> Iterator[tuple[str, bool]]:
    """The query in pieces: (piece, whether it is the part that is not understood)."""
    end = min(len(query), error.at + max(1, len(error.part)))
    return marked(query, [(error.at, end)] if error.at < len(query) else [])


def _page(given: str | None) -> int:
    return min(max(int(given), 1), _LAST) if given and given.isascii() and given.isdigit() else 1


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces: (piece, whether it is one of the words searched for)."""
    at = 0
    for start, end in marks:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False
