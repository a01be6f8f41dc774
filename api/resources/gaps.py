"""`/gaps`: the gap ledger of an outlet: what was not read, and why."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from api.asking import Api
from api.parameters import Day, Words
from baqylau import clock
from baqylau.errors import InputError
from baqylau.query.days import ALMATY
from baqylau.store.queries import gap_ledger

_USUAL, _MOST = 30, 366  # days


class Window(BaseModel):
    """A time in which articles of the outlet may be missing."""

    since: datetime
    until: datetime | None = Field(description="Null while it lasts.")
    why: str


class SetAside(BaseModel):
    """Pages of a day that were fetched and could never be read."""

    reason: str
    pages: int


class GapDay(BaseModel):
    """A day in Almaty on which something may be missing."""

    day: date
    minutes: int = Field(description="Minutes of the day that the windows cover, at most 1440.")
    why: list[str]
    pages_set_aside: int
    set_aside: list[SetAside] = Field(description="The five most frequent reasons.")


class GapLedger(BaseModel):
    """What may be missing of an outlet between two days, both inclusive."""

    outlet: str
    since: date
    until: date
    windows: list[Window]
    days: list[GapDay] = Field(description="Only days on which something may be missing.")


class GapParameters(BaseModel):
    """The outlet and the days."""

    model_config = ConfigDict(extra="forbid")

    outlet: Words = Field(description="The id of an outlet.")
    since: Day | None = Field(None, description=f"A day in Almaty; without: {_USUAL} days ago.")
    until: Day | None = Field(None, description="A day in Almaty, inclusive; without: today.")


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["gaps"], dependencies=[Depends(api.door)])

    @router.get("/gaps", summary="The gap ledger of an outlet")
    def gaps(asked: Annotated[GapParameters, Query()]) -> GapLedger:
        """What was not read of an outlet, by window and by day, and why; at most 366 days."""
        api.known(asked.outlet)
        now = clock.now()
        last = asked.until or now.astimezone(ALMATY).date()
        first = asked.since or max(date(2, 1, 1), last - timedelta(days=_USUAL))
        if not 0 <= (last - first).days < _MOST:
            raise InputError(f"since: from {first} until {last} is not between 1 and {_MOST} days")
        windows, found = gap_ledger.of(api.engine, asked.outlet, first, last, now)
        return GapLedger(
            outlet=asked.outlet,
            since=first,
            until=last,
            windows=[Window(since=x.since, until=x.until, why=x.why) for x in windows],
            days=[
                GapDay(
                    day=x.day,
                    minutes=x.minutes,
                    why=x.why,
                    pages_set_aside=x.pages.total(),
                    set_aside=[SetAside(reason=y, pages=n) for y, n in x.reasons],
                )
                for x in found
            ],
        )

    return router
