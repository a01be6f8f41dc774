"""Who may write: a request comes in, its `Access` goes out, or the request is refused (403). Bodies
are small and JSON, and no page of another site can send one.

A browser lets any site post a form to this machine, where no token is asked for while there are no
accounts. Such a form cannot be sent as `application/json` without asking first, which CORS denies,
and it says in its headers where it comes from.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.door import Door
from api.parameters import LARGEST_ID
from api.problems import Refused
from baqylau import clock
from baqylau.accounts.addresses import who_tries
from baqylau.model.access import Access
from baqylau.store.audit import Actor

MOST = 64 * 1024
"""Bytes of a body; a long note has some ten thousand."""
_READ = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OWN = ("same-origin", "none")  # Sec-Fetch-Site: a page of ours; the person themselves


class Reader:
    """The door for what an office writes: a token's scope `read` is needed, also where facts are
    open to everybody.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    def __call__(self, request: Request) -> Access:
        access = self._door(request)
        if not access.may_read:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "what the office writes is not open: send a token with the scope `read`",
                {"WWW-Authenticate": "Bearer"},
            )
        return access


class Writer:
    """The door for operations that change something."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def __call__(self, request: Request) -> Access:
        access = self._door(request)
        if not access.may_edit:
            raise Refused(HTTPStatus.FORBIDDEN, "this needs a token with the scope `write`")
        return access


def actor(request: Request, access: Access) -> Actor:
    """Who does something now, for the audit log."""
    address = who_tries(request.client.host if request.client else "")
    return Actor(access.name, address, clock.now())


Written = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")]
"""A text in a body."""
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{20}-[0-9a-f]{16}$")]
ArticleId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class Body(BaseModel):
    """What is sent; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class AtSomething(Body):
    """What is about a fact or an article; exactly one of both."""

    fact: Key | None = Field(None, description="The key of a fact.")
    article: ArticleId | None = Field(None, description="The id of an article.")

    @model_validator(mode="after")
    def _one(self) -> "AtSomething":
        if (self.fact is None) is (self.article is None):
            raise ValueError("give `fact` or `article`, one of both")
        return self

    @property
    def target(self) -> str | int:
        target = self.fact if self.fact is not None else self.article
        assert target is not None  # _one
        return target


class Guard:
    """Refuses requests that change something and come from elsewhere, are too large, or are no
    JSON.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _READ:
            await self._app(scope, receive, send)
            return
        request, headers = Request(scope), Headers(scope=scope)
        if _is_foreign(headers):
            refused = problems.answer(request, 403, "a page of another site may not write here")
            await refused(scope, receive, send)
            return
        body, is_whole = await _read(receive)
        if not is_whole:
            refused = problems.answer(request, 413, f"a body has at most {MOST} bytes")
            await refused(scope, receive, send)
            return
        kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
        if body and kind != "application/json":
            refused = problems.answer(request, 415, "send `Content-Type: application/json`")
            await refused(scope, receive, send)
            return
        sent = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return sent.pop() if sent else await receive()

        await self._app(scope, again, send)


def _is_foreign(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _OWN:
        return True
    if origin is None:
        return False
    return origin.partition("://")[2].casefold() != headers.get("host", "").casefold()


async def _read(receive: Receive) -> tuple[bytes, bool]:
    body = b""
    while True:
        message: Any = await receive()
        body += message.get("body", b"")
        if len(body) > MOST:
            return b"", False
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return body, True
