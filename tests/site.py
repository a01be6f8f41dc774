"""The dashboard served on loopback for a test: an app comes in; a function that fetches its pages
without a browser goes out.
"""

import asyncio
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

import anyio.to_thread
import pytest
from starlette.types import Message, Scope

from baqylau.app import App
from console import processes
from dashboard.app import create


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the body as UTF-8; other bytes than text are shown as U+FFFD."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """The dashboard at an address."""

    address: str

    def get(self, path: str, host: str | None = None, **asked: str) -> Answer:
        """A page, whatever its status; asked for by another name of this server's where `host`
        gives one.
        """
        query = f"?{urllib.parse.urlencode(asked)}" if asked else ""
        return self.ask("GET", path + query, {"Host": host} if host else {})

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Answer:
        """The answer to a request, whatever its status."""
        try:
            request = urllib.request.Request(
                self.address + path, headers=dict(headers), method=method
            )
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return Answer(
                answer.status,
                {k.lower(): v for k, v in answer.headers.items()},
                answer.read().decode(errors="replace"),
            )


@contextmanager
def served(app: App) -> Iterator[Site]:
    """Serves the app's dashboard until the block ends."""
    with processes.serving(app) as address:
        yield Site(address)


@contextmanager
def in_process(app: App) -> Iterator[Callable[..., Answer]]:
    """The app's dashboard without a server and without threads, which take most of the time of a
    short answer: a function that takes a method, an address and headers and gives the answer, also
    that of a fault.
    """
    web, loop = create(app), asyncio.new_event_loop()

    async def ask(method: str, address: str, headers: Mapping[str, str]) -> Answer:
        path, _, query = address.partition("?")
        sent: list[Message] = []

        asked = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if not asked:  # whoever listens for the end of the connection waits
                await asyncio.Event().wait()
            return asked.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        given = [(b"host", b"localhost")]
        given += [(x.lower().encode(), y.encode()) for x, y in headers.items()]
        scope: Scope = {"type": "http", "http_version": "1.1", "method": method, "scheme": "http"}
        scope |= {"path": urllib.parse.unquote(path), "raw_path": path.encode(), "headers": given}
        scope |= {"query_string": query.encode(), "server": ("localhost", 80), "root_path": ""}
        with suppress(Exception):  # the page of a fault is sent before the fault is raised again
            await web(scope, receive, send)
        start = next(x for x in sent if x["type"] == "http.response.start")
        headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        body = b"".join(x.get("body", b"") for x in sent)
        return Answer(start["status"], headers, body.decode(errors="replace"))

    def now(method: str, address: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
        return loop.run_until_complete(ask(method, address, headers))

    async def at_once(function: Callable[..., Any], *given: Any, **_: Any) -> Any:
        return function(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anyio.to_thread, "run_sync", at_once)
        yield now
    loop.close()


class Read(HTMLParser):
    """A page as a browser's parser sees it: the tags with their attributes, the words between them,
    links in order.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [x["href"] or "" for x in self.all("a") if "href" in x]
