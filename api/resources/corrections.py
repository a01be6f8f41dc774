"""`/corrections`: what people corrected of facts and articles; a new correction; one taken back."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api import cursors
from api.asking import Api
from api.paging import Page, turn
from api.parameters import Listing, Number, Words
from api.writing import AtSomething, Key, Written, actor
from baqylau.corrections.fields import ARTICLE
from baqylau.errors import SetAside
from baqylau.model.access import Access
from baqylau.store import audit, corrections
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import corrections as queries
from baqylau.store.queries.corrections import CorrectionRow

State = Literal["stands", "lost", "undone"]


class CorrectionMark(BaseModel):
    """What somebody corrected of one field of a fact or an article."""

    id: int
    read: Any = Field(description="As it was read.")
    value: Any = Field(description="As it is shown.")
    by: str | None = Field(None, description="Who corrected it; only with a token.")
    when: datetime


class Correction(BaseModel):
    """A correction. `state`: it stands; it is `lost`, since its fact or article is stored no more
    or read otherwise, and stands again as soon as that is there; or it was undone.
    """

    id: int
    fact: str | None = Field(description="The key of the fact, where it is of one.")
    article: int | None = Field(description="The newest article stored that has what it corrects.")
    kind: str = Field(description="The type of the fact, or `article`.")
    field: str
    read: Any = Field(description="As it was read when it was corrected.")
    value: Any
    because: str | None
    by: str
    when: datetime
    state: State
    undone: datetime | None
    undone_by: str | None
    title: str | None
    url: str | None
    outlet: str | None


class CorrectionPage(Page):
    """A page of corrections."""

    items: list[Correction]


class CorrectionParameters(Listing):
    """The filter of corrections."""

    state: State | None = None
    by: Words | None = Field(None, description="A login, or `token` and the name of a token.")
    fact: Key | None = Field(None, description="The key of a fact.")


class NewCorrection(AtSomething):
    """What is to be corrected. An empty `value` says that there is none: nobody spoke."""

    field: str = Field(
        pattern=r"^[a-z_]{1,32}$",
        description="Of a fact speaker_name, speaker_role, person, position, organization, value,"
        " currency, source, hidden; of an article title, published, kind.",
    )
    value: Written
    because: Written | None = None
    seen: int | None = Field(
        None,
        ge=0,
        description="The number of the correction that you saw standing, 0 for none: where another"
        " stands meanwhile, nothing is done. Without it whatever stands is replaced.",
    )


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["corrections"])

    @router.get("/corrections", summary="What people corrected", dependencies=[Depends(api.reader)])
    def listed(
        request: Request, response: Response, asked: Annotated[CorrectionParameters, Query()]
    ) -> CorrectionPage:
        """Corrections of facts and articles, the latest first."""
        before = None
        if asked.after is not None:
            told = asked.question() | {"resource": "corrections"}
            before = int(cursors.read(asked.after, told, (int,))[0])
        found = queries.listed(
            api.engine, asked.state, asked.by, asked.limit + 1, before, asked.fact
        )
        rows, page = turn(request, response, asked, "corrections", found, lambda x: (x.id,))
        return CorrectionPage(items=[_shown(x) for x in rows], **page)

    @router.get(
        "/corrections/{correction}", summary="One correction", dependencies=[Depends(api.reader)]
    )
    def one(correction: Number) -> Correction:
        """A correction, also one that was undone."""
        return _one(api, correction)

    @router.post("/corrections", summary="Correct a fact or an article", status_code=201)
    def correct(
        request: Request, given: NewCorrection, access: Annotated[Access, Depends(api.writer)]
    ) -> Correction:
        """A fact or an article is shown so from now on, also after it is read again. 409 where
        somebody else corrected it in the meantime.
        """
        by, moment = actor(request, access), db_now(api.engine)
        write: Any = corrections.correct_fact
        if given.article is not None:
            write = corrections.correct_article
        number = write(
            api.engine, given.target, given.field, given.value, access.name, moment,
            given.because, given.seen,
        )  # fmt: skip
        audit.record_alone(api.engine, by, "corrected", f"{number}: {given.target} {given.field}")
        return _one(api, number)

    @router.post("/corrections/{correction}/undo", summary="Take a correction back")
    def undo(
        request: Request, correction: Number, access: Annotated[Access, Depends(api.writer)]
    ) -> Correction:
        """What was read is shown again; the correction stays in the list. 409 where it was undone
        before.
        """
        _one(api, correction)
        corrections.undo(api.engine, correction, access.name, db_now(api.engine))
        audit.record_alone(api.engine, actor(request, access), "correction_undone", str(correction))
        return _one(api, correction)

    return router


def _one(api: Api, number: int) -> Correction:
    found = queries.one(api.engine, number)
    if found is None:
        raise SetAside(f"there is no correction {number}, or none any more")
    return _shown(found)


def _shown(row: CorrectionRow) -> Correction:
    same = ("id", "article", "kind", "field", "read", "value", "because", "by", "undone",
            "undone_by", "state")  # fmt: skip
    return Correction(
        **{x: getattr(row, x) for x in same},
        fact=None if row.kind == ARTICLE else row.subject,
        when=row.moment,
        **{x: row.evidence.get(x) for x in ("title", "url", "outlet")},
    )
