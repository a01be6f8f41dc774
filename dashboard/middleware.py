"""What every answer of the dashboard has in common: requests come in, answers with their headers,
and those to HEAD without their body, go out.
"""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
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
