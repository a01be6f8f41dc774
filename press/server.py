"""The sample press on loopback: one web server, one port per outlet, in a thread of its own.

    with running() as sample:
        sample.origins      # {"bozdala": "http://127.0.0.1:41873", ...}
        sample.hosts        # ("127.0.0.1:41873", ...) for the crawler's allow-list
        sample.write_outlets(folder)
        sample.second_visit()
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import uvicorn

from press import article, newsroom
from press.newsroom import HERE
from press.site import Answer, Site

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the log: `path` with its query, `bytes` of the body that was sent."""

    outlet: str
    method: str
    path: str
    status: int
    bytes: int


@dataclass(slots=True)
class Sample:
    """The running press. `requests` is the log so far, oldest first."""

    origins: dict[str, str]
    visits: list[dict[str, Site]]
    requests: list[Request] = field(default_factory=list)
    visit: int = 0

    @property
    def hosts(self) -> tuple[str, ...]:
        """`host:port` of every outlet."""
        return tuple(x.removeprefix("http://") for x in self.origins.values())

    def second_visit(self) -> None:
        """From now on one article is edited, one removed (410), and the view counters moved."""
        self.visit = 1

    def write_outlets(self, folder: Path) -> None:
        """One ready outlet file per outlet, as `baqylau.registry.load` reads them."""
        folder.mkdir(parents=True, exist_ok=True)
        for outlet, origin in self.origins.items():
            text = (HERE / "outlets" / f"{outlet}.toml").read_text(encoding="utf-8")
            (folder / f"{outlet}.toml").write_text(text.replace("{origin}", origin), encoding="utf-8")

    def answer(self, outlet: str, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        """What the outlet says now; written down in the log."""
        given = self.visits[self.visit][outlet].answer(target, headers)
        self.requests.append(Request(outlet, method, target, given.status, len(given.body)))
        return given


@contextmanager
def running(misbehaviour: Mapping[str, str] | None = None, generated: int = 0, first_port: int = 0) -> Iterator[Sample]:
    """The press, served until the block ends.

    `first_port`: the first outlet's port, the others follow; 0 takes free ones. Raises OSError where a port is taken.
    """
    rooms = newsroom.load()
    sockets = {x.id: _listening(first_port + i if first_port else 0) for i, x in enumerate(rooms)}
    origins = {key: f"http://{LOOPBACK}:{x.getsockname()[1]}" for key, x in sockets.items()}
    first, second = article.load(HERE / "articles"), article.load_second(HERE / "articles")
    visits = [_sites(rooms, [*_still(first)], origins), _sites(rooms, second, origins)]
    sample = Sample(origins, visits)
    with _serving(sample, list(sockets.values())):
        yield sample


def _still(articles: list[article.Article]) -> Iterator[article.Article]:
    """At the first visit nothing is gone yet."""
    return (replace(x, gone=False) for x in articles)


def _sites(rooms: list[newsroom.Newsroom], articles: list[article.Article], origins: dict[str, str]) -> dict[str, Site]:
    return {x.id: Site(x, [a for a in articles if a.outlet == x.id], origins[x.id]) for x in rooms}


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    listener.listen(128)
    return listener


@contextmanager
def _serving(sample: Sample, sockets: list[socket.socket]) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(_app(sample), log_level="error", lifespan="off", access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets}, name="press", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        for listener in sockets:
            listener.close()


Send = Callable[[dict[str, Any]], Awaitable[None]]


def _app(sample: Sample) -> Callable[..., Awaitable[None]]:
    outlets = {int(origin.rpartition(":")[2]): key for key, origin in sample.origins.items()}

    async def app(scope: dict[str, Any], _receive: object, send: Send) -> None:
        query = scope["query_string"].decode("latin-1")
        target = scope["path"] + (f"?{query}" if query else "")
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        given = sample.answer(outlets[scope["server"][1]], scope["method"], target, headers)
        await _send(given, scope["method"], send)

    return app


async def _send(given: Answer, method: str, send: Send) -> None:
    headers = [*given.headers, ("content-length", str(len(given.body)))] if given.status != 304 else given.headers
    await send({"type": "http.response.start", "status": given.status, "headers": [(k.encode(), v.encode()) for k, v in headers]})
    body = b"" if method == "HEAD" else given.body
    if given.pace is None:
        await send({"type": "http.response.body", "body": body})
        return
    for i in range(len(body)):
        await send({"type": "http.response.body", "body": body[i : i + 1], "more_body": i + 1 < len(body)})
        await asyncio.sleep(given.pace)
