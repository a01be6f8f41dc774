"""`/article/<id>`: the id of an article comes in; a page with its text, the facts highlighted in it
and listed beside it, goes out.
"""

from typing import Any, NamedTuple

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.facts import PACKS
from baqylau.model.brand import brand_of
from baqylau.stages import FACTS
from baqylau.store import annotations, jobs
from baqylau.store import facts as rows
from baqylau.store.connect import reading
from baqylau.store.queries import article_detail, operations
from baqylau.store.queries import articles as article_queries
from baqylau.store.queries import stories as story_queries
from dashboard import highlight
from dashboard.params import KINDS, LARGEST_ID
from dashboard.view import View

READ = tuple(PACKS)
"""The languages in which facts are read."""


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/article/{number}")
    def article(request: Request, number: str) -> Response:
        detail = article_detail.detail(view.engine, article_id(number))
        if detail is None:
            raise HTTPException(404)
        known = view.app.outlets.get(detail.line.outlet_id)
        mentions, found = rows.of(view.engine, detail.line.id)
        numbered = [(n, fact) for n, fact in enumerate(found)]
        present = [kind for kind in KINDS if any(x["type"] == kind for x in found)]
        with reading(view.engine) as connection:
            written = annotations.of_articles(connection, [detail.line.id])
        return view.page(
            request,
            "article.html",
            written=written.get(detail.line.id, annotations.NOTHING),
            detail=detail,
            line=detail.line,
            paragraphs=highlight.paragraphs(detail.text, found),
            facts=numbered,
            kinds=[(kind, sum(x["type"] == kind for x in found)) for kind in present],
            named=named(mentions),
            reading=_reading(view, detail.line) if not found else None,
            read_languages=READ,
            pairs=_pairs(view, detail),
            zone=known.timezone if known else None,
        )

    return router


def _pairs(view: View, detail: article_detail.ArticleDetail) -> list[article_queries.ArticleRow]:
    """The articles of the same outlet about the same event in another language."""
    if detail.story is None or detail.line.language is None:
        return []
    known, line = view.app.outlets, detail.line
    own = brand_of(line.outlet_id, known)
    return [
        x
        for x in story_queries.lines_of(view.engine, detail.story)
        if brand_of(x.outlet_id, known) == own and x.language not in (None, line.language)
    ]


def article_id(number: str) -> int:
    """The id in an address. Raises 404 where it is not a number that an id may be."""
    if not (number.isascii() and number.isdigit()) or int(number[:11]) > LARGEST_ID:
        raise HTTPException(404)
    return int(number)


def _reading(view: View, line: article_queries.ArticleRow) -> str:
    """Why an article shows no facts: its language is not read, its facts are still to be read or
    could not be read, or there are none.
    """
    if line.language and line.language not in READ:
        return "not_read"
    state = operations.job_state(view.engine, FACTS, line.id)
    if state in (jobs.PENDING, jobs.LEASED):
        return "in_work"
    return "set_aside" if state == jobs.SET_ASIDE else "none"


class NamedEntity(NamedTuple):
    name: str
    times: int
    descriptor: str  # what it is, by the word before the name: партия
    entity: str | None  # the id of its page


def named(mentions: list[dict[str, Any]]) -> dict[str, list[NamedEntity]]:
    """The people, organizations and places named, by type, in order of first mention."""
    found: dict[str, dict[str, NamedEntity]] = {"person": {}, "organization": {}, "place": {}}
    for x in mentions:
        group, descriptor = found[x["type"]], x.get("descriptor", {}).get("name", "")
        known = group.get(x["name"], NamedEntity(x["name"], 0, descriptor, x.get("entity")))
        group[x["name"]] = known._replace(
            times=known.times + 1, descriptor=known.descriptor or descriptor
        )
    return {kind: list(group.values()) for kind, group in found.items() if group}
