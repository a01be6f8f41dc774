"""`/search`: a query and a filter come in; the articles found, the newest or the best first, with
the words marked, counts and a plot over time go out. `/help/search` explains the query language by
examples.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from baqylau.errors import QueryError
from baqylau.query import vocabulary
from baqylau.query.ast import And, Field, all_of
from baqylau.query.canonical import canonical
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import search, search_counts, search_suggestions
from baqylau.store.queries.filter import Filter
from baqylau.store.queries.searching import MOST_RANKED
from dashboard.collapse import collapsed
from dashboard.entity import in_letters
from dashboard.params import field, filter_parameters, parse_filter, whole_field, with_reprints
from dashboard.plot import drawings
from dashboard.view import View, language_of

_SIZE = 30  # results a page
_EXAMPLE = "vestnik"  # the outlet in the examples of the help where none is stored
_LAST = 10  # pages of results; for more, the reader makes the search narrower


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/search")
    def find(request: Request) -> Response:
        query, chosen = whole_field(request, "q"), parse_filter(request)
        page = _page(field(request, "page"))
        every_text = replace(chosen, reprints=True)  # collapsed below: a reprint may say more
        order = search.BEST if field(request, "order") == search.BEST else search.NEWEST
        asked = (view.engine, query or "", every_text)
        end = monotonic() + search.DEADLINE
        found = search.answer(*asked, _SIZE + 1, (page - 1) * _SIZE, view.countries(), order=order)
        hits = found.hits[:_SIZE]
        lines = article_queries.rows_of(view.engine, [x.article_id for x in hits])
        every = bool(with_reprints(request))
        kept, more = collapsed([lines[x.article_id] for x in hits if x.article_id in lines])
        there = {x.id for x in kept}
        shown = [x for x in hits if every or x.article_id in there]
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
            lines=lines,
            more={} if every else more,
            every=every,
            feed=f"/search.rss?{urlencode({'q': query or ''} | filter_parameters(request))}",
            follow=f"/watches/new?{urlencode(_watched(query or '', chosen))}",
            order=order,
            most_ranked=MOST_RANKED,
            suggestions=search_suggestions.suggestions(view.engine, query or ""),
            **_counted(view, request, asked, found.read_as, end),
            preceding=page - 1 if page > 1 else None,
            filter=chosen,
            searched=replace(chosen, reprints=every),
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


def _counted(
    view: View, request: Request, asked: tuple[Any, str, Filter], read_as: str, end: float
) -> dict[str, Any]:
    """Counts, facets and the plot of a search, which have the time that it left."""
    plotted = "plot" in request.query_params
    counts = search_counts.counts(*asked, view.countries(), end - monotonic())
    counts = replace(counts, facets=_as_printed(view, counts.facets, language_of(request)))
    plot = search_counts.plot(*asked, view.countries(), end - monotonic()) if plotted else None
    lines, top = drawings(plot) if plot else ([], 0.0)
    facets = _facets(read_as, counts)
    given = {"counts": counts, "facets": facets, "plotted": plotted, "plot": plot}
    return given | {"drawings": lines, "top": top}


_OF_ENTITIES = {
    "said-by": ("person", "organization"),
    "org": ("organization",),
    "place": ("place",),
}
"""The facets of entities -> the types of these."""
Facets = Mapping[str, tuple[search_counts.FacetRow, ...]]


def _as_printed(view: View, facets: Facets, language: str) -> Facets:
    """The facets with each entity under the name that its own page shows, not under the one that
    was read first.
    """
    shown = dict(facets)
    for name, types in _OF_ENTITIES.items():
        rows = facets.get(name, ())
        printed = entity_queries.printed_names(view.engine, [x.value for x in rows], types)
        shown[name] = tuple(
            replace(x, label=in_letters(printed.get(x.value, ()), language) or x.label)
            for x in rows
        )
    return shown


def _facets(
    read_as: str, counts: search_counts.Counts
) -> list[tuple[str, list[tuple[search_counts.FacetRow, str | None]]]]:
    """Each facet with its rows, and with the query that narrows the search down to the row; None
    where it would find the same articles.
    """
    node = search.parsed(read_as)
    if node is None:
        return []

    def narrowed(name: str, row: search_counts.FacetRow) -> str | None:
        one = Field(name, row.value)
        asked = row.articles == counts.total or one in (
            node.parts if isinstance(node, And) else [node]
        )
        return None if asked else canonical(all_of([node, one]))

    return [
        (name, [(x, narrowed(name, x)) for x in rows])
        for name, rows in counts.facets.items()
        if rows
    ]


def _watched(query: str, chosen: Filter) -> dict[str, str]:
    """The fields of a new watch of this search; a watch has no days."""
    given = {"query": query, "outlets": chosen.outlet, "languages": chosen.language}
    return {name: x for name, x in given.items() if x}


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
