"""What every answer of the dashboard has in common: requests come in, answers with their headers,
and those to HEAD without their body, go out.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Lets every page answer HEAD, so that a program can ask whether a link leads somewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, without_body)


class WithHeaders:
    """Adds these headers where the answer does not set them itself, and sets those of `static` for
    the files under /static/.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], static: Mapping[str, str]) -> None:
        self._app, self._headers, self._static = app, headers, static

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/static/"):
                    headers.update(self._static)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class WithPeer:
    """Notes the address that the connection comes from as `state["peer"]`, before the middleware
    behind it replaces it by what a trusted proxy says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = scope.get("client")
            scope.setdefault("state", {})["peer"] = client[0] if client else ""
        await self._app(scope, receive, send)


class LimitBody:
    """Refuses a posted form of more than so many bytes, whatever length it claims to have."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length, read = Headers(scope=scope).get("content-length", ""), 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most or (length.isdigit() and int(length[:12]) > self._most):
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)
