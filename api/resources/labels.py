"""`/labels` and `/notes`: what an office wrote at facts and articles; new ones; ones taken away."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.asking import Api
from api.paging import Page, turn
from api.parameters import LARGEST_ID, Number, Ordered, Words
from api.writing import AtSomething, Key, Written, actor
from baqylau.errors import InputError, SetAside
from baqylau.model.access import Access
from baqylau.store import annotations, audit
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import annotation_records as records


class Annotation(BaseModel):
    """What somebody wrote at a fact or an article."""

    id: int
    fact: str | None = Field(description="The key of the fact, where it is at one.")
    article: int | None = Field(description="The newest revision of its article.")
    by: str
    when: datetime


class Label(Annotation):
    """A label: one line, the same at many facts and articles."""

    name: str


class Note(Annotation):
    """A note."""

    text: str


class LabelPage(Page):
    """A page of labels."""

    items: list[Label]


class NotePage(Page):
    """A page of notes."""

    items: list[Note]


class NoteParameters(Ordered):
    """The filter of notes."""

    fact: Key | None = Field(None, description="The key of a fact.")
    article: int | None = Field(None, ge=1, le=LARGEST_ID, description="The id of an article.")

    @property
    def subject(self) -> str | int | None:
        if self.fact is not None and self.article is not None:
            raise InputError("fact, article: give one of both")
        return self.fact if self.fact is not None else self.article


class LabelParameters(NoteParameters):
    """The filter of labels."""

    name: Words | None = Field(None, description="The whole label.")


class NewLabel(AtSomething):
    """A label for a fact or an article; one that is there stays."""

    name: Written


class NewNote(AtSomething):
    """A note for a fact or an article."""

    text: Written


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["labels"])
    _labels(api, router)
    _notes(api, router)
    return router


def _labels(api: Api, router: APIRouter) -> None:
    @router.get("/labels", summary="Labels", dependencies=[Depends(api.reader)])
    def listed(
        request: Request, response: Response, asked: Annotated[LabelParameters, Query()]
    ) -> LabelPage:
        """Labels of facts and articles, the last written first."""
        found = records.listed(
            api.engine, "labels", asked.place("labels"), asked.limit + 1, asked.name, asked.subject
        )
        rows, page = turn(request, response, asked, "labels", found, lambda x: (x["id"],))
        return LabelPage(items=[Label(**x) for x in rows], **page)

    @router.post("/labels", summary="Label a fact or an article", status_code=201)
    def add(
        request: Request, given: NewLabel, access: Annotated[Access, Depends(api.writer)]
    ) -> Label:
        """The label; it is found in lists, searches and exports."""
        moment = db_now(api.engine)
        number = annotations.add_label(api.engine, given.target, given.name, access.name, moment)
        by = actor(request, access)
        audit.record_alone(api.engine, by, "label_added", f"{number}: {given.target}")
        return Label(**_one(api, "labels", number))

    @router.delete("/labels/{label}", summary="Take a label away", status_code=204)
    def remove(
        request: Request, label: Number, access: Annotated[Access, Depends(api.writer)]
    ) -> None:
        """The label is gone from its fact or article."""
        _one(api, "labels", label)
        annotations.remove_label(api.engine, label)
        audit.record_alone(api.engine, actor(request, access), "label_removed", str(label))


def _notes(api: Api, router: APIRouter) -> None:
    @router.get("/notes", summary="Notes", dependencies=[Depends(api.reader)])
    def listed(
        request: Request, response: Response, asked: Annotated[NoteParameters, Query()]
    ) -> NotePage:
        """Notes at facts and articles, the last written first."""
        found = records.listed(
            api.engine, "notes", asked.place("notes"), asked.limit + 1, None, asked.subject
        )
        rows, page = turn(request, response, asked, "notes", found, lambda x: (x["id"],))
        return NotePage(items=[Note(**x) for x in rows], **page)

    @router.post("/notes", summary="Write a note", status_code=201)
    def add(
        request: Request, given: NewNote, access: Annotated[Access, Depends(api.writer)]
    ) -> Note:
        """The note, at a fact or an article."""
        moment = db_now(api.engine)
        number = annotations.add_note(api.engine, given.target, given.text, access.name, moment)
        by = actor(request, access)
        audit.record_alone(api.engine, by, "note_added", f"{number}: {given.target}")
        return Note(**_one(api, "notes", number))

    @router.delete("/notes/{note}", summary="Take a note away", status_code=204)
    def remove(
        request: Request, note: Number, access: Annotated[Access, Depends(api.writer)]
    ) -> None:
        """The note is gone."""
        _one(api, "notes", note)
        annotations.remove_note(api.engine, note)
        audit.record_alone(api.engine, actor(request, access), "note_removed", str(note))


def _one(api: Api, kind: records.Kind, number: int) -> records.Record:
    found = records.one(api.engine, kind, number)
    if found is None:
        raise SetAside(f"there is none of number {number}, or none any more")
    return found
