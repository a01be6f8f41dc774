"""`python -m benchmarks.host_pace`: crawlers visit the editions of one host; the gaps between the
requests that the host saw go out, beside the pause that it asked for.

Each crawler is a process of its own; they share one SQLite database. The host is a site on loopback
whose robots.txt asks for a pause (`Crawl-delay`). Goal: no gap under 95 % of the pause, whatever
crawlers and editions there are.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from statistics import median

LOWEST = 0.95  # of the pause: the shortest gap that keeps it
RUNS = ((1, 1), (1, 4), (2, 20))
"""Crawlers and editions. A crawler makes 16 visits at a time: of 20 editions both get some."""
ARTICLES = 2  # of each edition

OUTLET = """
name = "Edition {n}"
home = "{origin}/e{n}/"
country = "sample"
languages = ["ru"]
timezone = "Asia/Almaty"
articles = '/e{n}/news/\\d+$'

[[discover]]
kind = "section"
url = "{origin}/e{n}/"
"""


class Host(ThreadingHTTPServer):
    """A site with editions under /e1/, /e2/ …; it writes down when each request arrived."""

    daemon_threads = True

    def __init__(self, pause: float) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pause = pause
        self.seen: list[float] = []


class _Answer(BaseHTTPRequestHandler):
    server: Host

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.seen.append(time.monotonic())
        kind, text = "text/html; charset=utf-8", self._page()
        if self.path == "/robots.txt":
            kind, text = "text/plain", f"User-agent: *\nCrawl-delay: {self.server.pause}\n"
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> str:
        if "/news/" in self.path:
            return f"<h1>Новость {self.path}</h1>" + "<p>Текст новости издания.</p>" * 20
        links = (f'<a href="{self.path}news/{n}">Новость {n}</a>' for n in range(1, ARTICLES + 1))
        return "".join(links)


def gaps(crawlers: int, editions: int, pause: float) -> tuple[list[float], list[int]]:
    """Seconds between the requests that the host saw, in order, and the visits of each crawler."""
    with tempfile.TemporaryDirectory() as folder, Host(pause) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{host.server_address[1]}"
        outlets = Path(folder) / "outlets" / "sample"
        outlets.mkdir(parents=True)
        for n in range(1, editions + 1):
            (outlets / f"e{n}.toml").write_text(OUTLET.format(n=n, origin=origin))
        given = os.environ | {
            "BAQYLAU_DATA": folder,
            "BAQYLAU_OUTLETS": str(outlets.parent),
            "BAQYLAU_ALLOW_HOSTS": f'["{origin.removeprefix("http://")}"]',
        }
        baqylau = Path(sys.executable).with_name("baqylau")
        running = [
            subprocess.Popen([baqylau, "crawl", "--once"], env=given, stdout=subprocess.PIPE)
            for _ in range(crawlers)
        ]
        visits = [x.communicate()[0].decode().count("visited ") for x in running]
        host.shutdown()
        return [b - a for a, b in pairwise(sorted(host.seen))], visits


def table(pause: float) -> None:
    print(f"pause asked for: {pause} s\n")
    print("| visits of each crawler | requests | shortest gap | median gap | under 95 % |")
    print("|---|---|---|---|---|")
    for crawlers, editions in RUNS:
        found, visits = gaps(crawlers, editions, pause)
        short = [f"{n}: {x:.2f} s" for n, x in enumerate(found, 1) if x < LOWEST * pause]
        print(
            f"| {' + '.join(map(str, visits))} | {len(found) + 1} | {min(found):.2f} s"
            f" | {median(found):.2f} s | {', '.join(short) or 'none'} |",
            flush=True,
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pause", type=float, default=2.5, help="seconds; default 2.5")
    table(arguments.parse_args().pause)
