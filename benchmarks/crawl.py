"""Pages per CPU-second: the number of pages comes in; the spider of Baqylau with all its checks is
compared with a bare Scrapy spider over the same local site, and a table goes out.

    python -m benchmarks.crawl [pages]
    python -m benchmarks.crawl memory [pages]

`memory` follows the resident memory of one long-lived crawler, visit after visit, storage on.

Three crawls, each in a process of its own, CPU time of the whole process (all threads) around the
crawl alone: *bare* is Scrapy with its defaults and a callback that drops the page; *guarded* is
Baqylau's spider with storage off; *stored* is the same with archive and database. Goals:
guarded/bare >= 0.8, stored/bare >= 0.5.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PAGES = 3_000
LONG_RUN = 50_000
VISIT = 1_000  # articles of one visit at most, as the scheduler has it
CONCURRENCY = 8  # of both spiders: the local site answers at once, so more requests would only wait
# bytes of one page: the median of the region's news pages is about 60 KB, of their compressed form
# 15 KB
BODY = 30_000


class BenchmarkSite(BaseHTTPRequestHandler):
    """Answers every path with its own page of one size; no robots.txt."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        missing = self.path == "/robots.txt"
        words = f"<p>Новость {self.path}: " + "слова страницы без смысла. " * (BODY // 50)
        page = f"<html><head><title>{self.path}</title></head><body>{words}</p></body></html>"
        body = b"" if missing else page.encode()[:BODY]
        self.send_response(404 if missing else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def addresses(origin: str, pages: int) -> list[str]:
    return [f"{origin}/news/nomer-{10_000 + n}" for n in range(pages)]


def bare(origin: str, pages: int) -> None:
    """Scrapy with its defaults."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    class BareSpider(scrapy.Spider):
        name = "bare"

        async def start(self) -> Any:
            for url in addresses(origin, pages):
                yield scrapy.Request(url)

        def parse(self, response: Any) -> None:
            pass

    process = CrawlerProcess(
        {
            "LOG_LEVEL": "WARNING",
            "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(BareSpider)
    _timed(process.start)


def guarded(origin: str, pages: int) -> None:
    """Baqylau's spider with all checks, storing nothing."""
    from baqylau.clock import now
    from baqylau.model.link import Address
    from crawler.frontier_memory import MemoryFrontier

    class ListFrontier(MemoryFrontier):
        async def due(self, outlet_id: str, limit: int) -> list[Address]:  # noqa: ARG002
            return [
                Address(n, url, "article", now()) for n, url in enumerate(addresses(origin, pages))
            ]

    _ours(origin, lambda _: ListFrontier(), pages)


def stored(origin: str, pages: int) -> None:
    """Baqylau's spider with archive and database."""
    from crawler.frontier_db import open_frontier

    _ours(origin, open_frontier, pages)


def _ours(origin: str, open_frontier_of: Any, pages: int) -> None:
    from scrapy.crawler import AsyncCrawlerRunner

    from baqylau.model.link import Link
    from crawler.reactor import run_on_reactor
    from crawler.robots import RobotsCache
    from crawler.spiders.outlet import OutletSpider
    from crawler.user_agent import scrapy_settings
    from crawler.visit import VisitContext

    with tempfile.TemporaryDirectory() as folder:
        given, outlet = _settings(origin, Path(folder))
        frontier = open_frontier_of(given)

        async def crawl() -> None:
            await frontier.sync([outlet], partial=True)
            await frontier.add_links("bench", [Link(x, origin) for x in addresses(origin, pages)])
            began = time.process_time()
            visit_context = VisitContext(frontier, RobotsCache(), limit=pages)
            await AsyncCrawlerRunner(scrapy_settings(given)).crawl(
                OutletSpider, outlet=outlet, visit_context=visit_context
            )
            _report(began, visit_context.stats.responses["200"])

        run_on_reactor(crawl, given.allow_hosts)
        frontier.close()


def lasting(origin: str, pages: int) -> None:
    """Baqylau's spider with archive and database, in visits of a thousand pages each: a line is
    printed after every tenth of the pages.
    """
    import psutil
    from scrapy.crawler import AsyncCrawlerRunner

    from baqylau.model.link import Link
    from crawler.frontier_db import open_frontier
    from crawler.reactor import run_on_reactor
    from crawler.robots import RobotsCache
    from crawler.spiders.outlet import OutletSpider
    from crawler.user_agent import scrapy_settings
    from crawler.visit import VisitContext

    me = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        given, outlet = _settings(origin, Path(folder))
        frontier = open_frontier(given)

        async def crawl() -> None:
            await frontier.sync([outlet], partial=True)
            done, told = 0, 0
            while done < pages:
                count = min(VISIT, pages - done)
                await frontier.add_links(
                    "bench", [Link(x, origin) for x in addresses(origin, done + count)[done:]]
                )
                visit_context = VisitContext(frontier, RobotsCache(), limit=count)
                await AsyncCrawlerRunner(scrapy_settings(given)).crawl(
                    OutletSpider, outlet=outlet, visit_context=visit_context
                )
                done += visit_context.stats.responses["200"]
                if done * 10 // pages > told or done == VISIT:
                    told = done * 10 // pages
                    print(f"| {done} | {me.memory_info().rss / 2**20:.0f} |", flush=True)

        run_on_reactor(crawl, given.allow_hosts)
        frontier.close()


def _settings(origin: str, folder: Path) -> Any:
    """Settings and the one outlet of the local site; logging is on."""
    from datetime import timedelta

    from baqylau import logs, settings
    from baqylau.model.outlet import Outlet, VisitPolicy

    logs.configure(
        "INFO", folder / "crawl.log"
    )  # as in production: one line a page, here into a file

    outlet = Outlet(
        "bench",
        "Bench",
        f"{origin}/",
        "sample",
        ("ru",),
        "Asia/Almaty",
        (),
        visit=VisitPolicy(delay=timedelta(), concurrency=CONCURRENCY),
    )
    return settings.load(data=folder, allow_hosts=(origin.removeprefix("http://"),)), outlet


def _timed(run: Any) -> None:
    began = time.process_time()
    run()
    _report(began, int(sys.argv[3]))


def _report(began: float, pages: int) -> None:
    import resource

    print(
        json.dumps(
            {
                "pages": pages,
                "cpu": time.process_time() - began,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            }
        )
    )


KINDS = {"bare": bare, "guarded": guarded, "stored": stored}


def measure(kind: str, origin: str, pages: int) -> dict[str, float]:
    """One crawl in a process of its own: pages, CPU seconds, peak memory in kilobytes."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crawl", kind, origin, str(pages)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(words: Sequence[str]) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BenchmarkSite)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    if words and words[0] == "memory":
        pages = int(words[1]) if len(words) > 1 else LONG_RUN
        print(
            f"{pages} pages of {BODY} bytes, {VISIT} a visit\n\n| pages | resident MB |\n|---|---|",
            flush=True,
        )
        subprocess.run(
            [sys.executable, "-m", "benchmarks.crawl", "lasting", origin, str(pages)], check=True
        )
    else:
        compare(origin, int(words[0]) if words else PAGES)
    server.shutdown()


def compare(origin: str, pages: int) -> None:
    """The table of the three crawls."""
    rates: dict[str, float] = {}
    print(
        f"{pages} pages of {BODY} bytes, {CONCURRENCY} at a time\n\n| crawl | pages | pages per"
        " CPU-second | against bare | peak MB |"
    )
    print("|---|---|---|---|---|")
    for kind in KINDS:
        found = measure(kind, origin, pages)
        rates[kind] = found["pages"] / found["cpu"]
        print(
            f"| {kind} | {found['pages']:.0f} | {rates[kind]:.0f} |"
            f" {rates[kind] / rates['bare']:.2f} | {found['peak'] / 1024:.0f} |"
        )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        (KINDS | {"lasting": lasting})[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
    else:
        main(sys.argv[1:])
