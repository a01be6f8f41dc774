"""What a program asks: query parameters come in, checked, with the filter of the library and the
place where the page begins.

A parameter that is not known is refused: an answer to a misspelt filter would be one to another
question.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from api import cursors
from baqylau.query.days import ALMATY
from baqylau.store.queries.by_id import Place
from baqylau.store.queries.filter import REPRINTS, Filter

LARGEST_ID = 2**31 - 1
"""The largest value of an INTEGER column."""
LONGEST_PAGE = 200
_LONGEST_QUERY = 2000


def _within_calendar(day: date) -> date:
    """The nearest day on which the zone's offset and the next day stay within the calendar."""
    return min(max(day, date(2, 1, 1)), date(9998, 12, 30))


def _iso(value: object) -> object:
    """Only what is written as 2026-11-30…: a number would be read as seconds since 1970."""
    if isinstance(value, str) and not _ISO.match(value):
        raise ValueError("write it as 2026-11-30 or 2026-11-30T06:00:00Z")
    return value


def _switch(value: object) -> object:
    """The spellings that the dashboard's links use, as a Boolean."""
    return REPRINTS.get(value.lower(), value) if isinstance(value, str) else value


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_WRITTEN = r"^[^\x00]*[^\s\x00][^\x00]*$"
Words = Annotated[str, Field(max_length=400, pattern=_WRITTEN), AfterValidator(str.strip)]
"""A value with more than spaces, and without NUL, which no stored text has."""
Day = Annotated[date, BeforeValidator(_iso), AfterValidator(_within_calendar)]
Moment = Annotated[AwareDatetime, BeforeValidator(_iso)]
Number = Annotated[int, Path(ge=1, le=LARGEST_ID)]
FactKind = Literal[
    "role", "quote", "amount", "date", "event", "document", "attribution", "appointment", "forecast"
]
MentionKind = Literal["person", "organization", "place"]


class Listing(BaseModel):
    """One page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=LONGEST_PAGE, description="Rows a page.")
    after: str | None = Field(
        None, max_length=400, description="The cursor behind which the page begins, from `after`."
    )

    def question(self) -> dict[str, Any]:
        """What the list is narrowed to and how it is ordered: all but the page."""
        return self.model_dump(exclude={"limit", "after"}, exclude_none=True)


class Ordered(Listing):
    """One page of a list in the order in which rows were stored."""

    order: Literal["newest", "oldest"] = Field(
        "newest",
        description="`newest`: the last stored first. `oldest`: in the order in which they were"
        " stored; such a list goes on when new rows arrive, so keep its last `after`.",
    )

    def place(self, resource: str) -> Place:
        """Where the page begins. Raises `InputError` for a wrong cursor."""
        behind = None
        if self.after is not None:
            asked = self.question() | {"resource": resource}
            (behind,) = cursors.read(self.after, asked, (int,))
        return Place(behind if behind is None else int(behind), self.order == "oldest")


class Narrowed(Ordered):
    """The one filter, which the lists, searches, feeds and exports read alike."""

    outlet: Words | None = Field(None, description="The id of an outlet.")
    language: Words | None = Field(None, description="ru, kk, en …")
    since: Day | None = Field(None, description="A day in Almaty, by the time printed.")
    until: Day | None = Field(None, description="A day in Almaty, inclusive.")
    who: Words | None = Field(
        None, description="A name, in any script, order or case form: of a speaker or a person."
    )
    entity: int | None = Field(None, ge=1, le=LARGEST_ID, description="The id of an entity.")
    reprints: Annotated[bool, BeforeValidator(_switch)] = Field(
        True, description="Whether texts that repeat an earlier one are listed."
    )
    tag: Words | None = Field(None, description="A tag as the outlet wrote it.")
    named: Words | None = Field(
        None, description="A person, organization or place by the name that its mentions carry."
    )
    q: str | None = Field(
        None,
        max_length=_LONGEST_QUERY,
        description="A query: words, «phrases», OR, -not, fields … (docs/query.md).",
    )

    def as_filter(self, kind: str | None) -> Filter:
        """The library's filter; days are days in Almaty, both inclusive."""
        until = self.until + timedelta(days=1) if self.until else None
        return Filter(
            outlet=self.outlet,
            language=self.language,
            since=_midnight(self.since),
            until=_midnight(until),
            kind=kind,
            who=self.who,
            reprints=self.reprints,
            tag=self.tag,
            named=self.named,
            entity=self.entity,
        )


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), ALMATY)
