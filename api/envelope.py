"""What every answer has in common: requests come in, answers go out with an id, an ETag and the
headers of safety, those to HEAD without their body, those that did not change as 304.

A fault of ours becomes a problem with status 500, or 503 where the database is busy.
"""

import hashlib
import re
import secrets
from collections.abc import Collection

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from baqylau.store.connect import is_busy

log = structlog.get_logger("api")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",  # no other site shows or reads an answer
    "Cache-Control": "private, no-cache",  # a copy may be kept, and is asked about each time
    "Vary": "Authorization",
}
_OF_304 = frozenset({"etag", "cache-control", "vary", "link", "x-request-id"})


class Envelope:
    """`names` are the host names that requests may give (`*`: any): a foreign name that resolves to
    this machine is refused.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app, self._names = app, frozenset(x.casefold() for x in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        number = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number
        answer = _Answer(scope["method"], headers.get("if-none-match"), number, send)
        request = Request(scope)
        if not self._knows(headers.get("host", "")):
            refused = problems.answer(request, 400, "this server does not answer to this host name")
            await refused(scope, receive, answer.send)
            return
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        try:
            await self._app(asked, receive, answer.send)
        except Exception as wrong:
            if answer.begun:
                raise
            await self._fault(request, wrong)(scope, receive, answer.send)

    def _knows(self, host: str) -> bool:
        name = host.rpartition(":")[0] if re.search(r":[0-9]+$", host) else host
        return "*" in self._names or name.strip("[]").casefold() in self._names

    def _fault(self, request: Request, wrong: Exception) -> ASGIApp:
        if is_busy(wrong):
            return problems.busy(request)
        log.error(
            "request failed",
            path=request.url.path,
            request_id=request.state.request_id,
            error=f"{type(wrong).__name__}: {wrong}",
        )
        return problems.answer(request, 500, "a fault of ours; the log names it by its request_id")


class _Answer:
    """Collects one answer and sends it, or says that it did not change."""

    def __init__(self, method: str, known: str | None, number: str, send: Send) -> None:
        self._method, self._known, self._number, self._send = method, known, number, send
        self._start: Message = {}
        self._body = b""
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        self.begun = True
        start = {**self._start, "headers": list(self._start["headers"])}
        headers = MutableHeaders(scope=start)
        headers["X-Request-ID"] = self._number
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        body = self._body
        if start["status"] == 200:
            headers["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            if _matches(self._known, etag):
                start["status"], body = 304, b""
                for name in {x.decode() for x, _ in start["headers"]} - _OF_304:
                    del headers[name]
        if self._method == "HEAD":
            body = b""
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _matches(known: str | None, etag: str) -> bool:
    """Whether `If-None-Match` names this ETag, by the weak comparison (RFC 9110, 13.1.2)."""
    if known is None:
        return False
    given = [x.strip().removeprefix("W/") for x in known.split(",")]
    return "*" in given or etag in given
