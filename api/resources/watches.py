"""`/watches`: what who asks wants to be told of; a new watch; one muted, unmuted or removed. All of
it needs the scope `write`, and is about the watches of the account that made the token.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api import cursors
from api.asking import Api
from api.paging import Page, turn
from api.parameters import Listing, Number
from api.writing import Body, Written, actor
from baqylau import alerts
from baqylau.errors import InputError, SetAside
from baqylau.model.access import Access
from baqylau.model.watch import Watch as Stored
from baqylau.store import audit, outlets, watches
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries.preview import preview
from baqylau.watches.draft import refuse_flood, watch_of

Kind = Literal["mail", "telegram", "webhook", "program", "apprise"]


class WatchChannel(Body):
    """Where messages go."""

    kind: Kind
    address: Written = ""


class Watch(BaseModel):
    """A watch: a saved query with its hours and the channels it goes to. Hours are in `zone`."""

    id: int
    name: str
    owner: str
    query: str
    outlets: list[str]
    languages: list[str]
    appointed: str | None
    quiet_from: str | None
    quiet_until: str | None
    zone: str
    digest: str | None
    digest_at: list[str]
    collapse: bool
    edits: bool
    removals: bool
    issues: bool
    language: str
    muted: datetime | None
    created: datetime | None
    channels: list[WatchChannel]


class WatchPage(Page):
    """A page of watches."""

    items: list[Watch]


class NewWatch(Body):
    """A watch, as the form of the dashboard asks for it (docs/watches.md)."""

    name: Written = ""
    query: Written = ""
    outlets: list[Written] = Field([], max_length=500)
    languages: list[Literal["ru", "kk", "en"]] = Field([], max_length=3)
    appointed: Written | None = None
    figure: Written | None = Field(None, description="A number and a currency: 1000000000 KZT.")
    quiet_from: Written | None = None
    quiet_until: Written | None = None
    zone: Written = "Asia/Almaty"
    digest: Literal["day", "week"] | None = None
    digest_at: list[Written] = Field([], max_length=6)
    language: Literal["ru", "kk", "en"] = Field("ru", description="Of the messages.")
    collapse: bool = True
    edits: bool = False
    removals: bool = False
    issues: bool = False
    channels: list[WatchChannel] = Field([], max_length=4)


def routes(api: Api) -> APIRouter:
    router = APIRouter(tags=["watches"])
    _reading(api, router)
    _changing(api, router)
    return router


def _reading(api: Api, router: APIRouter) -> None:
    @router.get("/watches", summary="Watches")
    def listed(
        request: Request,
        response: Response,
        asked: Annotated[Listing, Query()],
        access: Annotated[Access, Depends(api.writer)],
    ) -> WatchPage:
        """The watches of the account, in the order in which they were made."""
        behind = 0
        if asked.after is not None:
            told = asked.question() | {"resource": "watches"}
            behind = int(cursors.read(asked.after, told, (int,))[0])
        owner = None if access.may_administer else access.owner
        found = [x for x in watches.listed(api.engine, owner) if x.id > behind]
        rows, page = turn(
            request, response, asked, "watches", found[: asked.limit + 1], lambda x: (x.id,)
        )
        return WatchPage(items=[_shown(api, x) for x in rows], **page)

    @router.get("/watches/{watch}", summary="One watch")
    def one(watch: Number, access: Annotated[Access, Depends(api.writer)]) -> Watch:
        """A watch with its channels."""
        return _shown(api, _own(api, watch, access))


def _changing(api: Api, router: APIRouter) -> None:
    @router.post("/watches", summary="Make a watch", status_code=201)
    def add(
        request: Request, given: NewWatch, access: Annotated[Access, Depends(api.writer)]
    ) -> Watch:
        """The watch; from now on it is told of what it finds. One that would have found too much
        in the last days is refused.
        """
        moment = db_now(api.engine)
        made = watch_of(_fields(given), access.owner, {*api.app.outlets, *outlets.ids(api.engine)})
        refuse_flood(made, preview(api.engine, made, moment, api.countries).a_day)
        to = [alerts.checked(api.app.settings, x.kind, x.address) for x in given.channels]
        number = watches.add(api.engine, made, to, moment)
        by = actor(request, access)
        audit.record_alone(api.engine, by, "watch_added", f"{number}: {made.name}")
        return _shown(api, watches.get(api.engine, number))

    @router.post("/watches/{watch}/mute", summary="Mute a watch")
    def mute(
        request: Request, watch: Number, access: Annotated[Access, Depends(api.writer)]
    ) -> Watch:
        """Nothing is told any more until it is unmuted."""
        found = _own(api, watch, access)
        watches.mute(api.engine, found.id, db_now(api.engine))
        audit.record_alone(api.engine, actor(request, access), "watch_muted", str(watch))
        return _shown(api, watches.get(api.engine, watch))

    @router.post("/watches/{watch}/unmute", summary="Unmute a watch")
    def unmute(
        request: Request, watch: Number, access: Annotated[Access, Depends(api.writer)]
    ) -> Watch:
        """It tells again of what it finds."""
        found = _own(api, watch, access)
        watches.mute(api.engine, found.id, None)
        audit.record_alone(api.engine, actor(request, access), "watch_unmuted", str(watch))
        return _shown(api, watches.get(api.engine, watch))

    @router.delete("/watches/{watch}", summary="Remove a watch", status_code=204)
    def remove(
        request: Request, watch: Number, access: Annotated[Access, Depends(api.writer)]
    ) -> None:
        """The watch and what it found are gone."""
        found = _own(api, watch, access)
        watches.remove(api.engine, found.id, db_now(api.engine))
        audit.record_alone(api.engine, actor(request, access), "watch_removed", str(watch))


def _fields(given: NewWatch) -> dict[str, str]:
    """The fields of the dashboard's form."""
    fields: dict[str, str] = {}
    for name, value in given.model_dump(exclude={"channels"}, exclude_none=True).items():
        match value:
            case bool():
                fields[name] = "on" if value else ""
            case list():
                fields[name] = " ".join(value)
            case _:
                fields[name] = value
    return fields


def _own(api: Api, number: int, access: Access) -> Stored:
    """The watch, if it is the asker's; else nobody learns that it exists."""
    try:
        found = watches.get(api.engine, number)
    except InputError:
        found = None
    if found is None or (found.owner != access.owner and not access.may_administer):
        raise SetAside(f"there is no watch {number}, or none any more")
    return found


def _shown(api: Api, watch: Stored) -> Watch:
    to: Any = watches.targets_of(api.engine, [watch.id]).get(watch.id, ())
    same = ("id", "name", "owner", "query", "appointed", "quiet_from", "quiet_until", "zone",
            "digest", "collapse", "edits", "removals", "issues", "language", "muted",
            "created")  # fmt: skip
    return Watch(
        **{x: getattr(watch, x) for x in same},
        **{x: list(getattr(watch, x)) for x in ("outlets", "languages", "digest_at")},
        channels=[WatchChannel(kind=x.kind, address=x.address) for x in to],
    )
