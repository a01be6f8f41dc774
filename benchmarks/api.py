"""How fast the API is over a filled database, and for fifty programs at once beside the workers:
the number of articles comes in; milliseconds by question, median and p95, go out.

    python -m benchmarks.api [--articles 20000] [--database ADDRESS] [--keep FOLDER] [--clients 50]

The database is filled as for `benchmarks.dashboard`. Then every question is asked over HTTP, one
after another, from a process of its own; then by so many programs at once, each with a pause of a
second between its questions, while worker threads and their child processes clean and read other
pages, as in `baqylau run`. Beside the time on the clock stands the CPU time of the serving process
for one answer, which does not depend on what else the machine does.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from baqylau import logs
from baqylau.app import App, open_app
from baqylau.settings import load
from benchmarks.dashboard import _workers, fill

ROUNDS = 20  # requests of each question
ASKED = 10  # questions of each program
PAUSE = 1.0  # seconds between two questions of one program
PATHS = {
    "articles": "articles",
    "articles, 200 a page": "articles?limit=200",
    "articles, oldest first": "articles?order=oldest",
    "articles, one outlet": "articles?outlet=polygon-7",
    "articles, one language": "articles?language=kk",
    "articles, one speaker": "articles?who=Тұрсынов",
    "articles, a rare speaker": "articles?who=Редкий",
    "articles, one kind": "articles?kind=quote",
    "articles, a word": "articles?q=тенге",
    "articles, some days": "articles?since=2026-01-01",
    "facts": "facts",
    "facts, one kind": "facts?kind=quote",
    "facts, a rare kind": "facts?kind=role&outlet=polygon-7",
    "facts, one speaker": "facts?who=Тұрсынов",
    "facts, a rare speaker": "facts?who=Редкий",
    "facts, one outlet": "facts?outlet=polygon-7",
    "article": "articles/100",
    "edits": "edits",
    "changes": "changes",
    "outlets": "outlets",
    "outlet": "outlets/polygon-7",
    "gaps": "gaps?outlet=polygon-7",
}


def main() -> None:
    """Fill, measure one after another, measure many at once beside the workers, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database, migrated")
    parser.add_argument("--keep", type=Path, help="a folder that stays; it is filled once")
    parser.add_argument("--clients", type=int, default=50)
    given = parser.parse_args()
    logs.configure("ERROR")
    with ExitStack() as things:
        folder = given.keep or Path(
            things.enter_context(tempfile.TemporaryDirectory(prefix="baqylau-bench-"))
        )
        settings = load(
            data=folder,
            database=given.database,
            queue="memory:",
            outlets=folder / "none",
            dashboard_port=0,
            contact="",
        )
        app = things.enter_context(open_app(settings))
        fill(app, given.articles)
        alone(app)
        together(app, given.clients)


def alone(app: App) -> None:
    """One question after another."""
    from console import processes

    with processes.serving(app) as address:
        cpu = {x: _cpu(address, y) for x, y in PATHS.items()}
        found = _asked(address, "1")
    print(f"{'question':26}{'median':>8}{'p95':>8}{'CPU':>8}  ms")
    for name, seconds in found["seconds"].items():
        print(f"{name:26}{_ms(statistics.median(seconds))}{_ms(p95(seconds))}{_ms(cpu[name])}")


def _cpu(address: str, path: str) -> float:
    """CPU seconds of this process, which serves and asks, for one answer; the least of five."""
    found = []
    for _ in range(5):
        began = time.process_time()
        _get(address, path)
        found.append(time.process_time() - began)
    return min(found)


def together(app: App, clients: int) -> None:
    """Many programs at once, while the workers are busy."""
    from console import processes

    with ExitStack() as things:
        things.enter_context(_workers(app))
        address = things.enter_context(processes.serving(app))
        found = _asked(address, str(clients))
    seconds = [x for y in found["seconds"].values() for x in y]
    print(
        f"{clients} programs beside the workers: {len(seconds)} answers,"
        f" {len(found['errors'])} errors {found['errors'][:5]};"
        f" median {_ms(statistics.median(seconds))} ms, p95 {_ms(p95(seconds))} ms"
    )


def _asked(address: str, clients: str) -> dict[str, Any]:
    client = subprocess.run(
        [sys.executable, "-m", "benchmarks.api", "request", address, clients],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(client.stdout)


def request(address: str, clients: int) -> None:
    """The asking process: prints {question: seconds} and the number of errors as JSON."""
    found: dict[str, list[float]] = {x: [] for x in PATHS}
    errors: list[str] = []
    asked = list(PATHS.items())

    def program(number: int) -> None:
        for turn in range(ASKED if clients > 1 else ROUNDS * len(asked)):
            name, path = asked[(turn + 7 * number) % len(asked)]
            began = time.perf_counter()
            try:
                _get(address, path)
            except OSError as wrong:
                errors.append(f"{name}: {wrong}")
            found[name].append(time.perf_counter() - began)
            if clients > 1:
                time.sleep(PAUSE)

    threads = [threading.Thread(target=program, args=(x,)) for x in range(clients)]
    for n, thread in enumerate(threads):
        thread.start()
        if clients > 1:
            time.sleep(PAUSE / len(threads) if n else 0)
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": found, "errors": errors}))


def _get(address: str, path: str) -> None:
    with urllib.request.urlopen(f"{address}/api/v1/{quote(path, safe='/?=&')}") as answer:
        answer.read()


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:8.1f}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["request"]:
        request(sys.argv[2], int(sys.argv[3]))
    else:
        main()
