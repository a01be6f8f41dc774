"""A person reads one article with its facts marked in the text and listed beside it."""

from typing import Any, NamedTuple

from fastapi import APIRouter, HTTPException, Request, Response

from baqylau.store import facts as rows
from baqylau.store.queries import articles as article_queries
from dashboard import highlight
from dashboard.params import KINDS, LARGEST_ID
from dashboard.view import View


def routes(view: View) -> APIRouter:
    router = APIRouter()

    @router.get("/article/{number}")
    def article(request: Request, number: str) -> Response:
        sheet = article_queries.detail(view.engine, article_id(number))
        if sheet is None:
            raise HTTPException(404)
        mentions, found = rows.of(view.engine, sheet.line.id)
        listed = [(n, fact) for n, fact in enumerate(found)]
        present = [kind for kind in KINDS if any(x["type"] == kind for x in found)]
        return view.page(
            request,
            "article.html",
            sheet=sheet,
            line=sheet.line,
            paragraphs=highlight.paragraphs(sheet.text, found),
            facts=listed,
            kinds=[(kind, sum(x["type"] == kind for x in found)) for kind in present],
            named=named(mentions),
        )

    return router


def article_id(number: str) -> int:
    """The id in an address. Raises 404: what is no number is no article."""
    if not (number.isascii() and number.isdigit()) or int(number[:11]) > LARGEST_ID:
        raise HTTPException(404)
    return int(number)


class NamedEntity(NamedTuple):
    name: str
    times: int
    described: str  # what it is, by the words before it: партия


def named(mentions: list[dict[str, Any]]) -> dict[str, list[NamedEntity]]:
    """Who and what is named, by type, in order of first mention."""
    found: dict[str, dict[str, NamedEntity]] = {"person": {}, "organization": {}, "place": {}}
    for x in mentions:
        group, told = found[x["type"]], x.get("descriptor", {}).get("name", "")
        known = group.get(x["name"], NamedEntity(x["name"], 0, told))
        group[x["name"]] = NamedEntity(x["name"], known.times + 1, known.described or told)
    return {kind: list(group.values()) for kind, group in found.items() if group}
