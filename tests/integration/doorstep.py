"""Scripted web servers, one for each outlet: a function from path to (status, headers, body) comes
in, a server with a log of its requests goes out.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = tuple[int, Mapping[str, str], bytes | Iterator[bytes]]
Script = Callable[[str, Mapping[str, str]], Answer]
HTML = {"Content-Type": "text/html; charset=utf-8"}
FEED = {"Content-Type": "application/rss+xml"}


@dataclass
class Door:
    """The server of one outlet. `asked` holds (path, time in seconds) of its requests, oldest
    first.
    """

    id: str
    script: Script
    asked: list[tuple[str, float]] = field(default_factory=list)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def write(self, folder: Path, ways: str = "", extra: str = "", delay: str = "0s") -> None:
        """Writes the outlet's TOML; `ways` replaces the usual discovery source, a feed."""
        home = f"http://{self.host}/"
        way = ways or f'[[discover]]\nkind = "feed"\nurl = "{home}feed.xml"\n'
        head = (
            f'name = "{self.id}"\nhome = "{home}"\ncountry = "sample"\nlanguages = ["ru"]\ntimezone'
            ' = "Asia/Almaty"\n'
        )
        (folder / f"{self.id}.toml").write_text(
            f'{head}{extra}\n{way}\n[visit]\ndelay = "{delay}"\n', encoding="utf-8"
        )


def feed(host: str, *paths: str, text: str = "") -> Answer:
    items = "".join(
        "<item><title>Заголовок"
        f" {n}</title><link>http://{host}{p}</link><description>{text}</description></item>"
        for n, p in enumerate(paths)
    )
    return (
        200,
        FEED,
        f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode(),
    )


def page(text: str = "Текст новости.") -> Answer:
    return 200, HTML, f"<html><body><article><p>{text}</p></article></body></html>".encode()


def plain(path: str, *_: object) -> Answer:
    """The answer to requests that no script handles: no robots.txt, and a page for every other
    path.
    """
    return (404, HTML, b"") if path == "/robots.txt" else page(path)


@contextmanager
def open_doors(scripts: Mapping[str, Callable[[Door], Script]]) -> Iterator[dict[str, Door]]:
    doors, servers = {}, []
    for name, make in scripts.items():
        door = Door(name, plain)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler(door))
        server.daemon_threads = True
        door.port = server.server_address[1]
        door.script = make(door)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        doors[name], servers = door, [*servers, server]
    try:
        yield doors
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def handler(door: Door) -> type[BaseHTTPRequestHandler]:
    """The handler of a server: its script gives the answers, `asked` logs the requests."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            door.asked.append((self.path, time.monotonic()))
            status, headers, body = door.script(self.path, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if isinstance(body, bytes):
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            else:
                self.send_header("Connection", "close")
                self.end_headers()
                self._pour(body)

        def _pour(self, chunks: Iterator[bytes]) -> None:
            try:
                for chunk in chunks:
                    self.wfile.write(chunk)
            except OSError:
                pass  # the crawler hung up, which is what these bodies are for
            self.close_connection = True

    return Handler
