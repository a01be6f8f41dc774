"""A person searches: any form of a word finds every other, words in quotation marks stand
together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import search
from dashboard.params import field, parse_filter
from dashboard.view import View

_SIZE = 30  # results a page
_LAST = 10  # pages of results: whoever would read on narrows the question instead


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/search")
    def find(request: Request) -> Response:
        question, narrowed = field(request, "q"), parse_filter(request)
        page = _page(field(request, "page"))
        among = replace(narrowed, reprints=True)
        hits = (
            search.find(view.engine, question, among, _SIZE + 1, (page - 1) * _SIZE)
            if question
            else []
        )
        shown = hits[:_SIZE]
        return view.page(
            request,
            "search.html",
            q=question or "",
            hits=[
                (
                    hit,
                    list(marked(hit.title or "", hit.title_marks)),
                    list(marked(hit.snippet, hit.marks)),
                )
                for hit in shown
            ],
            lines=article_queries.rows_of(view.engine, [x.article_id for x in shown]),
            feed=f"/search.rss?{urlencode(_subscribed(request))}",
            parse_filter=narrowed,
            since=field(request, "since") or "",
            until=field(request, "until") or "",
            following=page + 1 if len(hits) > _SIZE and page < _LAST else None,
            outlets=view.outlets(),
            languages=view.languages(),
        )

    return router


def _subscribed(request: Request) -> dict[str, str]:
    """What a feed of this search asks for: the words and the filter, not the page of results."""
    return {
        x: given
        for x in ("q", "outlet", "language", "since", "until")
        if (given := field(request, x))
    }


def _page(given: str | None) -> int:
    return min(max(int(given), 1), _LAST) if given and given.isascii() and given.isdigit() else 1


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text in pieces: (piece, whether it was asked for)."""
    at = 0
    for start, end in marks:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False
