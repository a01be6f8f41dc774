"""The API without a server and without threads: a web application comes in, a function that asks
it and gives whole answers goes out.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote

import anyio.to_thread
import pytest
from starlette.types import Message, Scope

from baqylau import clock
from baqylau.store.audit import Actor


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """An answer; `text` is its body."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


NONE: Mapping[str, str] = MappingProxyType({})
Asking = Callable[..., ApiAnswer]


def by(moment: datetime | None = None) -> Actor:
    """Somebody who makes tokens, at this moment or now."""
    return Actor("test", "", moment or clock.now())


@contextmanager
def asking(web: Any) -> Iterator[Asking]:
    """A function that takes an address, headers, a method and a body (bytes, or what is sent as
    JSON) and gives the answer.
    """
    loop = asyncio.new_event_loop()

    async def ask(address: str, headers: Mapping[str, str], method: str, body: bytes) -> ApiAnswer:
        path, _, query = address.partition("?")
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        named = {"Host": "localhost"} | dict(headers)
        given = [(x.lower().encode(), y.encode()) for x, y in named.items()]
        scope: Scope = {"type": "http", "http_version": "1.1", "method": method, "scheme": "http"}
        scope |= {"path": unquote(path), "raw_path": path.encode(), "headers": given}
        scope |= {"query_string": quote(query, safe="=&%+:").encode(), "root_path": ""}
        await web(scope | {"server": ("localhost", 80), "client": ("192.0.2.7", 1)}, receive, send)
        start = next(x for x in sent if x["type"] == "http.response.start")
        headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        whole = b"".join(x.get("body", b"") for x in sent)
        return ApiAnswer(start["status"], headers, whole.decode())

    def now(
        address: str, headers: Mapping[str, str] = NONE, method: str = "GET", body: Any = None
    ) -> ApiAnswer:
        if body is not None and not isinstance(body, bytes):
            headers = {"Content-Type": "application/json"} | dict(headers)
            body = json.dumps(body).encode()
        return loop.run_until_complete(ask(address, headers, method, body or b""))

    async def at_once(function: Callable[..., Any], *given: Any, **_: Any) -> Any:
        return function(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anyio.to_thread, "run_sync", at_once)
        yield now
    loop.close()
