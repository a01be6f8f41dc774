"""The sample press on loopback: names of misbehaviours come in, a running `Sample` goes out. One
web server in a thread of its own serves every outlet on a port of its own.

with running() as sample:
    sample.origins      # {"bozdala": "http://127.0.0.1:41873", ...}
    sample.hosts        # ("127.0.0.1:41873", ...) for the crawler's allow-list
    sample.write_outlets(folder)
    sample.second_visit()
    sample.misbehave({"bozdala": "feed_dies"})
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import uvicorn

from baqylau.errors import ConfigurationError
from press import article
from press.answer import Answer
from press.article import PressArticle
from press.generated import GeneratedOutlet
from press.misbehaviour import load_misbehaviour
from press.newsroom import HERE, Newsroom, load, read
from press.site import PressSite

LOOPBACK = "127.0.0.1"
GENERATED = "polygon"
"""The outlet of generated articles; it is served only where `generated` is above 0."""


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the log: `path` with its query, `bytes` of the body that was sent."""

    outlet: str
    method: str
    path: str
    status: int
    bytes: int


class ServedOutlet(Protocol):
    """An object that answers requests as one outlet."""

    def answer(self, target: str, headers: Mapping[str, str]) -> Answer: ...


@dataclass(slots=True)
class Sample:
    """The running press. `requests` is the log so far, oldest first."""

    origins: dict[str, str]
    newsrooms: dict[str, Newsroom]
    generated: int = 0
    misbehaviour: dict[str, str] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    second: bool = False
    late: int = 0
    sites: dict[str, ServedOutlet] = field(init=False)
    busy: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.busy = {x: set() for x in self.newsrooms}
        self._open()

    @property
    def hosts(self) -> tuple[str, ...]:
        """`host:port` of every outlet."""
        return tuple(x.removeprefix("http://") for x in self.origins.values())

    def second_visit(self) -> None:
        """From now on one article is edited, one removed (410), and one outlet's view counters have
        moved.
        """
        self.second = True
        self._open()

    def publish(self) -> None:
        """From now on a Russian and a Kazakh outlet have one article more (`late/`), as long as
        there are any.
        """
        self.late += 1
        self._open()

    def misbehave(self, misbehaviour: Mapping[str, str]) -> None:
        """From now on these outlets (id → name of `misbehaviour.toml`) misbehave and the others do
        not; {} ends all misbehaviour.
        """
        self.misbehaviour = dict(misbehaviour)
        self._open()

    def write_outlets(self, folder: Path) -> None:
        """One ready outlet file per outlet, as `baqylau.registry.load` reads them."""
        folder.mkdir(parents=True, exist_ok=True)
        for outlet, origin in self.origins.items():
            text = (HERE / "outlets" / f"{outlet}.toml").read_text(encoding="utf-8")
            (folder / f"{outlet}.toml").write_text(
                text.replace("{origin}", origin), encoding="utf-8"
            )

    def answer(self, outlet: str, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        """The outlet's answer to a request, which is added to the log."""
        given = self.sites[outlet].answer(target, headers)
        sent = 0 if method == "HEAD" else len(given.body)
        self.requests.append(Request(outlet, method, target, given.status, sent))
        return given

    def _open(self) -> None:
        unknown = self.misbehaviour.keys() - self.newsrooms.keys()
        if unknown:
            raise ConfigurationError(
                f"no outlet {min(unknown)!r} in the sample press; it has"
                f" {', '.join(self.newsrooms)}"
            )
        load_articles = article.load_second if self.second else article.load_first
        articles = load_articles(HERE / "articles")
        articles = article.load_late(HERE / "late", self.late) + articles
        self.sites = {
            key: self._site(newsroom, [x for x in articles if x.outlet == key])
            for key, newsroom in self.newsrooms.items()
        }
        if self.generated:
            self.sites[GENERATED] = GeneratedOutlet(
                read(HERE / "newsrooms" / "load" / f"{GENERATED}.toml"),
                self.origins[GENERATED],
                self.generated,
            )

    def _site(self, newsroom: Newsroom, articles: list[PressArticle]) -> PressSite:
        misbehaviour = load_misbehaviour(self.misbehaviour.get(newsroom.id))
        return PressSite(
            newsroom,
            articles,
            self.origins[newsroom.id],
            self.second,
            misbehaviour,
            self.busy[newsroom.id],
        )


@contextmanager
def running(
    misbehaviour: Mapping[str, str] | None = None, generated: int = 0, first_port: int = 0
) -> Iterator[Sample]:
    """The press, served until the block ends.

    `misbehaviour`: outlet id → a name of `misbehaviour.toml`. `generated`: so many articles of a
    load test at an outlet of their own (`polygon`). `first_port`: the first outlet's port, the
    others follow; 0 takes free ones. Raises OSError where a port is taken.
    """
    newsrooms = {x.id: x for x in load()}
    with ExitStack() as sockets_open:
        ids = [*newsrooms, *([GENERATED] if generated else [])]
        sockets = {
            key: sockets_open.enter_context(_listening(first_port + i if first_port else 0))
            for i, key in enumerate(ids)
        }
        origins = {key: f"http://{LOOPBACK}:{x.getsockname()[1]}" for key, x in sockets.items()}
        sample = Sample(origins, newsrooms, generated, dict(misbehaviour or {}))
        with _serving(sample, list(sockets.values())):
            yield sample


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    listener.listen(128)
    return listener


@contextmanager
def _serving(sample: Sample, sockets: list[socket.socket]) -> Iterator[None]:
    server = uvicorn.Server(
        uvicorn.Config(
            _app(sample),
            log_level="critical",
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": sockets}, name="press", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def _app(sample: Sample) -> Callable[..., Awaitable[None]]:
    outlets = {int(origin.rpartition(":")[2]): key for key, origin in sample.origins.items()}

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        query = scope["query_string"].decode("latin-1")
        target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        given = sample.answer(outlets[scope["server"][1]], scope["method"], target, headers)
        body = b"" if scope["method"] == "HEAD" else given.body
        length = () if given.status == 304 else (("content-length", str(len(given.body))),)
        lines = [(k.encode(), v.encode()) for k, v in (*given.headers, *length)]
        await send({"type": "http.response.start", "status": given.status, "headers": lines})
        if given.pace is None:
            await send({"type": "http.response.body", "body": body})
        else:
            await _drip(body, given.pace, receive, send)

    return app


async def _drip(body: bytes, pace: float, receive: Receive, send: Send) -> None:
    """Sends one byte every `pace` seconds, until the body ends or the reader closes the
    connection.
    """
    await receive()
    for i in range(len(body)):
        await send({"type": "http.response.body", "body": body[i : i + 1], "more_body": True})
        with suppress(TimeoutError):
            await asyncio.wait_for(receive(), pace)
            return
    await send({"type": "http.response.body", "body": b""})
