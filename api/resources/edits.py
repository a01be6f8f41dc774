"""`/edits`: edits and removals after publication, and one edit, word by word."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api import cursors
from api.asking import Api
from api.paging import Page, turn
from api.parameters import Listing, Number, Words
from baqylau import disclosure
from baqylau.errors import SetAside
from baqylau.model.access import Access
from baqylau.store.queries import article_records
from baqylau.store.queries import changes as change_queries
from baqylau.store.queries.articles import Cursor
from baqylau.stories import revisions
from baqylau.stories.revisions import Paragraph

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
EditKind = Literal["edited", "removed"]


class Edit(BaseModel):
    """An edit or a removal. `when` is when we fetched the new text or saw that the page is gone."""

    kind: EditKind
    when: datetime
    article: int = Field(description="The article, or its later revision.")
    before: int | None = Field(description="The revision before an edit.")
    title: str | None
    title_before: str | None
    language: str | None
    outlet: str
    outlet_name: str


class EditPage(Page):
    """A page of edits, the newest first."""

    items: list[Edit]


class Piece(BaseModel):
    """A piece of text that stands in both texts, only in the earlier, or only in the later."""

    text: str
    state: Literal["same", "gone", "new"]


class Difference(BaseModel):
    """What changed between two revisions; `paragraphs` only for who may read texts."""

    before: int
    after: int
    title: list[Piece]
    paragraphs_changed: int
    words_gone: int
    words_new: int
    paragraphs: list[list[Piece]] | None = None


class EditParameters(Listing):
    """The filter of edits."""

    outlet: Words | None = Field(None, description="The id of an outlet.")
    kind: EditKind | None = None


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["edits"])

    @router.get("/edits", summary="Edits and removals", dependencies=[Depends(api.door)])
    def edits(
        request: Request, response: Response, asked: Annotated[EditParameters, Query()]
    ) -> EditPage:
        """What outlets changed after publication, the newest first."""
        api.known(asked.outlet)
        behind = _behind(asked)
        found = change_queries.listed(api.engine, asked.outlet, asked.kind, asked.limit + 1, behind)
        rows, page = turn(request, response, asked, "edits", found, lambda x: _key(x.key))
        items = [
            Edit(
                kind=x.kind,
                when=x.when,
                article=x.article,
                before=x.before,
                title=x.title,
                title_before=x.title_before,
                language=x.language,
                outlet=x.outlet_id,
                outlet_name=x.outlet,
            )
            for x in rows
        ]
        return EditPage(items=items, **page)

    @router.get("/edits/{before}/{after}", summary="One edit")
    def difference(
        before: Number, after: Number, access: Annotated[Access, Depends(api.door)]
    ) -> Difference:
        """What changed between two revisions of one article, by whole words and numbers. The words
        themselves only with the scope `text`; their numbers for everybody who may ask.
        """
        old, new = (article_records.one(api.engine, x) for x in (before, after))
        if old is None or new is None or after not in {x["id"] for x in old["revisions"]}:
            raise SetAside(f"{before} and {after} are not two revisions of one article")
        return Difference(**disclosure.change(_compared(old, new), access))

    return router


def _compared(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    title = revisions.compare(old["title"] or "", new["title"] or "")
    found = revisions.compare(old["text"], new["text"])
    pieces = [y for x in found for y in x.pieces]
    return {
        "before": old["id"],
        "after": new["id"],
        "title": [y for x in title for y in _pieces(x)],
        "paragraphs_changed": sum(any(y.state != "same" for y in x.pieces) for x in found),
        "words_gone": sum(len(x.text.split()) for x in pieces if x.state == "gone"),
        "words_new": sum(len(x.text.split()) for x in pieces if x.state == "new"),
        "paragraphs": [_pieces(x) for x in found],
    }


def _pieces(paragraph: Paragraph) -> list[Piece]:
    return [Piece(text=x.text, state=x.state) for x in paragraph.pieces]


def _key(cursor: Cursor) -> cursors.Key:
    return ((cursor.when - _EPOCH) // _MICROSECOND, cursor.article, cursor.fact)


def _behind(asked: EditParameters) -> Cursor | None:
    if asked.after is None:
        return None
    told = asked.question() | {"resource": "edits"}
    moment, article, kind = (int(x) for x in cursors.read(asked.after, told, (int, int, int)))
    try:
        return Cursor(_EPOCH + moment * _MICROSECOND, article, kind)
    except OverflowError:
        raise cursors.unknown() from None
